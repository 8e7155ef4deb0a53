using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>A line as the bank tells it; amounts and dates are text and are read strictly.</summary>
public sealed record BankCredit(string? Currency, string? Amount, string? Reference, string? SenderName, string? ValueDate);

/// <summary>A kept line, and the deposit that it was matched to or the transfer of a block trade that it is.</summary>
public sealed record StatementLineView(Guid Id, Guid? DepositId, string? DepositHumanId, bool Differs, long? TransferNumber);

/// <summary>Takes the lines of the desk's bank statement.</summary>
public sealed class StatementDesk(DeskTransaction transaction)
{
    private const int TextLengthMax = 200;

    /// <summary>Keeps a line and matches it to the deposit that waits for it.</summary>
    public Task<Result<StatementLineView>> ReceiveAsync(BankCredit credit, CancellationToken cancellation) =>
        transaction.RunAsAsync<StatementLineView>(Actor.System("bank_feed"), new DeskCommand(null), async (work, token) =>
        {
            var read = await ReadAsync(work, credit, token);
            if (read.Failed(out var unreadable))
            {
                return unreadable;
            }
            var line = read.Value;
            // The desk gives out CLABE, CVU and order numbers itself, so no reference that a merchant chose comes before them.
            var transfer = await BlockReceipts.TakeAsync(work, line, token);
            var deposit = transfer is null ? await StatementMatch.DepositForAsync(work, line, token) : null;
            if (deposit is not null && deposit.Receive(line.AmountMinor, work.Now))
            {
                line.DepositId = deposit.Id;
                RecordTrail.Record(work, deposit, "receive", deposit.StatusName, null, new
                {
                    Received = DecimalText.Format(line.AmountMinor, deposit.FiatScale),
                    Declared = DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale),
                    line.SenderName,
                    line.ValueDate,
                });
            }
            work.Db.StatementLines.Add(line);
            work.Audit(new AuditNote("statement.receive", "statement_line", line.Id) 
            {
                MerchantId = deposit?.MerchantId ?? transfer?.MerchantId,
                Changes = new { line.Reference, credit.Amount, line.Currency, line.DepositId, Transfer = transfer?.Number },
            });
            return new StatementLineView(line.Id, line.DepositId, deposit?.HumanId, deposit?.HasOpenDifference ?? false, transfer?.Number);
        }, cancellation);

    private static async Task<Result<StatementLine>> ReadAsync(DeskWork work, BankCredit credit, CancellationToken cancellation)
    {
        var code = credit.Currency?.Trim().ToUpperInvariant() ?? "";
        var currency = await work.Db.FiatCurrencies.AsNoTracking().FirstOrDefaultAsync(row => row.IsoCode == code, cancellation);
        if (currency is null)
        {
            return DomainError.Of(ErrorCode.CurrencyNotActive, "currency", "currency is not in the catalogue.");
        }
        if (!DecimalText.TryParse(credit.Amount, currency.FractionDigits, out var amount) || amount == 0)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "amount", $"amount must be plain digits above zero with at most {currency.FractionDigits} decimals.");
        }
        if (credit.Reference?.Trim() is not { Length: > 0 and <= TextLengthMax } reference || credit.SenderName?.Length > TextLengthMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reference", $"reference must have 1 to {TextLengthMax} characters, and sender_name as many at most.");
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
        return new StatementLine
        {
            Id = work.NewId(),
            Currency = code,
            AmountMinor = amount,
            Reference = reference,
            SenderName = credit.SenderName,
            ValueDate = date,
            ReceivedAtUtc = work.Now,
        };
    }
}
