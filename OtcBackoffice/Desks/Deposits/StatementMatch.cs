using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>Brings lines of the bank statement and deposits together by currency and payment reference.</summary>
internal static class StatementMatch
{
    /// <summary>The deposit that a new line is for: of those that wait under its reference one of exactly its amount, or else the oldest.</summary>
    public static async Task<Deposit?> DepositForAsync(DeskWork work, StatementLine line, CancellationToken cancellation)
    {
        var waiting = await work.Db.Deposits.AsNoTracking()
            .Where(row => row.PaymentReference == line.Reference && row.FiatCurrency == line.Currency && row.Status == DepositStatus.Pending
                && row.Method == DepositMethod.Bank && row.ReceivedMinor == null)
            .OrderBy(row => row.CreatedAtUtc).Select(row => new { row.Id, row.FiatAmountMinor }).Take(50).ToListAsync(cancellation);
        var chosen = waiting.FirstOrDefault(row => row.FiatAmountMinor == line.AmountMinor) ?? waiting.FirstOrDefault();
        return chosen is null ? null : await work.FindDepositAsync(chosen.Id, cancellation);
    }

    /// <summary>Takes the line that came before its deposit was handed in, if there is one.</summary>
    public static async Task TakeWaitingAsync(DeskWork work, Deposit deposit, CancellationToken cancellation)
    {
        if (deposit.PaymentReference is not { } reference || deposit.Method != DepositMethod.Bank)
        {
            return;
        }
        var lines = await work.Db.StatementLines.Where(row => row.Reference == reference && row.Currency == deposit.FiatCurrency && row.DepositId == null)
            .OrderBy(row => row.ReceivedAtUtc).Take(50).ToListAsync(cancellation);
        // A line that is the transfer of a block trade is nobody's deposit as well.
        var keys = lines.ConvertAll(BlockReceipts.KeyOf);
        var taken = keys.Count == 0 ? [] : await work.Db.MerchantTransfers.Where(row => keys.Contains(row.BankOrderId)).Select(row => row.BankOrderId).ToListAsync(cancellation);
        lines.RemoveAll(row => taken.Contains(BlockReceipts.KeyOf(row)));
        var line = lines.Find(row => row.AmountMinor == deposit.FiatAmountMinor) ?? lines.FirstOrDefault();
        if (line is not null && deposit.Receive(line.AmountMinor, work.Now))
        {
            line.DepositId = deposit.Id;
        }
    }
}
