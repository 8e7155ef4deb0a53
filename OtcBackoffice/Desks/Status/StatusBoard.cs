using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Desks.Status;

/// <summary>
/// The status page's copy of everything, in memory and in a file: whoever reads it asks no database, so it answers while there
/// is none. It is made anew after each probe and after each word about an incident.
/// </summary>
public sealed class StatusBoard(IDbContextFactory<BackofficeDbContext> contexts, IStatusCopy copy, TimeProvider clock)
{
    private const int Days = 90, DaysShort = 30, IncidentsMax = 50, PartlyDown = 2;
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(3);

    private volatile StatusSnapshot? _current;

    /// <summary>What is known now. A copy that nobody has renewed for three minutes says so by its time.</summary>
    public StatusSnapshot Current => _current ??= FromCopy() ?? Nothing();

    /// <summary>Makes the copy anew from the database.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var shown = (await IncidentReading.ReadAsync(db, db.StatusIncidents.Where(row => row.PublishedAtUtc != null),
            new PageAsk(1, IncidentsMax), cancellation)).Rows;
        var (pauses, incidents) = (shown.Where(one => one.IsMaintenance).ToList(), shown.Where(one => !one.IsMaintenance).ToList());
        var components = await ComponentsAsync(db, now, incidents, pauses, cancellation);
        Keep(new StatusSnapshot(StatusSnapshot.Worst(components), components, incidents,
            [.. pauses.Where(one => one.EndsAtUtc > now && one.IsOpen)], now));
    }

    /// <summary>Says what is known without a database: that there is none, and what was known before.</summary>
    public void DatabaseLost()
    {
        var before = Current;
        var components = before.Components.Select(one => one.Name == StatusComponents.Database
            ? one with { State = ComponentState.MajorOutage }
            : StatusComponents.Surfaces.Contains(one.Name) ? one with { State = ComponentState.PartialOutage } : one).ToList();
        Keep(before with { Components = components, State = StatusSnapshot.Worst(components), UpdatedAtUtc = clock.UtcNowMillis() });
    }

    /// <summary>Whether nobody has measured for a while.</summary>
    public bool IsStale(StatusSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return clock.UtcNowMillis() - snapshot.UpdatedAtUtc > Stale;
    }

    private void Keep(StatusSnapshot snapshot)
    {
        _current = snapshot;
        copy.Write(JsonSerializer.SerializeToUtf8Bytes(snapshot, DeskJson.Options));
    }

    private StatusSnapshot? FromCopy()
    {
        try
        {
            return copy.Read() is { } kept ? JsonSerializer.Deserialize<StatusSnapshot>(kept, DeskJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private StatusSnapshot Nothing() => new(ComponentState.Operational,
        [.. StatusComponents.All.Select(one => new ComponentView(one.Name, one.Title, ComponentState.Operational, null, null, []))], [], [],
            clock.UtcNowMillis());

    private static async Task<List<ComponentView>> ComponentsAsync(
        BackofficeDbContext db, DateTime now, IReadOnlyList<IncidentView> incidents, IReadOnlyList<IncidentView> pauses,
        CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(now);
        var oldest = today.AddDays(1 - Days);
        var begin = today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var minute = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        var folded = (await db.ProbeDays.Where(row => row.Day >= oldest && row.Day < today).ToListAsync(cancellation))
            .ToLookup(row => row.Component);
        var firsts = await db.ProbeDays.GroupBy(row => row.Component)
            .Select(rows => new { rows.Key, First = rows.Min(row => row.FirstMinuteUtc) })
            .ToDictionaryAsync(one => one.Key, one => one.First, cancellation);
        var sums = (await db.ProbeMinutes.Where(row => row.MinuteUtc >= begin).GroupBy(row => row.Component).Select(rows => new
        {
            rows.Key,
            Up = rows.Count(row => row.Severity < PartlyDown),
            Slow = rows.Count(row => row.Severity == 1),
            First = rows.Min(row => row.MinuteUtc),
            Last = rows.Max(row => row.MinuteUtc),
        }).ToListAsync(cancellation)).ToDictionary(one => one.Key);
        var latest = (await db.ProbeMinutes.Where(row => row.MinuteUtc >= minute.AddMinutes(-1)).OrderBy(row => row.MinuteUtc)
            .ToListAsync(cancellation)).ToLookup(row => row.Component);
        var views = new List<ComponentView>();
        foreach (var part in StatusComponents.All)
        {
            var sum = sums.GetValueOrDefault(part.Name);
            var first = firsts.TryGetValue(part.Name, out var known) ? known : sum?.First;
            var until = sum?.Last == minute ? minute.AddMinutes(1) : minute;
            var days = first is { } start ? DaysOf(folded[part.Name], start, until, oldest, today, (sum?.Up ?? 0, sum?.Slow ?? 0)) : [];
            var severity = latest[part.Name].LastOrDefault()?.Severity ?? (first is null ? 0 : (int)ComponentState.MajorOutage);
            views.Add(new ComponentView(part.Name, part.Title, StateOf(part.Name, (ComponentState)severity, now, incidents, pauses),
                Uptime.Percent(days.Where(day => day.Day > today.AddDays(-DaysShort))), Uptime.Percent(days), days));
        }
        return views;
    }

    private static List<DayOfProbes> DaysOf(IEnumerable<ProbeDay> folded, DateTime first, DateTime until, DateOnly oldest, DateOnly today,
        (int Up, int Slow) now)
    {
        var known = folded.ToDictionary(row => row.Day);
        var days = new List<DayOfProbes>();
        for (var day = oldest; day <= today; day = day.AddDays(1))
        {
            var expected = Uptime.Expected(day, first, until);
            var (up, slow) = day == today ? now : known.TryGetValue(day, out var row) ? (row.UpMinutes, row.SlowMinutes) : (0, 0);
            if (expected > 0)
            {
                days.Add(new DayOfProbes(day, up, slow, expected));
            }
        }
        return days;
    }

    // What people say about a part that a probe finds well counts as well: callers may see what no probe does.
    private static ComponentState StateOf(string name, ComponentState measured, DateTime now, IReadOnlyList<IncidentView> incidents,
        IReadOnlyList<IncidentView> pauses)
    {
        if (pauses.Any(one => one.IsOpen && one.StartsAtUtc <= now && one.EndsAtUtc > now && one.Components.Contains(name)))
        {
            return ComponentState.Maintenance;
        }
        var told = incidents.Where(one => one.IsOpen && one.Components.Contains(name)).Select(one => IncidentLifecycle.StateOf(one.Impact))
            .DefaultIfEmpty(ComponentState.Operational).Max();
        return told > measured ? told : measured;
    }
}
