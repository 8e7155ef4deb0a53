using OtcBackoffice.Jobs;
using Quartz;

namespace OtcBackoffice.Hosting;

/// <summary>Whether the scheduler runs; part of being ready.</summary>
public sealed class SchedulerState(ISchedulerFactory schedulers)
{
    /// <summary>Whether it was started and not shut down.</summary>
    public async Task<bool> IsRunningAsync(CancellationToken cancellation)
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        return scheduler.Status == SchedulerStatus.Running;
    }
}

/// <summary>Registers the scheduler and the jobs.</summary>
public static class JobsHosting
{
    /// <summary>
    /// One in-memory scheduler per node. Several nodes run the same jobs; every job takes its rows by a conditional write, so
    /// that is only extra polling. <c>Jobs:Enabled=false</c> leaves the pump out, for tests that run jobs by hand.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        foreach (var job in DeskJobs.All)
        {
            services.AddSingleton(job);
        }
        services.AddSingleton<SchedulerState>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options => options.InstanceName = "otc");
            foreach (var job in configuration.GetValue("Jobs:Enabled", true) ? DeskJobs.All : [])
            {
                quartz.ScheduleJob<PumpJob>(
                    trigger => trigger.WithIdentity(job.Name).WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromSeconds(job.IntervalSeconds)).RepeatForever()
                        .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)),
                    detail => detail.WithIdentity(job.Name).UsingJobData(PumpJob.NameKey, job.Name));
            }
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return configuration.GetValue("Jobs:Enabled", true) ? services.AddHostedService<SignalPump>() : services;
    }
}
