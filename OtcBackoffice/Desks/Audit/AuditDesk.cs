using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Audit;

/// <summary>One line of the audit record as it is shown.</summary>
public sealed record AuditLine(
    long Id, DateTime AtUtc, Guid ActorId, string ActorKind, string ActorName, string Action, string EntityKind, Guid EntityId, Guid? MerchantId,
    string? FromStatus, string? ToStatus, string? Reason, string? Changes, string Cause, string? Address, string? Hash);

/// <summary>How the record is cut. Actor is a user id or an e-mail, entity a record id.</summary>
public sealed record AuditFilter(string? Actor = null, Guid? EntityId = null, string? Action = null, DateTime? FromUtc = null, DateTime? ToUtc = null, long? BeforeId = null, int Size = 50);

/// <summary>Reads, seals and checks the audit record.</summary>
public sealed class AuditDesk(DeskTransaction transaction, DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts)
{
    private const int SealBatchMax = 1_000;

    /// <summary>A page of the record, newest first; the cursor is the last id seen.</summary>
    public async Task<Result<Page<AuditLine>>> ListAsync(AuditFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var opened = await gate.OpenAsync(Permission.AuditRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await NarrowAsync(reading.Db, filter, cancellation);
        var size = Math.Clamp(filter.Size, 1, 1_000);
        var page = await rows.OrderByDescending(row => row.Id).Take(size + 1)
            .Select(row => new { Row = row, Hash = reading.Db.AuditSeals.Where(seal => seal.AuditId == row.Id).Select(seal => seal.Hash).FirstOrDefault() })
            .ToListAsync(cancellation);
        var lines = page.Take(size).Select(pair => Line(pair.Row, pair.Hash)).ToList();
        return new Page<AuditLine>(lines, page.Count > size ? lines[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Chains the rows that are not sealed yet. Only rows of a few seconds' age are taken, so that none that commits late is left out of order.</summary>
    public async Task<int> SealAsync(CancellationToken cancellation)
    {
        var sealedRows = await transaction.RunAsAsync<int>(Actor.System("audit_sealer"), new DeskCommand(null), async (work, token) =>
        {
            var last = await work.Db.AuditSeals.AsNoTracking().OrderByDescending(seal => seal.Sequence).FirstOrDefaultAsync(token);
            var before = work.Now.AddSeconds(-2);
            var rows = await work.Db.Audit.AsNoTracking().Where(row => row.AtUtc <= before && !work.Db.AuditSeals.Any(seal => seal.AuditId == row.Id))
                .OrderBy(row => row.Id).Take(SealBatchMax).ToListAsync(token);
            var (sequence, hash) = (last?.Sequence ?? 0, last?.Hash ?? AuditChain.Genesis);
            foreach (var row in rows)
            {
                hash = AuditChain.Hash(hash, row);
                work.Session.Queue("INSERT INTO audit_seals (sequence, audit_id, hash, sealed_at_utc) VALUES (@p0, @p1, @p2, @p3)", ++sequence, row.Id, hash, work.Now);
            }
            return rows.Count;
        }, cancellation);
        return sealedRows.IsSuccess ? sealedRows.Value : 0;
    }

    /// <summary>Recomputes the chain; names the first row that does not hash to its seal. Null when all do.</summary>
    public async Task<(long Count, string? Fault)> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var previous = AuditChain.Genesis;
        long sequence = 0;
        while (true)
        {
            var after = sequence;
            var page = await db.AuditSeals.AsNoTracking().Where(seal => seal.Sequence > after).OrderBy(seal => seal.Sequence).Take(SealBatchMax)
                .Select(seal => new { Seal = seal, Row = db.Audit.Where(row => row.Id == seal.AuditId).FirstOrDefault() }).ToListAsync(cancellation);
            foreach (var pair in page)
            {
                sequence++;
                if (pair.Seal.Sequence != sequence)
                {
                    return (sequence, $"Audit seal {sequence} is missing.");
                }
                if (pair.Row is null || AuditChain.Hash(previous, pair.Row) != pair.Seal.Hash)
                {
                    return (sequence, $"Audit row {pair.Seal.AuditId} was altered: it does not hash to its seal {sequence}.");
                }
                previous = pair.Seal.Hash;
            }
            if (page.Count < SealBatchMax)
            {
                return (sequence, null);
            }
        }
    }

    private static async Task<IQueryable<AuditRow>> NarrowAsync(BackofficeDbContext db, AuditFilter filter, CancellationToken cancellation)
    {
        IQueryable<AuditRow> rows = db.Audit;
        if (filter.Actor is { Length: > 0 } actor)
        {
            var email = actor.ToUpperInvariant();
            var id = Guid.TryParse(actor, out var given) ? given : await db.Users.Where(user => user.NormalizedEmail == email).Select(user => user.Id).FirstOrDefaultAsync(cancellation);
            rows = rows.Where(row => row.ActorId == id);
        }
        rows = filter.EntityId is { } entity ? rows.Where(row => row.EntityId == entity) : rows;
        rows = filter.Action is { Length: > 0 } action ? rows.Where(row => row.Action == action) : rows;
        rows = filter.FromUtc is { } from ? rows.Where(row => row.AtUtc >= from) : rows;
        rows = filter.ToUtc is { } to ? rows.Where(row => row.AtUtc < to) : rows;
        return filter.BeforeId is { } before ? rows.Where(row => row.Id < before) : rows;
    }

    private static AuditLine Line(AuditRow row, string? hash) => new(
        row.Id, row.AtUtc, row.ActorId, row.ActorKind, row.ActorName, row.Action, row.EntityKind, row.EntityId, row.MerchantId, row.FromStatus, row.ToStatus,
        row.Reason, row.Changes, row.Cause, row.Address, hash);
}
