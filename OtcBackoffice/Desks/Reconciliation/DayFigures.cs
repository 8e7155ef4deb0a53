using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Reconciliation;

/// <summary>Works out one day of one account from the statements and the books. Days are those of UTC.</summary>
internal sealed class DayFigures(BackofficeDbContext db, DeskAccount account, bool isDefault, DateOnly day)
{
    private const int ListMax = 200;

    private readonly DateTime _from = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
    private readonly DateTime _to = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
    private readonly List<string> _keys = KeysOf(account, isDefault);

    public int Scale { get; } = Asset.All.FirstOrDefault(asset => asset.Code.Text == account.Currency)?.Scale
        ?? StatementAmount.ScaleOf(account.Currency);

    public string Text(long minor) => DecimalText.Format(minor, Scale);

    /// <summary>What the books say; a debit is money in.</summary>
    public async Task<(long Opening, long Closing)> LedgerAsync(CancellationToken cancellation)
    {
        var postings = db.LedgerPostings.AsNoTracking().Where(row => _keys.Contains(row.AccountKey));
        var before = await postings.Where(row => db.LedgerEntries.Any(entry => entry.Id == row.EntryId && entry.AtUtc < _from))
            .SumAsync(row => row.SignedMinor, cancellation);
        var within = await postings.Where(row =>
            db.LedgerEntries.Any(entry => entry.Id == row.EntryId && entry.AtUtc >= _from && entry.AtUtc < _to))
            .SumAsync(row => row.SignedMinor, cancellation);
        return (before, checked(before + within));
    }

    /// <summary>What the outside says: the last statement that ends before the day, and the booked lines since. Of a wallet the balance as
    /// last read.</summary>
    public async Task<(long? Opening, long? Closing, long? Movement)> OutsideAsync(CancellationToken cancellation)
    {
        if (account.Kind == "wallet")
        {
            var read = await db.LiquiditySnapshots.AsNoTracking()
                .Where(row => row.Asset == account.Currency && row.AsOfUtc >= _from && row.AsOfUtc < _to
                && db.TreasuryWallets.Any(wallet => wallet.Id == row.TreasuryWalletId && wallet.Address == account.Number))
                .OrderByDescending(row => row.AsOfUtc).FirstOrDefaultAsync(cancellation);
            return (null, read?.BalanceMinor, null);
        }
        var booked = Lines();
        var anchor = await Statements().Where(row => row.ClosingMinor != null && row.ToDay != null && row.ToDay < day)
            .OrderByDescending(row => row.ToDay).ThenByDescending(row => row.Sequence).FirstOrDefaultAsync(cancellation);
        var first = anchor is null
            ? await Statements().Where(row => row.OpeningMinor != null && row.FromDay != null && row.FromDay <= day)
            .OrderBy(row => row.FromDay).ThenBy(row => row.Sequence).FirstOrDefaultAsync(cancellation) : null;
        var covered = await Statements().AnyAsync(row => row.ToDay >= day && row.FromDay <= day, cancellation);
        if (!covered || (anchor is null && first is null))
        {
            return (null, null, null);
        }
        var since = anchor?.ToDay ?? first!.FromDay!.Value.AddDays(-1);
        var start = anchor?.ClosingMinor ?? first!.OpeningMinor!.Value;
        var opening = checked(start
            + await booked.Where(line => line.BookingDate > since && line.BookingDate < day)
            .SumAsync(line => line.AmountMinor, cancellation));
        var movement = await booked.Where(line => line.BookingDate == day).SumAsync(line => line.AmountMinor, cancellation);
        return (opening, checked(opening + movement), movement);
    }

    /// <summary>Money in suspense on this account, and lines out that no entry of the day explains.</summary>
    public async Task<(List<UnmatchedOutside> Outside, List<UnmatchedLedger> Ledger)> UnmatchedAsync(DateTime now,
        CancellationToken cancellation)
    {
        var outside = (await Receipts()
            .Where(row => row.Status == ReceiptStatus.Unmatched && (row.OccurredAtUtc ?? row.ReceivedAtUtc) < _to)
            .OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id).Take(ListMax).ToListAsync(cancellation))
            .ConvertAll(row => new UnmatchedOutside(row.Id, null, DecimalText.Format(row.RemainingMinor, row.Scale),
                Age(now, row.OccurredAtUtc ?? row.ReceivedAtUtc), row.Reference ?? row.PayerName ?? row.ExternalId));
        var lines = await Lines().Where(line => line.BookingDate == day && line.ReceiptId == null && line.AmountMinor != 0)
            .OrderBy(line => line.LineNumber).Take(ListMax).ToListAsync(cancellation);
        var entries = await EntriesAsync(cancellation);
        foreach (var line in lines)
        {
            var pair = entries.FindIndex(entry => entry.Minor == line.AmountMinor);
            if (pair >= 0)
            {
                entries.RemoveAt(pair);
                continue;
            }
            outside.Add(new UnmatchedOutside(null, line.Id, Text(line.AmountMinor), Age(now, _from), line.Reference ?? line.Text));
        }
        return (outside, entries.ConvertAll(entry =>
            new UnmatchedLedger(entry.Row.Id, entry.Row.Kind, entry.Row.SubjectKind, entry.Row.SubjectId, Text(entry.Minor),
            Age(now, entry.Row.AtUtc))));
    }

    /// <summary>The records that this day's money of the account was put on.</summary>
    public async Task<List<(string Kind, Guid Id)>> RecordsAsync(CancellationToken cancellation)
    {
        var ids = Receipts().Where(row => (row.OccurredAtUtc ?? row.ReceivedAtUtc) >= _from
            && (row.OccurredAtUtc ?? row.ReceivedAtUtc) < _to).Select(row => row.Id);
        var rows = await db.ReceiptAssignments.AsNoTracking()
            .Where(row => ids.Contains(row.ReceiptId) && row.UndoneAtUtc == null && row.RecordKind != "returned" && row.RecordKind != "kept"
            && row.RecordKind != "receipt")
            .Select(row => new { row.RecordKind, row.RecordId }).Distinct().ToListAsync(cancellation);
        return rows.ConvertAll(row => (row.RecordKind, row.RecordId));
    }

    /// <summary>The records that entries of the day on this account are about, whoever posted them.</summary>
    public Task<List<Guid>> SubjectsAsync(CancellationToken cancellation) =>
        db.LedgerEntries.AsNoTracking().Where(entry => entry.AtUtc >= _from && entry.AtUtc < _to && entry.SubjectKind != "receipt"
            && db.LedgerPostings.Any(row => row.EntryId == entry.Id && _keys.Contains(row.AccountKey))).Select(entry => entry.SubjectId)
            .Distinct().ToListAsync(cancellation);

    // Entries of the day on this account that no receipt is behind: what receipts posted came from the outside itself.
    private async Task<List<(LedgerEntryRow Row, long Minor)>> EntriesAsync(CancellationToken cancellation)
    {
        var rows = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.AtUtc >= _from && entry.AtUtc < _to && entry.SubjectKind != "receipt")
            .Select(entry => new { Entry = entry,
                Minor = db.LedgerPostings.Where(row => row.EntryId == entry.Id && _keys.Contains(row.AccountKey))
                .Sum(row => row.SignedMinor) })
            .Where(row => row.Minor != 0).OrderBy(row => row.Entry.AtUtc).ThenBy(row => row.Entry.Id).Take(ListMax)
            .ToListAsync(cancellation);
        return rows.ConvertAll(row => (row.Entry, row.Minor));
    }

    private IQueryable<BankStatementRow> Statements() =>
        db.BankStatements.AsNoTracking()
        .Where(row => row.AccountId == account.Id && row.Kind == StatementKind.Booked
        && (row.Status == "continues" || row.Status == "accepted"));

    private IQueryable<StatementEntryRow> Lines() =>
        db.StatementEntries.AsNoTracking()
        .Where(line => line.AccountId == account.Id && line.Status == LineStatus.Booked
        && Statements().Any(row => row.Id == line.StatementId));

    private IQueryable<Receipt> Receipts()
    {
        var source = account.Kind switch { "bank" => ReceiptSource.Bank, "mpesa" => ReceiptSource.Mpesa, _ => ReceiptSource.Chain };
        // Money that names no account is that of the desk's first account of the currency; the till and the wallets have no other name.
        var takesNameless = isDefault || account.Kind != "bank";
        return db.Receipts.AsNoTracking()
            .Where(row => row.Source == source && row.Asset == account.Currency
            && (row.AccountId == account.Id || (row.AccountId == null && takesNameless)));
    }

    public static List<string> KeysOf(DeskAccount account, bool isDefault)
    {
        var asset = new AssetCode(account.Currency);
        return account.Kind == "wallet"
            ? [new AccountKey(AccountFamily.Treasury, asset).Text]
            : isDefault ? [new AccountKey(AccountFamily.Nostro, asset, null, account.Id).Text,
                new AccountKey(AccountFamily.Nostro, asset).Text]
            : [new AccountKey(AccountFamily.Nostro, asset, null, account.Id).Text];
    }

    private static int Age(DateTime now, DateTime since) => Math.Max(0, (int)(now - since).TotalDays);
}
