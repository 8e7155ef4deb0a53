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
/// Hands booked lines on as money: first every line becomes a receipt in suspense, batch by batch, then the import is matched as a
/// whole. A batch that is refused, as while the books are halted, is tried again at the next run.
/// </summary>
internal sealed partial class StatementReceipts(DeskTransaction transaction, BackofficeDatabase database,
    StatementMatching matching)
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
        var (total, last) = (0, new Place(0, 0));
        while (true)
        {
            var after = last;
            var batch = await transaction.RunAsAsync<HandedOn>(Importer, new DeskCommand(null),
                (work, token) => KeepAsync(work, importId, after, token), cancellation);
            if (!batch.IsSuccess)
            {
                return total;
            }
            (total, last) = (total + batch.Value.Lines, batch.Value.Last);
            if (batch.Value.Lines < BatchLines)
            {
                break;
            }
        }
        await matching.RunAsync(importId, cancellation);
        return total;
    }

    // The lines behind a place, in their order: what was handed on is not passed over again and again.
    private static async Task<Result<HandedOn>> KeepAsync(DeskWork work, Guid importId, Place after, CancellationToken cancellation)
    {
        var statements = await work.Db.BankStatements.AsNoTracking().Where(row => row.ImportId == importId && row.Ordinal >= after.Ordinal)
            .OrderBy(row => row.Ordinal).ToListAsync(cancellation);
        var lines = new List<StatementEntryRow>(BatchLines);
        foreach (var statement in statements)
        {
            var from = statement.Ordinal == after.Ordinal ? after.LineNumber : 0;
            lines.AddRange(await Open(work.Db, importId).Where(line => line.StatementId == statement.Id && line.LineNumber > from
                && line.ReceiptId == null && (line.AmountMinor > 0 || (line.IsReversal && line.AmountMinor < 0)))
                .OrderBy(line => line.LineNumber).Take(BatchLines - lines.Count).ToListAsync(cancellation));
            if (lines.Count == BatchLines)
            {
                break;
            }
        }
        if (lines.Count == 0)
        {
            return new HandedOn(0, after);
        }
        var accounts = await AccountsAsync(work.Db, cancellation);
        var numbers = statements.ToDictionary(row => row.Id, row => row.Number ?? row.BankId ?? "");
        var told = await ToldAsync(work.Db, accounts, lines, cancellation);
        var fresh = new List<(StatementEntryRow Line, ReceiptFacts Facts)>(lines.Count);
        foreach (var line in lines)
        {
            var account = accounts[line.AccountId];
            (line.ReceiptId, var isAnothers) = told.Take(SourceOf(account.Account), account.Names, line);
            var facts = Facts(account.Account, line, numbers[line.StatementId]);
            if (line.ReceiptId is null && facts.Source == ReceiptSource.Bank)
            {
                fresh.Add((line, isAnothers ? facts with { ExternalId = line.Identity } : facts));
            }
            else if (line.ReceiptId is null)
            {
                line.ReceiptId = (await ReceiptIntake.KeepAsync(work, facts, cancellation)).Receipt.Id;
            }
        }
        var taken = await ReceiptIntake.KeepLinesAsync(work, fresh.ConvertAll(one => one.Facts), cancellation);
        for (var index = 0; index < fresh.Count; index++)
        {
            fresh[index].Line.ReceiptId = taken[index].Receipt.Id;
        }
        return new HandedOn(lines.Count, new Place(statements.First(row => row.Id == lines[^1].StatementId).Ordinal, lines[^1].LineNumber));
    }

    // Only what is booked in a statement that goes on, or that a person accepted, is money.
    internal static IQueryable<StatementEntryRow> Open(BackofficeDbContext db, Guid importId) =>
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
    private static async Task<ToldBefore> ToldAsync(BackofficeDbContext db,
        Dictionary<Guid, (DeskAccount Account, IReadOnlyList<string> Names)> accounts, List<StatementEntryRow> lines,
        CancellationToken cancellation)
    {
        var references = lines.Select(line => line.BankReference).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (references.Count == 0)
        {
            return new ToldBefore([], []);
        }
        var names = lines.Select(line => line.AccountId).Distinct().SelectMany(id => accounts[id].Names).Distinct(StringComparer.Ordinal)
            .ToList();
        var told = await db.Receipts.AsNoTracking().Where(row => references.Contains(row.ExternalId) && names.Contains(row.Account))
            .OrderBy(row => row.Number).ToListAsync(cancellation);
        var ids = told.ConvertAll(row => (Guid?)row.Id);
        return new ToldBefore(told, [.. await db.StatementEntries.AsNoTracking().Where(line => ids.Contains(line.ReceiptId))
            .Select(line => line.ReceiptId!.Value).ToListAsync(cancellation)]);
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

    private sealed record HandedOn(int Lines, Place Last);

    private sealed record Place(int Ordinal, int LineNumber);

    // Each telling stands for one line.
    private sealed class ToldBefore(List<Receipt> receipts, HashSet<Guid> taken)
    {
        public (Guid? Receipt, bool IsAnothers) Take(ReceiptSource source, IReadOnlyList<string> names, StatementEntryRow line)
        {
            var told = line.BankReference is null ? null : receipts.Find(row => row.Source == source
                && row.ExternalId == line.BankReference && names.Contains(row.Account) && row.Asset == line.Currency);
            if (told is null)
            {
                return (null, false);
            }
            var isAnothers = source != ReceiptSource.Mpesa && taken.Contains(told.Id);
            if (isAnothers || told.AmountMinor != line.AmountMinor)
            {
                return (null, isAnothers);
            }
            taken.Add(told.Id);
            return (told.Id, false);
        }
    }
}
