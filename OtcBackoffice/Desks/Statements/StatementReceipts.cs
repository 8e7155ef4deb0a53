using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>
/// Hands booked lines on as money: first every line becomes a receipt in suspense, batch by batch, then matching runs once over
/// the whole import, so that two equal lines give neither and the order of the lines does not matter. A batch that is refused,
/// as while the books are halted, is tried again at the next run.
/// </summary>
internal sealed partial class StatementReceipts(DeskTransaction transaction, BackofficeDatabase database)
{
    private const int BatchLines = 200;

    private static readonly Actor Importer = Actor.System("statement_importer");

    /// <summary>Hands on what waits; answers how many lines became receipts.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellation)
    {
        List<Guid> due;
        await using (var db = database.CreateDbContext())
        {
            due = await db.StatementImports.AsNoTracking().Where(row => row.Status == "done" && row.MatchedAtUtc == null)
                .OrderBy(row => row.CreatedAtUtc).Select(row => row.Id).Take(20).ToListAsync(cancellation);
        }
        var kept = 0;
        foreach (var id in due)
        {
            kept += await RunAsync(id, cancellation);
        }
        return kept;
    }

    private async Task<int> RunAsync(Guid importId, CancellationToken cancellation)
    {
        var total = 0;
        while (true)
        {
            var batch = await transaction.RunAsAsync<HandedOn>(Importer, new DeskCommand(null), (work, token) => KeepAsync(work, importId, token), cancellation);
            if (!batch.IsSuccess)
            {
                return total;
            }
            total += batch.Value.Lines;
            if (batch.Value.Lines < BatchLines)
            {
                break;
            }
        }
        await transaction.RunAsAsync<HandedOn>(Importer, new DeskCommand(null), (work, token) => MatchAsync(work, importId, token), cancellation);
        return total;
    }

    private static async Task<Result<HandedOn>> KeepAsync(DeskWork work, Guid importId, CancellationToken cancellation)
    {
        var lines = await Open(work.Db, importId)
            .Where(line => line.ReceiptId == null && (line.AmountMinor > 0 || (line.IsReversal && line.AmountMinor < 0)))
            .OrderBy(line => line.StatementId).ThenBy(line => line.LineNumber).Take(BatchLines).ToListAsync(cancellation);
        var accounts = await AccountsAsync(work.Db, cancellation);
        var numbers = await work.Db.BankStatements.AsNoTracking().Where(row => row.ImportId == importId)
            .ToDictionaryAsync(row => row.Id, row => row.Number ?? row.BankId ?? "", cancellation);
        foreach (var line in lines)
        {
            var account = accounts[line.AccountId];
            var (told, isAnothers) = await ToldAsync(work.Db, account, line, lines, cancellation);
            var facts = Facts(account.Account, line, numbers[line.StatementId]);
            line.ReceiptId = told ?? (await ReceiptIntake.KeepAsync(work, isAnothers ? facts with { ExternalId = line.Identity } : facts,
                cancellation)).Receipt.Id;
        }
        return new HandedOn(lines.Count);
    }

    private static async Task<Result<HandedOn>> MatchAsync(DeskWork work, Guid importId, CancellationToken cancellation)
    {
        var ids = Open(work.Db, importId).Where(line => line.ReceiptId != null).Select(line => line.ReceiptId!.Value);
        var receipts = await work.Db.Receipts.Where(row => ids.Contains(row.Id) && row.Status == ReceiptStatus.Unmatched)
            .OrderBy(row => row.Number).ToListAsync(cancellation);
        await ReceiptIntake.MatchAsync(work, receipts, cancellation);
        var import = await work.Db.StatementImports.FirstAsync(row => row.Id == importId, cancellation);
        import.MatchedAtUtc = work.Now;
        work.Audit(new AuditNote("statement.match", "statement_import", importId) { Changes = new { Receipts = receipts.Count } });
        work.Touch(Topics.StatementProgress, importId);
        return new HandedOn(receipts.Count);
    }

    // Only what is booked in a statement that goes on, or that a person accepted, is money.
    private static IQueryable<StatementEntryRow> Open(BackofficeDbContext db, Guid importId) =>
        db.StatementEntries.Where(line => line.Status == LineStatus.Booked
        && db.BankStatements.Any(row => row.Id == line.StatementId && row.ImportId == importId && row.Kind == StatementKind.Booked
            && (row.Status == "continues" || row.Status == "accepted")));

    private static async Task<Dictionary<Guid, (DeskAccount Account, IReadOnlyList<string> Names)>> AccountsAsync(BackofficeDbContext db,
        CancellationToken cancellation)
    {
        var rows = await db.DeskAccounts.AsNoTracking().OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        return rows.ToDictionary(row => row.Id, row => (row, (IReadOnlyList<string>)(AccountDefaults.IsDefault(rows, row)
            ? [row.Number, row.PlainNumber, StatementDesk.AccountOf(row.Currency)] : [row.Number, row.PlainNumber])));
    }

    // The bank may have told the entry before, line by line, under the account's short name; the operator of a till tells each
    // payment by itself. Where a bank gives its reference out again, what was told is the line that has it already.
    private static async Task<(Guid? Receipt, bool IsAnothers)> ToldAsync(BackofficeDbContext db,
        (DeskAccount Account, IReadOnlyList<string> Names) account, StatementEntryRow line, List<StatementEntryRow> batch,
        CancellationToken cancellation)
    {
        if (line.BankReference is not { } reference)
        {
            return (null, false);
        }
        var source = SourceOf(account.Account);
        var told = await db.Receipts.AsNoTracking().Where(row => row.Source == source && row.ExternalId == reference
            && account.Names.Contains(row.Account) && row.Asset == line.Currency).Select(row => new { row.Id, row.AmountMinor })
            .FirstOrDefaultAsync(cancellation);
        if (told is null)
        {
            return (null, false);
        }
        var isAnothers = source != ReceiptSource.Mpesa && (batch.Exists(other => other.ReceiptId == told.Id)
            || await db.StatementEntries.AnyAsync(other => other.ReceiptId == told.Id, cancellation));
        return (isAnothers || told.AmountMinor != line.AmountMinor ? null : told.Id, isAnothers);
    }

    // Receipt numbers of mobile money are never given out again, although a charge carries the number of its payment.
    private static bool IsByReference(DeskAccount account, StatementEntryRow line) =>
        line.BankReference is { } reference && (SourceOf(account) == ReceiptSource.Mpesa || line.Identity == $"r|{reference}");

    private static ReceiptSource SourceOf(DeskAccount account) => account.Kind == "mpesa" ? ReceiptSource.Mpesa : ReceiptSource.Bank;

    private static ReceiptFacts Facts(DeskAccount account, StatementEntryRow line, string statement)
    {
        // A push asks under the deposit's number, and a payment that was only asked for so far is known by it.
        var pushed = SourceOf(account) == ReceiptSource.Mpesa && Pushed().Match($"{line.Reference} {line.Text}") is { Success: true } found
            ? found.Value : null;
        return new ReceiptFacts(SourceOf(account), account.Number, IsByReference(account, line) ? line.BankReference! : line.Identity,
            new AssetCode(line.Currency), StatementAmount.ScaleOf(line.Currency), line.AmountMinor)
        {
            AccountId = account.Id,
            ProvisionalId = pushed is null ? null : $"push:{pushed}",
            PayerName = line.CounterpartyName,
            PayerAccount = line.CounterpartyAccount,
            Reference = pushed ?? line.Reference,
            OccurredAtUtc = (line.BookingDate ?? line.ValueDate)?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            Raw = Encoding.UTF8.GetString(line.Raw),
            Place = $"line {line.LineNumber} of statement {statement}",
        };
    }

    [GeneratedRegex(@"\bDEP-[0-9]{1,12}\b")]
    private static partial Regex Pushed();

    private sealed record HandedOn(int Lines);
}
