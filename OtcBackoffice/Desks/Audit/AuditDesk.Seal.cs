using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Audit;

/// <content>Sealing and checking the chain.</content>
public sealed partial class AuditDesk
{
    private const int SealBatchMax = 1_000;

    // Rows that are sealed in one turn of the writer; commands wait behind it.
    private const int SealTurnMax = 100;

    // On a database with many writers a row may be committed after rows with higher ids were sealed. So far back the sealer
    // looks for such rows; what is left unsealed before that was slipped in.
    private const int LateRowsMax = 10_000;

    /// <summary>Chains every row that is not sealed yet, block by block, and has each block's head signed and kept.</summary>
    /// <returns>How many rows were sealed.</returns>
    public async Task<int> SealAsync(CancellationToken cancellation)
    {
        var sum = 0;
        while (true)
        {
            var rows = await UnsealedAsync(cancellation);
            foreach (var turn in rows.Chunk(SealTurnMax))
            {
                var isEnd = turn[^1].Id == rows[^1].Id;
                var sealing = await transaction.RunAsAsync<SignedHead?>(
                    Actor.System("audit_sealer"), new DeskCommand(null), (work, token) => SealTurnAsync(work, turn, isEnd, token), cancellation);
                if (!sealing.IsSuccess)
                {
                    return sum;
                }
                // After the commit: a head that was kept for a block that was never written would look like a truncated chain.
                if (sealing.Value is { } head)
                {
                    await notary.KeepAsync(await NewestHeadsAsync(head, cancellation), cancellation);
                }
                sum += turn.Length;
            }
            if (rows.Count < SealBatchMax)
            {
                return sum;
            }
        }
    }

    /// <summary>Recomputes the chain and holds it against the signed heads; names the first row that was altered. Null when all is as it
    /// was.</summary>
    public async Task<(long Count, string? Fault)> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var heads = await db.AuditCheckpoints.AsNoTracking().ToDictionaryAsync(head => head.Sequence, cancellation);
        var kept = (await notary.KeptAsync(cancellation)).GroupBy(head => head.Sequence).ToDictionary(same => same.Key,
            same => same.First());
        using var key = ECDsa.Create();
        key.ImportFromPem(notary.PublicKeyPem);
        var (previous, sequence) = (AuditChain.Genesis, 0L);
        while (true)
        {
            var after = sequence;
            var page = await db.AuditSeals.AsNoTracking().Where(seal => seal.Sequence > after).OrderBy(seal => seal.Sequence)
                .Take(SealBatchMax)
                .Select(seal => new { Seal = seal, Row = db.Audit.Where(row => row.Id == seal.AuditId).FirstOrDefault() })
                .ToListAsync(cancellation);
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
                if (HeadFault(pair.Seal, heads.GetValueOrDefault(sequence), kept.GetValueOrDefault(sequence), key) is { } fault)
                {
                    return (sequence, fault);
                }
            }
            if (page.Count < SealBatchMax)
            {
                return (sequence, await EndFaultAsync(db, sequence, kept, cancellation));
            }
        }
    }

    private async Task<IReadOnlyList<SignedHead>> NewestHeadsAsync(SignedHead head, CancellationToken cancellation)
    {
        var wanted = notary.Wanted;
        if (wanted <= 1)
        {
            return [head];
        }
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.AuditCheckpoints.AsNoTracking().OrderByDescending(row => row.Sequence).Take(wanted).ToListAsync(cancellation);
        rows.Reverse();
        return rows.ConvertAll(row => new SignedHead(row.Sequence, row.Hash, row.AtUtc, row.KeyId, row.Signature));
    }

    private static string? HeadFault(AuditSeal seal, AuditCheckpoint? head, SignedHead? kept, ECDsa key)
    {
        if (head is not null && (head.Hash != seal.Hash || !IsSigned(key, seal.Sequence, seal.Hash, head.Signature)))
        {
            return $"The head at audit seal {seal.Sequence}, row {seal.AuditId}, is not signed by this desk.";
        }
        return kept is not null && kept.Hash != seal.Hash
            ? $"Audit row {seal.AuditId} or one before it was rewritten: the head that was kept outside the database for seal "
            + $"{seal.Sequence} is another."
            : null;
    }

    /// <summary>Whether a head carries this key's signature.</summary>
    internal static bool IsSigned(ECDsa key, long sequence, string hash, string signature)
    {
        var bytes = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, bytes, out var length)
            && key.VerifyData(Encoding.UTF8.GetBytes(SignedHead.Text(sequence, hash)), bytes.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    private static async Task<string?> EndFaultAsync(BackofficeDbContext db, long sequence, Dictionary<long, SignedHead> kept,
        CancellationToken cancellation)
    {
        if (kept.Keys.Where(head => head > sequence).Order().FirstOrDefault() is var cut and > 0)
        {
            return $"Audit seal {sequence + 1} is missing: the chain once reached seal {cut}.";
        }
        var last = await db.AuditSeals.AsNoTracking().Where(seal => seal.Sequence == sequence).Select(seal => seal.AuditId)
            .FirstOrDefaultAsync(cancellation);
        var floor = last - LateRowsMax;
        var slipped = await db.Audit.AsNoTracking().Where(row => row.Id < floor && !db.AuditSeals.Any(seal => seal.AuditId == row.Id))
            .Select(row => row.Id).FirstOrDefaultAsync(cancellation);
        return slipped > 0 ? $"Audit row {slipped} stands long before the last seal and was never sealed." : null;
    }

    // Looked for outside the writer, where nobody waits for it: rows of the record never change, so they are the same inside.
    private async Task<List<AuditRow>> UnsealedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var floor = (await db.AuditSeals.OrderByDescending(seal => seal.Sequence).Select(seal => (long?)seal.AuditId)
            .FirstOrDefaultAsync(cancellation) ?? 0) - LateRowsMax;
        return await db.Audit.AsNoTracking().Where(row => row.Id > floor && !db.AuditSeals.Any(seal => seal.AuditId == row.Id))
            .OrderBy(row => row.Id).Take(SealBatchMax).ToListAsync(cancellation);
    }

    // Two sealers at once meet at the sequence, which is unique; the later one finds nothing of its own left.
    private async Task<Result<SignedHead?>> SealTurnAsync(DeskWork work, AuditRow[] rows, bool isEnd, CancellationToken cancellation)
    {
        var last = await work.Session.ReadAsync("SELECT sequence, hash FROM audit_seals ORDER BY sequence DESC LIMIT 1",
            row => (row.GetInt64(0), row.GetString(1)), cancellation);
        var (sequence, hash) = last.Count == 0 ? (0, AuditChain.Genesis) : last[0];
        foreach (var row in rows)
        {
            hash = AuditChain.Hash(hash, row);
            work.Session.Queue("INSERT INTO audit_seals (sequence, audit_id, hash, sealed_at_utc) VALUES (@p0, @p1, @p2, @p3)", ++sequence,
                row.Id, hash, work.Now);
        }
        if (!isEnd)
        {
            return (SignedHead?)null;
        }
        var head = new SignedHead(sequence, hash, work.Now, notary.KeyId, notary.Sign(SignedHead.Text(sequence, hash)));
        work.Session.Queue(
            "INSERT INTO audit_checkpoints (sequence, hash, at_utc, key_id, signature) VALUES (@p0, @p1, @p2, @p3, @p4)",
            head.Sequence, head.Hash, head.AtUtc, head.KeyId, head.Signature);
        return head;
    }
}
