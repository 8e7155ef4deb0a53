using System.Collections.Concurrent;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>How an endpoint's lane stands on this node.</summary>
/// <param name="EndpointId">The endpoint.</param>
/// <param name="State"><c>idle</c>, <c>sending</c> or <c>resting</c> after a fault.</param>
/// <param name="Faults">How often it broke off in a row.</param>
/// <param name="LastFault">The name of the last fault, or null.</param>
/// <param name="LastFaultAtUtc">When that was.</param>
/// <param name="RestsUntilUtc">When a resting lane is started again.</param>
public sealed record WebhookLaneView(Guid EndpointId, string State, int Faults, string? LastFault, DateTime? LastFaultAtUtc,
    DateTime? RestsUntilUtc);

/// <summary>
/// Which endpoints this node is sending to, so that a slow one is never asked twice at a time and holds up nobody else. A lane
/// that breaks off is logged, counted, shown, and started again after a rest that doubles from a second to a minute.
/// </summary>
public sealed class WebhookLanes(DeskSignals signals, TimeProvider clock, JobMeters meters, ILogger<WebhookLanes> log)
{
    private const int RestSecondsMax = 60, DoublingsMax = 6;

    private readonly ConcurrentDictionary<Guid, Lane> _lanes = new();
    private long _announcedAt;

    /// <summary>How every lane stands that has run on this node.</summary>
    public IReadOnlyList<WebhookLaneView> List() => [.. _lanes.Select(lane => lane.Value.View(lane.Key, clock.UtcNowMillis()))];

    /// <summary>Ends when everything that is being sent now has been sent.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_lanes.Values.Select(lane => lane.Running));

    /// <summary>Whether what falls due later is to be announced again; twice a minute at most, because lanes announce their own.</summary>
    internal bool MayAnnounce()
    {
        var now = clock.GetTimestamp();
        var last = Interlocked.Read(ref _announcedAt);
        return (last == 0 || clock.GetElapsedTime(last, now) >= TimeSpan.FromSeconds(30)) && Interlocked.CompareExchange(ref _announcedAt,
            now, last) == last;
    }

    /// <summary>
    /// Whether a lane may be started now. One that is at it is told to look once more before it ends, so that what was
    /// committed in that moment is not left behind; one that rests is started when its rest is over.
    /// </summary>
    internal bool MayStart(Guid endpoint)
    {
        var lane = _lanes.GetOrAdd(endpoint, _ => new Lane());
        lock (lane)
        {
            lane.IsWanted = true;
            return !lane.IsSending && !(lane.RestsUntilUtc > clock.UtcNowMillis());
        }
    }

    /// <summary>Starts a lane and looks after it.</summary>
    /// <param name="endpoint">The endpoint; nothing is sent to it now.</param>
    /// <param name="run">Sends until nothing is due; answers whether the receiver fell silent instead.</param>
    /// <returns>Whether it was started; false when one is at it already.</returns>
    /// <param name="next">When the endpoint's next delivery falls due, or null; of a silent one only what lies ahead.</param>
    internal bool Start(Guid endpoint, Func<Task<bool>> run, Func<bool, Task<DateTime?>> next)
    {
        var lane = _lanes.GetOrAdd(endpoint, _ => new Lane());
        lock (lane)
        {
            if (lane.IsSending)
            {
                return false;
            }
            lane.IsSending = true;
            lane.Running = RunAsync(endpoint, lane, run, next);
            return true;
        }
    }

    /// <summary>Notes that a lane could not even be started, as if it had broken off.</summary>
    internal void Break(Guid endpoint, Exception failure) => Rest(endpoint, _lanes.GetOrAdd(endpoint, _ => new Lane()), failure);

    private async Task RunAsync(Guid endpoint, Lane lane, Func<Task<bool>> run, Func<bool, Task<DateTime?>> next)
    {
        // The caller holds the lane's lock.
        await Task.Yield();
        lane.IsWanted = false;
        try
        {
            var isSilent = await run();
            var due = await next(isSilent);
            var isWanted = lane.End() && !isSilent;
            if (due > clock.UtcNowMillis() && !isWanted)
            {
                signals.Publish([new DeskSignal(Topics.LaneDue, endpoint) { DueAtUtc = due }]);
            }
            else if (due is not null || isWanted)
            {
                signals.Publish([new DeskSignal(Topics.LaneDue, endpoint)]);
            }
        }
        catch (Exception failure)
        {
            Rest(endpoint, lane, failure);
        }
    }

    private void Rest(Guid endpoint, Lane lane, Exception failure)
    {
        int seconds;
        DateTime until;
        lock (lane)
        {
            seconds = Math.Min(RestSecondsMax, 1 << Math.Min(lane.Faults, DoublingsMax));
            until = clock.UtcNowMillis().AddSeconds(seconds);
            lane.Break(failure.GetType().Name, clock.UtcNowMillis(), until);
        }
        // What it could not give back falls due when its lease ends, and has to be announced then.
        Interlocked.Exchange(ref _announcedAt, 0);
        log.LaneFailed(failure, endpoint, lane.Faults, seconds);
        meters.LaneFailed(failure.GetType().Name);
        signals.Publish([new DeskSignal(Topics.LaneDue, endpoint) { DueAtUtc = until }]);
    }

    private sealed class Lane
    {
        private string? _lastFault;
        private DateTime? _lastFaultAtUtc;

        public Task Running { get; set; } = Task.CompletedTask;

        public bool IsSending { get; set; }

        public bool IsWanted { get; set; }

        public int Faults { get; private set; }

        public DateTime? RestsUntilUtc { get; private set; }

        public void Break(string fault, DateTime now, DateTime until) =>
            (IsSending, Faults, _lastFault, _lastFaultAtUtc, RestsUntilUtc) = (false, Faults + 1, fault, now, until);

        /// <summary>Ends without a fault; answers whether somebody asked for it meanwhile.</summary>
        public bool End()
        {
            lock (this)
            {
                (IsSending, Faults, RestsUntilUtc) = (false, 0, null);
                return IsWanted;
            }
        }

        public WebhookLaneView View(Guid endpoint, DateTime now) => new(
            endpoint, IsSending ? "sending" : RestsUntilUtc > now ? "resting" : "idle", Faults, _lastFault, _lastFaultAtUtc,
                RestsUntilUtc > now ? RestsUntilUtc : null);
    }
}

/// <summary>A lane cannot go on: what it did could not be written down.</summary>
public sealed class LaneBrokenException(string reason) : Exception(reason);
