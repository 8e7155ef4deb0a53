using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Statements;

/// <summary>A line as the bank tells it; amounts and dates are text and are read strictly.</summary>
public sealed record BankCredit(string? Currency, string? Amount, string? Reference, string? SenderName, string? ValueDate)
{
    /// <summary>The bank's own id of the entry; without one the line is new money.</summary>
    public string? EntryId { get; init; }

    /// <summary>The account it came to, or null for the desk's account of the currency.</summary>
    public string? Account { get; init; }

    /// <summary><c>credit</c>, or <c>reversal</c> for money that the bank takes back.</summary>
    public string? Kind { get; init; }
}

/// <summary>The receipt that a line is, and what it was put on.</summary>
public sealed record StatementLineView(Guid Id, Guid? DepositId, string? DepositHumanId, bool Differs, long? TransferNumber)
{
    /// <summary>What people call the receipt.</summary>
    public required string HumanId { get; init; }

    /// <summary>Where it stands.</summary>
    public required ReceiptStatus Status { get; init; }

    /// <summary>What was told otherwise the first time, in words; null when nothing was.</summary>
    public string? Conflict { get; init; }
}

/// <summary>Takes the lines of the desk's bank statement.</summary>
public sealed class StatementDesk(DeskTransaction transaction)
{
    private const int TextLengthMax = 200, EntryIdLengthMax = 100;

    private static readonly Actor Feed = Actor.System("bank_feed");

    /// <summary>Takes a line as money and puts it on the record that waits for it.</summary>
    public Task<Result<StatementLineView>> ReceiveAsync(BankCredit credit, CancellationToken cancellation) =>
        transaction.RunAsAsync<StatementLineView>(Feed, new DeskCommand(null), async (work, token) =>
        {
            var read = await ReadAsync(work, credit, token);
            if (read.Failed(out var unreadable))
            {
                return unreadable;
            }
            var taken = await ReceiptIntake.TakeAsync(work, read.Value, token);
            var deposit = taken.Deposits.Count > 0 ? taken.Deposits[0] : null;
            return new StatementLineView(taken.Receipt.Id, deposit?.Id, deposit?.HumanId, deposit?.HasOpenDifference ?? false,
                taken.Transfer?.Number)
            {
                HumanId = taken.Receipt.HumanId,
                Status = taken.Receipt.Status,
                Conflict = taken.Difference,
            };
        }, cancellation);

    /// <summary>Makes receipts of the lines that were kept before there were receipts and are on no record. Answers how many.</summary>
    public async Task<int> AdoptAsync(CancellationToken cancellation)
    {
        var adopted = await transaction.RunAsAsync<Adopted>(Feed, new DeskCommand(null), async (work, token) =>
        {
            var lines = await work.Db.StatementLines.AsNoTracking().Where(row => row.DepositId == null).OrderBy(row => row.ReceivedAtUtc)
                .ThenBy(row => row.Id).ToListAsync(token);
            var keys = lines.ConvertAll(row => row.Id.ToString("N").ToUpperInvariant());
            var paid = await work.Db.MerchantTransfers.Where(row => keys.Contains(row.BankOrderId)).Select(row => row.BankOrderId)
                .ToListAsync(token);
            var kept = new List<Receipt>();
            foreach (var line in lines.Where(row => !paid.Contains(row.Id.ToString("N").ToUpperInvariant())))
            {
                var scale = await work.Db.FiatCurrencies.Where(row => row.IsoCode == line.Currency).Select(row => row.FractionDigits)
                    .FirstAsync(token);
                var taken = await ReceiptIntake.KeepAsync(work,
                    new ReceiptFacts(ReceiptSource.Bank, AccountOf(line.Currency), $"LINE-{line.Id:N}", new AssetCode(line.Currency), scale,
                    line.AmountMinor)
                {
                    Reference = line.Reference,
                    PayerName = line.SenderName,
                    OccurredAtUtc = line.ValueDate?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
                }, token);
                if (taken.Outcome == TakeOutcome.Taken)
                {
                    kept.Add(taken.Receipt);
                }
            }
            await ReceiptIntake.MatchAsync(work, kept, token);
            return new Adopted(kept.Count);
        }, cancellation);
        return adopted.IsSuccess ? adopted.Value.Count : 0;
    }

    /// <summary>What the desk's account of a currency is called where a line names none.</summary>
    internal static string AccountOf(string currency) => $"DESK-{currency}";

    private static async Task<Result<ReceiptFacts>> ReadAsync(DeskWork work, BankCredit credit, CancellationToken cancellation)
    {
        var code = credit.Currency?.Trim().ToUpperInvariant() ?? "";
        var currency = await work.Db.FiatCurrencies.AsNoTracking().FirstOrDefaultAsync(row => row.IsoCode == code, cancellation);
        if (currency is null)
        {
            return DomainError.Of(ErrorCode.CurrencyNotActive, "currency", "currency is not in the catalogue.");
        }
        if (!DecimalText.TryParse(credit.Amount, currency.FractionDigits, out var amount) || amount == 0)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "amount",
                $"amount must be plain digits above zero with at most {currency.FractionDigits} decimals.");
        }
        if (TooLong(credit) is { } text)
        {
            return text;
        }
        DateOnly? date = null;
        if (!string.IsNullOrWhiteSpace(credit.ValueDate))
        {
            if (!DateOnly.TryParseExact(credit.ValueDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "value_date", "value_date must be a date as yyyy-MM-dd.");
            }
            date = day;
        }
        if (credit.Kind is not (null or "credit" or "reversal"))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "kind", "kind must be credit or reversal.");
        }
        var isReversal = credit.Kind == "reversal";
        var account = string.IsNullOrWhiteSpace(credit.Account) ? AccountOf(code) : credit.Account.Trim();
        var entry = string.IsNullOrWhiteSpace(credit.EntryId) ? $"LINE-{work.NewId():N}" : credit.EntryId.Trim();
        // Some banks take an entry back under its own id.
        var isSameEntry = isReversal
            && await work.Db.Receipts.AnyAsync(row => row.Source == ReceiptSource.Bank && row.Account == account && row.ExternalId == entry
            && row.AmountMinor > 0, cancellation);
        return new ReceiptFacts(ReceiptSource.Bank, account, isSameEntry ? $"{entry}:reversal" : entry, currency.Code,
            currency.FractionDigits, isReversal ? -amount : amount)
        {
            Reference = credit.Reference?.Trim(),
            PayerName = credit.SenderName,
            OccurredAtUtc = date?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            ReversesExternalId = isSameEntry ? entry : null,
            Raw = System.Text.Json.JsonSerializer.Serialize(credit, DeskJson.Options),
        };
    }

    private static DomainError? TooLong(BankCredit credit) =>
        credit.Reference?.Trim().Length > TextLengthMax || credit.SenderName?.Length > TextLengthMax
        ? DomainError.Of(ErrorCode.InvalidRequest, "reference", $"reference and sender_name may have {TextLengthMax} characters at most.")
        : credit.EntryId?.Length > EntryIdLengthMax || credit.Account?.Length > EntryIdLengthMax
            ? DomainError.Of(ErrorCode.InvalidRequest, "entry_id", $"entry_id and account may have {EntryIdLengthMax} characters at most.")
            : null;

    private sealed record Adopted(int Count);
}
