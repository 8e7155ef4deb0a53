using System.Diagnostics.Metrics;

namespace OtcBackoffice.Desks.Jobs;

/// <summary>Counts what jobs and webhook lanes do wrong, on the product's meter.</summary>
public sealed class JobMeters
{
    /// <summary>The name of the product's meter.</summary>
    public const string MeterName = "OtcBackoffice";

    private readonly Counter<long> _jobFaults, _laneFaults, _stalls, _revenueDifferences;

    /// <summary>Makes the counters.</summary>
    public JobMeters(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _jobFaults = meter.CreateCounter<long>("backoffice.jobs.faults", "{run}", "Runs of a job that ended with a fault.");
        _laneFaults = meter.CreateCounter<long>("backoffice.webhooks.lane_faults", "{fault}",
            "Webhook lanes that broke off and were started again.");
        _stalls = meter.CreateCounter<long>("backoffice.jobs.stalls", "{stall}",
            "Times that no recurring job had started for three minutes.");
        _revenueDifferences = meter.CreateCounter<long>("backoffice.revenue.differences", "{check}",
            "Recounts of revenue that did not equal the ledger.");
    }

    /// <summary>A run failed.</summary>
    public void JobFailed(string job, string fault) => _jobFaults.Add(1, new("job", job), new("fault", fault));

    /// <summary>A lane broke off.</summary>
    public void LaneFailed(string fault) => _laneFaults.Add(1, new KeyValuePair<string, object?>("fault", fault));

    /// <summary>The scheduler stood still.</summary>
    public void Stalled() => _stalls.Add(1);

    /// <summary>A recount of revenue found a difference.</summary>
    public void RevenueDiffers(string check) => _revenueDifferences.Add(1, new KeyValuePair<string, object?>("check", check));
}
