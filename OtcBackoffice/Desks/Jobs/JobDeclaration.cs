namespace OtcBackoffice.Desks.Jobs;

/// <summary>How a job is started.</summary>
public enum JobForm
{
    /// <summary>A loop on every node: what looks every second or two, and what empties the memory of its own node.</summary>
    Loop,

    /// <summary>Once a tick for all nodes together, kept by the scheduler.</summary>
    Recurring,

    /// <summary>At the moment at which something falls due, kept by the scheduler; the interval is that of the sweep behind it.</summary>
    AtItsMoment,
}

/// <summary>A job as it is declared.</summary>
/// <param name="Name">Its name in lower snake case. Stored runs carry it, so it never changes.</param>
/// <param name="Purpose">What it is for, in a sentence.</param>
/// <param name="IntervalSeconds">How often it runs.</param>
/// <param name="RunAsync">One run in a scope of its own; answers how many things it moved.</param>
public sealed record JobDeclaration(string Name, string Purpose, int IntervalSeconds, Func<IServiceProvider, CancellationToken,
    Task<int>> RunAsync)
{
    /// <summary>How it is started.</summary>
    public JobForm Form { get; init; }

    /// <summary>Whether it runs on one node at a time, under a lease.</summary>
    public bool IsSole { get; init; }
}

/// <summary>What a job throws to end with a fault that has a name of its own.</summary>
public sealed class JobFaultException(string name, string message) : Exception(message)
{
    /// <summary>The fault's name in lower snake case, as the runs show it.</summary>
    public string Name => name;
}

/// <summary>How a job's last run went, on this node.</summary>
public sealed record JobLastRun(DateTime StartedAtUtc, long DurationMs, int Done, string? Fault);
