using OtcBackoffice.Data.Nodes;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>
/// Keeps a row for everybody who looks at a record on this node, and reads those of the other nodes. A row lives for fifteen
/// seconds and is renewed every five, so that what a dead node left is soon gone.
/// </summary>
public sealed partial class PresenceKeeper(
    NodeWire wire, Presence presence, DeskSignals signals, SignalRelay relay, NodeSelf self, ILogger<PresenceKeeper> log)
    : BackgroundService
{
    private const long LivesMs = 15_000;

    private const string WriteSql = "WITH gone AS (DELETE FROM presences WHERE node = $1 AND seat <> ALL($2)) "
        + "INSERT INTO presences (seat, node, record_id, person_id, name, sat_down_at_utc, until_utc) "
        + "SELECT s.seat, $1, s.record, s.person, s.name, " + Fence.DatabaseNow + ", " + Fence.DatabaseNow + " + $6 "
        + "FROM unnest($2, $3, $4, $5) AS s (seat, record, person, name) "
        + "ON CONFLICT (seat) DO UPDATE SET record_id = excluded.record_id, person_id = excluded.person_id, name = excluded.name, "
        + "until_utc = excluded.until_utc";

    private const string ReadSql = "SELECT seat, record_id, person_id, name FROM presences WHERE node <> $1 AND until_utc > "
        + Fence.DatabaseNow + " ORDER BY sat_down_at_utc, seat";

    private static readonly TimeSpan Renewing = TimeSpan.FromSeconds(5), Gathering = TimeSpan.FromMilliseconds(25);

    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _changed = [];
    private readonly SemaphoreSlim _wake = new(0, 1);
    private bool _hasRows;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        presence.Keeper = OnChange;
        using var listening = signals.Listen(OnSignal);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await _wake.WaitAsync(Renewing, stoppingToken))
            {
                await Task.Delay(Gathering, TimeProvider.System, stoppingToken);
            }
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotKept(log, fault);
            }
        }
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        List<Guid> changed;
        lock (_gate)
        {
            changed = [.. _changed];
            _changed.Clear();
        }
        var here = presence.Here;
        if (here.Count > 0 || _hasRows)
        {
            await wire.WriteAsync(WriteSql, cancellation, self.Instance, here.Select(one => one.Seat).ToArray(),
                here.Select(one => one.Record).ToArray(), here.Select(one => one.Person).ToArray(),
                here.Select(one => one.Name).ToArray(), LivesMs);
            _hasRows = here.Count > 0;
        }
        if (changed.Count > 0)
        {
            relay.Carry(changed.ConvertAll(record => new DeskSignal(Topics.Presence, record)));
        }
        // Nobody here asks who looks at anything.
        presence.SetElsewhere(here.Count == 0 ? [] : await wire.ReadAsync(
            ReadSql, row => new Seated(row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3)), cancellation, self.Instance));
    }

    private void OnChange(Guid record)
    {
        lock (_gate)
        {
            _changed.Add(record);
        }
        Wake();
    }

    private void OnSignal(DeskSignal signal)
    {
        if (signal is { Topic: Topics.Presence, IsFromAfar: true })
        {
            Wake();
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    [LoggerMessage(EventId = 1841, Level = LogLevel.Warning,
        Message = "Who looks at what could not be told to the other nodes; it is in a moment.")]
    private static partial void LogNotKept(ILogger log, Exception fault);
}
