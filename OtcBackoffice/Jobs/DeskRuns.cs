using System.Globalization;
using Hangfire;
using OtcBackoffice.Desks.Jobs;

namespace OtcBackoffice.Jobs;

/// <summary>
/// What stored runs call. A run names its job and nothing else of the product, so that no class but this one may not be
/// renamed: its name and its methods stand in every stored run, and a test holds them. A run that fails is not repeated by
/// the scheduler: the rows are the promise, and the next tick or the sweep finds them.
/// </summary>
public sealed class DeskRuns(JobBoard board, ISoleRuns sole, HeldRuns held, ILogger<DeskRuns> log)
{
    /// <summary>One tick of a recurring job. Where a run is still under way, here or on another node, this tick is left out.</summary>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    [JobDisplayName("{0}")]
    public async Task RunAsync(string name, CancellationToken cancellation)
    {
        await using var only = await sole.TryEnterAsync(name, cancellation);
        // A long run, such as one that a commit started, must not keep the scheduler's few workers waiting at its door.
        if (only is not null && IsKnown(name))
        {
            await board.TryRunAsync(name, cancellation);
        }
    }

    /// <summary>A run that was scheduled for the moment at which something falls due.</summary>
    /// <param name="name">The job.</param>
    /// <param name="subject">What falls due: a webhook endpoint's id, or empty.</param>
    /// <param name="dueAtUtc">The moment by the product's own clock, as a round-trip text.</param>
    /// <param name="cancellation">Ends the run when the process stops.</param>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    [JobDisplayName("{0} {1} due {2}")]
    public async Task RunDueAsync(string name, string subject, string dueAtUtc, CancellationToken cancellation)
    {
        held.Forget(HeldRuns.Key(name, subject), DateTime.Parse(dueAtUtc, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
        if (IsKnown(name))
        {
            await board.RunAsync(name, cancellation);
        }
    }

    // A node of another version may have stored a job that this one does not have.
    private bool IsKnown(string name)
    {
        var isKnown = board.Jobs.Any(job => job.Name == name);
        if (!isKnown)
        {
            log.JobUnknown(name);
        }
        return isKnown;
    }
}
