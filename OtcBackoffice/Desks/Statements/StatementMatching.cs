using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Statements;

/// <summary>
/// Matches the receipts of an import: decided in one pass over all of them, so that two equal lines give neither and their order does
/// not matter, and then done a few at a time, so that nobody at the desk waits for a long file. The decision is a row for each receipt
/// before the first is done; a crash goes on where it broke off.
/// </summary>
internal sealed class StatementMatching(DeskTransaction transaction, BackofficeDatabase database)
{
    private const int StepLines = 100, PlanLines = 1_000;

    private static readonly Actor Importer = Actor.System("statement_importer");

    /// <summary>Matches an import whose lines are all receipts; false when it is to be tried again, as while the books are
    /// halted.</summary>
    public async Task<bool> RunAsync(Guid importId, CancellationToken cancellation)
    {
        await using (var db = database.CreateDbContext())
        {
            var import = await db.StatementImports.AsNoTracking().FirstOrDefaultAsync(row => row.Id == importId, cancellation);
            if (import is null)
            {
                return false;
            }
            if (import.PlannedAtUtc is null && !(await PutFirstAsync(db, importId, cancellation)
                && await PlanAsync(db, importId, cancellation)))
            {
                return false;
            }
        }
        while (true)
        {
            var step = await DoAsync(work => StepAsync(work, importId, cancellation), cancellation);
            if (step is not { } done)
            {
                return false;
            }
            if (done < StepLines)
            {
                break;
            }
        }
        return await DoAsync(work => EndAsync(work, importId, cancellation), cancellation) is not null;
    }

    // What takes earlier money back, and what the desk's own numbers name, comes before what merchants declared.
    private async Task<bool> PutFirstAsync(BackofficeDbContext db, Guid importId, CancellationToken cancellation)
    {
        var reversals = await Waiting(db, importId).Where(row => row.AmountMinor < 0).OrderBy(row => row.Number).Select(row => row.Id)
            .ToListAsync(cancellation);
        foreach (var chunk in reversals.Chunk(StepLines))
        {
            if (await EachAsync(chunk, (work, receipt) => ReceiptReversals.MatchAsync(work, receipt, null, cancellation), cancellation)
                is null)
            {
                return false;
            }
        }
        var references = new List<(Guid Id, string Reference)>();
        await foreach (var row in Waiting(db, importId).Where(row => row.AmountMinor > 0 && row.Reference != null)
            .OrderBy(row => row.Number).Select(row => new { row.Id, row.Reference }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            references.Add((row.Id, row.Reference!));
        }
        foreach (var chunk in (await BlockReceipts.NamingAsync(db, references, cancellation)).Chunk(StepLines))
        {
            if (await EachAsync(chunk, (work, receipt) => ReceiptIntake.TransferAsync(work, receipt, cancellation), cancellation) is null)
            {
                return false;
            }
        }
        return true;
    }

    // Nothing is locked meanwhile: what changes until its turn comes is matched as if it came then.
    private async Task<bool> PlanAsync(BackofficeDbContext db, Guid importId, CancellationToken cancellation)
    {
        var lines = new List<MatchLine>();
        await foreach (var receipt in Waiting(db, importId).Where(row => row.AmountMinor > 0).OrderBy(row => row.Number)
            .AsAsyncEnumerable().WithCancellation(cancellation))
        {
            lines.Add(MatchLine.Of(receipt));
        }
        var rules = await MatchingShelf.InForceAsync(db, cancellation);
        var own = Lines(db, importId);
        var others = db.Receipts.Where(row => !own.Any(line => line.ReceiptId == row.Id));
        var decided = lines.Count == 0 ? new MatchDecisions([], [])
            : await ReceiptCandidates.DecideAsync(db, lines, others, rules, cancellation);
        var ids = lines.Select(line => line.Id).ToHashSet();
        var rows = decided.Automatic.Where(match => ids.Contains(match.LineId)).OrderBy(match => match.LineId)
            .Select(match => (match.LineId, match.Target.Id, Missing: (long?)match.Target.MissingMinor,
                Reason: ReceiptMatcher.Reason(match, rules.Version)))
            .Concat(decided.Late.Where(late => ids.Contains(late.LineId)).OrderBy(late => late.LineId)
                .SelectMany(late => late.Ended.Select(ended => (late.LineId, Id: ended, Missing: (long?)null, Reason: ""))))
            .Select((row, index) => new StatementMatchRow
            {
                ImportId = importId, Ordinal = index + 1, ReceiptId = row.LineId, RecordId = row.Id, MissingMinor = row.Missing,
                Reason = row.Reason,
            });
        if (await DoAsync(work =>
        {
            // What a broken-off pass left behind is no decision.
            work.Session.Queue("DELETE FROM statement_matches WHERE import_id = @p0", importId);
            return Task.FromResult(0);
        }, cancellation) is null)
        {
            return false;
        }
        foreach (var chunk in rows.Chunk(PlanLines))
        {
            if (await DoAsync(work => KeepAsync(work, chunk), cancellation) is null)
            {
                return false;
            }
        }
        return await DoAsync(async work =>
        {
            (await work.Db.StatementImports.FirstAsync(row => row.Id == importId, cancellation)).PlannedAtUtc = work.Now;
            return 0;
        }, cancellation) is not null;
    }

    private static Task<int> KeepAsync(DeskWork work, StatementMatchRow[] rows)
    {
        foreach (var row in rows)
        {
            work.Session.Queue("INSERT INTO statement_matches (import_id, ordinal, receipt_id, record_id, missing_minor, reason) "
                + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5)", row.ImportId, row.Ordinal, row.ReceiptId, row.RecordId, row.MissingMinor,
                row.Reason);
        }
        return Task.FromResult(rows.Length);
    }

    private static async Task<int> StepAsync(DeskWork work, Guid importId, CancellationToken cancellation)
    {
        var rows = await work.Db.StatementMatches.AsNoTracking().Where(row => row.ImportId == importId).OrderBy(row => row.Ordinal)
            .Take(StepLines).ToListAsync(cancellation);
        var ids = rows.Select(row => row.ReceiptId).Distinct().ToList();
        var receipts = await work.Db.Receipts.Where(row => ids.Contains(row.Id) && row.Status == ReceiptStatus.Unmatched)
            .ToDictionaryAsync(row => row.Id, cancellation);
        foreach (var row in rows)
        {
            if (!receipts.TryGetValue(row.ReceiptId, out var receipt) || receipt.RemainingMinor <= 0)
            {
                continue;
            }
            if (row.MissingMinor is { } missing)
            {
                await ReceiptMatcher.PutAsync(work, receipt, row.RecordId, missing, row.Reason, cancellation);
            }
            else
            {
                await ReceiptMatcher.MarkLateAsync(work, receipt, row.RecordId, cancellation);
            }
        }
        if (rows.Count > 0)
        {
            work.Session.Queue("DELETE FROM statement_matches WHERE import_id = @p0 AND ordinal <= @p1", importId, rows[^1].Ordinal);
        }
        return rows.Count;
    }

    private static async Task<int> EndAsync(DeskWork work, Guid importId, CancellationToken cancellation)
    {
        var import = await work.Db.StatementImports.FirstAsync(row => row.Id == importId, cancellation);
        import.MatchedAtUtc = work.Now;
        var receipts = await Lines(work.Db, importId).CountAsync(cancellation);
        work.Audit(new AuditNote("statement.match", "statement_import", importId) { Changes = new { Receipts = receipts } });
        work.Touch(Topics.StatementProgress, importId);
        return receipts;
    }

    private Task<int?> EachAsync(Guid[] ids, Func<DeskWork, Receipt, Task> put, CancellationToken cancellation) => DoAsync(async work =>
    {
        foreach (var receipt in await work.Db.Receipts.Where(row => ids.Contains(row.Id) && row.Status == ReceiptStatus.Unmatched)
            .OrderBy(row => row.Number).ToListAsync(cancellation))
        {
            await put(work, receipt);
        }
        return ids.Length;
    }, cancellation);

    // Null when the desk refused it: it is tried again with the next run.
    private async Task<int?> DoAsync(Func<DeskWork, Task<int>> act, CancellationToken cancellation)
    {
        var done = await transaction.RunAsAsync<Counted>(Importer, new DeskCommand(null), async (work, _) =>
            new Counted(await act(work)), cancellation);
        return done.IsSuccess ? done.Value.Count : null;
    }

    private static IQueryable<StatementEntryRow> Lines(BackofficeDbContext db, Guid importId) =>
        StatementReceipts.Open(db, importId).Where(line => line.ReceiptId != null);

    private static IQueryable<Receipt> Waiting(BackofficeDbContext db, Guid importId)
    {
        var own = Lines(db, importId);
        return db.Receipts.AsNoTracking().Where(row => row.Status == ReceiptStatus.Unmatched && own.Any(line => line.ReceiptId == row.Id));
    }

    private sealed record Counted(int Count);
}
