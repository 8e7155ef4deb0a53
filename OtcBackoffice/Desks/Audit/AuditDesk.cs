using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Audit;

/// <summary>One line of the audit record as it is shown.</summary>
public sealed record AuditLine(
    long Id, DateTime AtUtc, Guid ActorId, string ActorKind, string ActorName, string Action, string EntityKind, Guid EntityId,
    Guid? MerchantId,
    string? FromStatus, string? ToStatus, string? Reason, string? Changes, string Cause, string? Address, string? Hash)
{
    /// <summary>The place in the chain; null until the row is sealed.</summary>
    public long? Sequence { get; init; }

    /// <summary>The hash that this one stands on.</summary>
    public string? PreviousHash { get; init; }

    /// <summary>How often it happened within its minute; more than 1 only for refusals.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The signed head, on the last row of a sealed block.</summary>
    public string? HeadKeyId { get; init; }

    /// <inheritdoc cref="HeadKeyId"/>
    public string? HeadSignature { get; init; }
}

/// <summary>How the record is cut. Actor is an id, an e-mail or a display name, entity a record's number or id, action a whole action or a
/// part of one.</summary>
public sealed record AuditFilter(string? Actor = null, string? Entity = null, string? Action = null, DateTime? FromUtc = null,
    DateTime? ToUtc = null, long? BeforeId = null, int Size = 50, bool SealedOnly = false);

/// <summary>Reads, seals and checks the audit record.</summary>
public sealed partial class AuditDesk(DeskTransaction transaction, DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts,
    IAuditNotary notary)
{
    private const int RefusedLengthMax = 300;

    /// <summary>A page of the record, newest first; the cursor is the last id seen.</summary>
    public async Task<Result<Page<AuditLine>>> ListAsync(AuditFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var opened = await gate.OpenReportAsync(Permission.AuditRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var narrowed = await AuditSearch.NarrowAsync(reading.Db, filter, cancellation);
        if (narrowed.Failed(out var unknown))
        {
            return unknown;
        }
        var rows = narrowed.Value;
        var size = Math.Clamp(filter.Size, 1, 1_000);
        var page = await rows.OrderByDescending(row => row.Id).Take(size + 1).ToListAsync(cancellation);
        var lines = await LinesAsync(reading.Db, page.Take(size).ToList(), cancellation);
        return new Page<AuditLine>(lines,
            page.Count > size ? lines[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    /// <summary>What the record can be asked.</summary>
    public static ListRules<AuditLine> Rules => AuditList.Shape;

    /// <summary>A page of the record in any order.</summary>
    public async Task<Result<ListPage<AuditLine>>> BrowseAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenReportAsync(Permission.AuditRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var page = await AuditList.Shape.CutAsync(reading.Db.Audit, ask, new ListMoment(reading.Db, DateTime.UnixEpoch), cancellation);
        return page.With(await LinesAsync(reading.Db, page.Rows, cancellation));
    }

    /// <summary>Puts on record that somebody tried what the door does not open for them.</summary>
    /// <param name="what">The request's method and path; its query is left out, which may hold a secret.</param>
    /// <param name="cancellation">Ends the attempt early.</param>
    public async Task NoteRefusalAsync(string what, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(what);
        await transaction.RunAsync<int>(new DeskCommand(null), async (work, token) =>
        {
            var (route, subject) = (work.Actor.Actor.Route is { Length: > 0 } named ? named : what, work.Actor.Actor.Subject ?? Guid.Empty);
            if (await RefusalCounts.IsFirstAsync(work, route, subject, token))
            {
                work.Audit(new AuditNote("refused", "request",
                    subject) { Reason = what.Length <= RefusedLengthMax ? what : what[..RefusedLengthMax] });
            }
            return 0;
        }, cancellation);
    }

    /// <summary>The public key of the signed heads, as PEM.</summary>
    public async Task<Result<string>> PublicKeyAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.AuditRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        return notary.PublicKeyPem;
    }

    /// <summary>
    /// Begins an export: what was written so far is sealed first, so that every line of the file can be checked, and the
    /// export itself becomes a line of the record.
    /// </summary>
    public async Task<Result<Page<AuditLine>>> ExportAsync(AuditFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var noted = await transaction.RunAsync<int>(new DeskCommand(Permission.AuditRead), (work, _) =>
        {
            work.Audit(new AuditNote("audit.export", "audit",
                Guid.Empty) { Changes = new { filter.Actor, filter.Entity, filter.Action, filter.FromUtc, filter.ToUtc } });
            return Task.FromResult<Result<int>>(0);
        }, cancellation);
        if (noted.Failed(out var refused))
        {
            return refused;
        }
        await SealAsync(cancellation);
        return await ListAsync(filter with { SealedOnly = true }, cancellation);
    }

    private static async Task<List<AuditLine>> LinesAsync(BackofficeDbContext db, IReadOnlyList<AuditRow> rows,
        CancellationToken cancellation)
    {
        var ids = rows.Select(row => row.Id).ToList();
        var seals = await db.AuditSeals.Where(seal => ids.Contains(seal.AuditId)).ToDictionaryAsync(seal => seal.AuditId, cancellation);
        var sequences = seals.Values.Select(seal => seal.Sequence).ToList();
        var before = sequences.ConvertAll(sequence => sequence - 1);
        var previous = await db.AuditSeals.Where(seal => before.Contains(seal.Sequence))
            .ToDictionaryAsync(seal => seal.Sequence, seal => seal.Hash, cancellation);
        var heads = await db.AuditCheckpoints.Where(head => sequences.Contains(head.Sequence))
            .ToDictionaryAsync(head => head.Sequence, cancellation);
        var counts = await CountsAsync(db, rows, cancellation);
        return [.. rows.Select(row => (seals.TryGetValue(row.Id, out var seal)
            ? Line(row, seal, previous.GetValueOrDefault(seal.Sequence - 1, AuditChain.Genesis), heads.GetValueOrDefault(seal.Sequence))
            : Line(row, null, null, null)) with { Count = counts.GetValueOrDefault((row.ActorId, row.EntityId, row.AtUtc), 1) })];
    }

    private static async Task<Dictionary<(Guid, Guid, DateTime), int>> CountsAsync(BackofficeDbContext db, IReadOnlyList<AuditRow> rows,
        CancellationToken cancellation)
    {
        var refusals = rows.Where(row => row.Action == "refused").ToList();
        if (refusals.Count == 0)
        {
            return [];
        }
        var (actors, times) = (refusals.Select(row => row.ActorId).Distinct().ToList(),
            refusals.Select(row => row.AtUtc).Distinct().ToList());
        var found = await db.RefusalCounts.Where(row => actors.Contains(row.ActorId) && times.Contains(row.AtUtc))
            .ToListAsync(cancellation);
        return found.GroupBy(row => (row.ActorId, row.EntityId, row.AtUtc))
            .ToDictionary(group => group.Key, group => group.Sum(row => row.Count));
    }

    private static AuditLine Line(AuditRow row, AuditSeal? seal, string? previous, AuditCheckpoint? head) => new(
        row.Id, row.AtUtc, row.ActorId, row.ActorKind, row.ActorName, row.Action, row.EntityKind, row.EntityId, row.MerchantId,
        row.FromStatus, row.ToStatus,
        row.Reason, row.Changes, row.Cause, row.Address, seal?.Hash)
    {
        Sequence = seal?.Sequence,
        PreviousHash = previous,
        HeadKeyId = head?.KeyId,
        HeadSignature = head?.Signature,
    };
}
