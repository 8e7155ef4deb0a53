using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Payments;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.BlockTrades;

/// <summary>
/// Fiat that a bank line brings to a sub-merchant's CLABE or CVU, or under an order's number, and fiat that goes back: each is a
/// transfer row with its journal. A line moves no order; it only makes true what the customer or the desk says of it.
/// </summary>
internal static class BlockReceipts
{
    private const int CandidatesMax = 100, ChunkSize = 500;

    private static readonly BlockOrderStatus[] Payable = [BlockOrderStatus.PaymentPending, BlockOrderStatus.Paid];

    /// <summary>The transfer that a new receipt of a bank is, or null when it is for nobody here.</summary>
    public static async Task<MerchantTransferRow?> TakeAsync(DeskWork work, Receipt line, CancellationToken cancellation)
    {
        var reference = Plain(line.Reference!);
        var named = NumberIn(reference) is { } number
            ? await work.Db.BlockOrders.FirstOrDefaultAsync(row => row.Number == number && row.Side == TradeSide.Buy && row.FiatCurrency == line.Asset, cancellation)
            : null;
        var owner = await work.Db.SubMerchants.FirstOrDefaultAsync(
            row => row.FiatCurrency == line.Asset && row.Status == VerificationStatus.Active
                && (named == null ? row.AccountNumber == reference : row.Id == named.SubMerchantId), cancellation);
        if (owner is null)
        {
            return null;
        }
        var orders = named is not null ? [named] : await work.Db.BlockOrders
            .Where(row => row.SubMerchantId == owner.Id && row.Side == TradeSide.Buy && row.FiatMinor == line.AmountMinor
                && (row.Status == BlockOrderStatus.PaymentPending || row.Status == BlockOrderStatus.Paid
                    || row.Status == BlockOrderStatus.Released || row.Status == BlockOrderStatus.Canceled))
            .OrderByDescending(row => row.CreatedAtUtc).Take(CandidatesMax).ToListAsync(cancellation);
        // Who still has to pay comes first, the oldest of them; then those whose line is late.
        foreach (var order in orders.Where(row => row.FiatMinor == line.AmountMinor).OrderByDescending(row => Payable.Contains(row.Status))
            .ThenBy(row => row.CreatedAtUtc))
        {
            if (await PayAsync(work, order, owner, line, cancellation) is { } paid)
            {
                return paid;
            }
        }
        var free = await NewAsync(work, owner, line, cancellation);
        work.Post(BlockJournal.TransferReceived(free.Id, owner, line.AmountMinor));
        Record(work, free, "receive");
        return free;
    }

    /// <summary>Which receipts name an order or an account that the desk gave out; only these can be for somebody here.</summary>
    public static async Task<List<Guid>> NamingAsync(BackofficeDbContext db, IReadOnlyList<(Guid Id, string Reference)> receipts,
        CancellationToken cancellation)
    {
        var naming = new List<Guid>();
        if (!await db.SubMerchants.AsNoTracking().AnyAsync(cancellation))
        {
            return naming;
        }
        foreach (var chunk in receipts.Select(one => (one.Id, Reference: Plain(one.Reference))).Chunk(ChunkSize))
        {
            var (texts, numbers) = (chunk.Select(one => one.Reference).Distinct().ToList(),
                chunk.Select(one => NumberIn(one.Reference)).OfType<long>().Distinct().ToList());
            var accounts = await db.SubMerchants.AsNoTracking().Where(row => texts.Contains(row.AccountNumber))
                .Select(row => row.AccountNumber).ToListAsync(cancellation);
            var orders = numbers.Count == 0 ? [] : await db.BlockOrders.AsNoTracking().Where(row => numbers.Contains(row.Number))
                .Select(row => row.Number).ToListAsync(cancellation);
            naming.AddRange(chunk.Where(one => accounts.Contains(one.Reference)
                || (NumberIn(one.Reference) is { } number && orders.Contains(number))).Select(one => one.Id));
        }
        return naming;
    }

    private static string Plain(string reference) =>
        string.Concat(reference.Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant();

    private static long? NumberIn(string plain) =>
        long.TryParse(plain.StartsWith("BLK-", StringComparison.Ordinal) ? plain.AsSpan(4) : plain, NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether the books already hold the fiat of an order.</summary>
    public static Task<bool> HasArrivedAsync(DeskWork work, BlockOrder order, CancellationToken cancellation) =>
        work.Db.MerchantTransfers.AnyAsync(
        row => row.OrderId == order.Id && row.Type == BlockTrail.Deposit && row.State == BlockTrail.Completed, cancellation);

    /// <summary>
    /// The fiat of a buy that came to nothing goes back: at once when it is there, and otherwise, when it was said to be sent,
    /// as an offline refund that is made as soon as its line comes.
    /// </summary>
    public static async Task RefundAsync(DeskWork work, BlockOrder order, CancellationToken cancellation)
    {
        var hasArrived = await HasArrivedAsync(work, order, cancellation);
        if (order.Side != TradeSide.Buy || !(hasArrived || order.PaidAtUtc is not null))
        {
            return;
        }
        var method = order.PaymentMethodNumber == 0 ? null
            : await work.Db.PaymentMethods.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Number == order.PaymentMethodNumber && row.SubMerchantId == order.SubMerchantId, cancellation);
        var fields = method is null ? [] : FieldJson.Read(method.Fields);
        var refund = await BlockTrail.PaymentAsync(work, order, fields.FirstOrDefault(field => field.IsAccount)?.Text ?? "",
            fields.FirstOrDefault(field => !field.IsAccount)?.Text ?? "", cancellation);
        (refund.Type, refund.State) = hasArrived ? (BlockTrail.OnlineRefund, BlockTrail.Completed)
            : (BlockTrail.OfflineRefund, BlockTrail.Init);
        work.Db.MerchantTransfers.Add(refund);
        if (hasArrived)
        {
            work.Post(BlockJournal.BuyRefunded(order));
        }
        Record(work, refund, "refund");
    }

    // Null when the order has its line already, or wants none.
    private static async Task<MerchantTransferRow?> PayAsync(DeskWork work, BlockOrder order, SubMerchant owner, Receipt line,
        CancellationToken cancellation)
    {
        var rows = await work.Db.MerchantTransfers.Where(row => row.OrderId == order.Id).ToListAsync(cancellation);
        var deposit = rows.Find(row => row.Type == BlockTrail.Deposit && row.State != BlockTrail.Canceled);
        if (deposit is { State: BlockTrail.Completed })
        {
            // What a release has booked on somebody's word now has its line; there is nothing left to post.
            if (order.Status != BlockOrderStatus.Released || Guid.TryParseExact(deposit.BankOrderId, "N", out _))
            {
                return null;
            }
            Complete(deposit, line, work.Now);
            Record(work, deposit, "receive");
            return deposit;
        }
        var refund = rows.Find(row => row.Type == BlockTrail.OfflineRefund && row.State == BlockTrail.Init);
        if (!Payable.Contains(order.Status) && refund is null)
        {
            return null;
        }
        if (deposit is null)
        {
            deposit = await NewAsync(work, owner, line, cancellation);
            (deposit.OrderId, deposit.OrderNumber) = (order.Id, order.Number);
        }
        Complete(deposit, line, work.Now);
        work.Post(BlockJournal.BuyReceived(order));
        Record(work, deposit, "receive");
        if (refund is not null)
        {
            (refund.State, refund.UpdatedAtUtc) = (BlockTrail.Completed, work.Now);
            work.Post(BlockJournal.BuyRefunded(order));
            Record(work, refund, "refund");
        }
        return deposit;
    }

    private static void Complete(MerchantTransferRow row, Receipt line, DateTime now) =>
        (row.State, row.UpdatedAtUtc, row.BankOrderId) = (BlockTrail.Completed, now, KeyOf(line));

    /// <summary>What a transfer calls the line that it came by.</summary>
    public static string KeyOf(Receipt line) => line.Id.ToString("N").ToUpperInvariant();

    private static async Task<MerchantTransferRow> NewAsync(DeskWork work, SubMerchant owner, Receipt line, CancellationToken cancellation)
    {
        var row = new MerchantTransferRow
        {
            Id = work.NewId(), Number = await BlockNumbers.NextAsync(work, cancellation), MerchantId = owner.MerchantId,
            SubMerchantId = owner.Id, SubMerchantNumber = owner.Number,
            SubMerchantName = owner.Name, BankOrderId = KeyOf(line), Country = owner.Country, FiatCurrency = owner.FiatCurrency,
            FiatScale = await work.Db.FiatCurrencies.Where(one => one.IsoCode == owner.FiatCurrency).Select(one => one.FractionDigits)
                .FirstAsync(cancellation), AmountMinor = line.AmountMinor,
            Type = BlockTrail.Deposit, State = BlockTrail.Completed, AccountNumber = owner.AccountNumber, BankName = BlockTrail.DeskBank,
            CreatedAtUtc = work.Now, UpdatedAtUtc = work.Now,
        };
        work.Db.MerchantTransfers.Add(row);
        return row;
    }

    private static void Record(DeskWork work, MerchantTransferRow row, string action)
    {
        work.Audit(new AuditNote($"merchant_transfer.{action}", "merchant_transfer", row.Id)
        {
            MerchantId = row.MerchantId,
            Changes = new { row.Number, row.OrderNumber, row.Type, row.State, Amount = DecimalText.Format(row.AmountMinor, row.FiatScale),
                row.FiatCurrency, row.BankOrderId },
        });
        work.Touch(Topics.BlockTrades, row.OrderId ?? row.Id);
    }
}
