using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Platform;

/// <summary>An event with its place in the sequence; <paramref name="Envelope"/> is the body that deliveries carry.</summary>
public sealed record PlatformEvent(Guid Id, long Sequence, JsonElement Envelope);

/// <summary>Everything that was told of the caller's orders in the last thirty days, so that nobody depends on deliveries alone.</summary>
public sealed class EventQueries(DeskGate gate, BackofficeDatabase database, PlatformCursors cursors, TimeProvider clock)
{
    /// <summary>The events of this surface (specification 000, Event callbacks).</summary>
    public static IReadOnlyList<string> Types => OrderTrail.Types;

    private const string List = "events";

    // Numbers are handed out before a transaction commits, so on a database with many writers a lower one may appear late.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30), Settled = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A page of events, oldest first. The cursor of a page that holds events goes on behind its last one, also at the end of what
    /// there is; of an empty page it is null.
    /// </summary>
    public async Task<Result<Page<PlatformEvent>>> ListAsync(string? type, Guid? orderId, string? after, int limit,
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.OrderOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var credential = reading.Actor.Actor.CredentialId ?? Guid.Empty;
        var place = cursors.Read(List, credential, after);
        if (place.Failed(out var foreign))
        {
            return foreign with { Field = "after", Message = foreign.Message.Replace("The cursor", "after", StringComparison.Ordinal) };
        }
        var (now, from) = (clock.UtcNowMillis(), place.Value is { } edge ? long.Parse(edge, CultureInfo.InvariantCulture) : 0);
        var (merchant, since, types) = (reading.Actor.MerchantId ?? Guid.Empty, now - Kept, type is null ? OrderTrail.Types : [type]);
        var rows = reading.Db.Outbox.AsNoTracking()
            .Where(row => row.MerchantId == merchant && row.Id > from && row.CreatedAtUtc >= since && types.Contains(row.Type));
        rows = orderId is { } order ? rows.Where(row => row.SubjectId == order) : rows;
        if (database.Provider == DatabaseProvider.PostgreSql)
        {
            var until = now - Settled;
            rows = rows.Where(row => row.CreatedAtUtc <= until);
        }
        var found = await rows.OrderBy(row => row.Id).Take(limit).Select(row => new { row.Id, row.MessageId, row.Payload })
            .ToListAsync(cancellation);
        return new Page<PlatformEvent>(
            found.ConvertAll(row => new PlatformEvent(row.MessageId, row.Id, JsonSerializer.Deserialize<JsonElement>(row.Payload))),
            found.Count == 0 ? null : cursors.Write(List, credential, found[^1].Id.ToString(CultureInfo.InvariantCulture)));
    }
}
