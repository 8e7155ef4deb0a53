using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>
/// Money that came to the address of a payment. A final one is a receipt like any other money from outside, put on its payment;
/// what the payment makes of it is its own rule, and what fits no open payment opens an exception.
/// </summary>
internal static class GatewayIntake
{
    /// <summary>What an assignment of a receipt to a payment is called.</summary>
    public const string TargetKind = "gateway_payment";

    /// <summary>The addresses that are watched on a network.</summary>
    public static Task<List<string>> AddressesAsync(BackofficeDbContext db, string network, DateTime now, CancellationToken cancellation)
    {
        var assets = AssetsOn(network);
        return db.GatewayPayments.AsNoTracking().Where(row => assets.Contains(row.Asset) && row.WatchedUntilUtc > now)
            .Select(row => row.Address).Distinct().ToListAsync(cancellation);
    }

    /// <summary>The networks on which something is watched.</summary>
    public static async Task<List<string>> NetworksAsync(BackofficeDbContext db, DateTime now, CancellationToken cancellation)
    {
        var assets = await db.GatewayPayments.AsNoTracking().Where(row => row.WatchedUntilUtc > now).Select(row => row.Asset).Distinct()
            .ToListAsync(cancellation);
        return [.. assets.Select(asset => Asset.ByCode(asset).Network.Code).Distinct()];
    }

    /// <summary>Takes a final transfer; false when it is to no payment of ours, or is known.</summary>
    public static async Task<bool> TakeAsync(DeskWork work, Network network, ChainTransfer transfer, GatewaySight sight, bool isRefused,
        CancellationToken cancellation)
    {
        var assets = AssetsOn(network.Code);
        var payment = await work.Db.GatewayPayments.Where(row => row.Address == transfer.ToAddress && assets.Contains(row.Asset))
            .OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellation);
        if (payment is null || Asset.Find(transfer.Asset, network.Code) is not { } asset || transfer.Scale != asset.Scale
            || transfer.AmountMinor <= 0)
        {
            return false;
        }
        var facts = new ReceiptFacts(ReceiptSource.Gateway, network.Code, $"{transfer.TxHash}:{transfer.LogIndex}", asset.Code, asset.Scale,
            transfer.AmountMinor)
        {
            PayerAccount = transfer.FromAddress,
            Reference = payment.HumanId,
            Raw = JsonSerializer.Serialize(transfer, DeskJson.Options),
        };
        var target = new ReceiptTarget(TargetKind, payment.Id, payment.HumanId, payment.MerchantId,
            GatewayJournal.Clearing(asset.Code.Text, payment.MerchantId, payment.Id));
        var taken = await ReceiptIntake.TakeForAsync(work, facts, target, cancellation);
        if (taken.Outcome != TakeOutcome.Taken)
        {
            return false;
        }
        await FinalAsync(work, payment, asset, transfer, sight, isRefused, cancellation);
        return true;
    }

    /// <summary>Holds what the chain shows beside what is known: parts that vanished go, new ones come, and the payment moves.</summary>
    public static async Task<bool> LookAsync(DeskWork work, Guid paymentId, IReadOnlyList<ChainTransfer> shown, GatewaySight sight,
        CancellationToken cancellation)
    {
        var payment = await work.Db.GatewayPayments.FirstAsync(row => row.Id == paymentId, cancellation);
        var parts = await PartsAsync(work, payment.Id, cancellation);
        var hasChanged = false;
        foreach (var part in parts.Where(part => !part.IsFinal).ToList())
        {
            if (!shown.Any(one => one.TxHash == part.TxHash && SymbolOf(part) == one.Asset))
            {
                work.Db.GatewayPaymentParts.Remove(part);
                parts.Remove(part);
                hasChanged = true;
            }
        }
        foreach (var group in shown.GroupBy(one => (one.TxHash, one.Asset)))
        {
            if (Asset.Find(group.Key.Asset, payment.Coin.Asset.Network.Code) is not { } asset)
            {
                continue;
            }
            var part = parts.Find(one => one.TxHash == group.Key.TxHash && one.Asset == asset.Code.Text);
            if (part is null)
            {
                part = NewPart(work, payment, asset, group.Key.TxHash, sight);
                parts.Add(part);
            }
            if (!part.IsFinal)
            {
                var first = group.First();
                var now = (group.Sum(one => one.AmountMinor), first.BlockNumber, (int)first.BlockDepth);
                hasChanged |= now != (part.AmountMinor, part.BlockNumber, part.BlockDepth);
                (part.AmountMinor, part.BlockNumber, part.BlockDepth) = now;
            }
        }
        if (hasChanged)
        {
            await MoveAsync(work, payment, parts, sight, cancellation);
        }
        return hasChanged;
    }

    /// <summary>The parts of a payment, oldest first.</summary>
    public static async Task<List<GatewayPaymentPart>> PartsAsync(DeskWork work, Guid paymentId, CancellationToken cancellation)
    {
        var kept = await work.Db.GatewayPaymentParts.Where(row => row.PaymentId == paymentId).ToListAsync(cancellation);
        return [.. kept.Union(work.Db.GatewayPaymentParts.Local.Where(row => row.PaymentId == paymentId)).OrderBy(part => part.SeenAtUtc)
            .ThenBy(part => part.Id)];
    }

    private static async Task FinalAsync(DeskWork work, GatewayPayment payment, Asset asset, ChainTransfer transfer, GatewaySight sight,
        bool isRefused,
        CancellationToken cancellation)
    {
        var parts = await PartsAsync(work, payment.Id, cancellation);
        var part = parts.Find(one => one.TxHash == transfer.TxHash && one.Asset == asset.Code.Text);
        if (part is null)
        {
            part = NewPart(work, payment, asset, transfer.TxHash, sight);
            parts.Add(part);
        }
        // Of several transfers in one transaction the first is not yet the whole that was seen.
        part.FinalMinor = checked(part.FinalMinor + transfer.AmountMinor);
        part.AmountMinor = Math.Max(part.AmountMinor, part.FinalMinor);
        (part.BlockNumber, part.BlockDepth, part.IsFinal) = (transfer.BlockNumber, (int)transfer.BlockDepth, true);
        await GatewayKeyDesk.PaidAsync(work, payment, cancellation);
        if (isRefused)
        {
            part.IsRefused = true;
            await GatewayExceptions.OpenAsync(work, payment, GatewayExceptionReason.RefusedByScreening, part.Asset, transfer.AmountMinor,
                part.RateText, cancellation);
            RecordTrail.Record(work, payment, "receive_refused", payment.StatusName, null,
                new { transfer.TxHash, part.Asset, Amount = asset.Format(transfer.AmountMinor) });
            await MoveAsync(work, payment, parts, sight, cancellation);
            return;
        }
        if (part.Asset != payment.Asset)
        {
            await GatewayExceptions.OpenAsync(work, payment, GatewayExceptionReason.WrongAsset, part.Asset, transfer.AmountMinor,
                part.RateText, cancellation);
            RecordTrail.Record(work, payment, "receive_wrong_asset", payment.StatusName, null,
                new { transfer.TxHash, part.Asset, Amount = asset.Format(transfer.AmountMinor) });
            return;
        }
        await MoveAsync(work, payment, parts, sight, cancellation, transfer.AmountMinor);
    }

    /// <summary>Moves a payment by what its parts say now, tells every status that it passes, and credits what is whole.</summary>
    /// <param name="work">The command.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="sight">The market, and where the desk is reached.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="finalMinor">What just became final, for a payment that is over.</param>
    public static async Task MoveAsync(
        DeskWork work, GatewayPayment payment, List<GatewayPaymentPart> parts, GatewaySight sight, CancellationToken cancellation,
        long finalMinor = 0)
    {
        var own = parts.Where(part => part.Asset == payment.Asset && part.BlockNumber is not null && !part.IsRefused).ToList();
        var wasOpen = payment.IsOpen;
        var from = payment.StatusName;
        var passed = payment.Look(new PaymentSight(own.Sum(part => part.AmountMinor), own.Sum(part => part.FinalMinor)), sight.Rate,
            work.Now);
        await LeaveAsync(work, payment, parts, from, passed, sight, cancellation);
        if (passed.Contains(GatewayPaymentStatus.Completed))
        {
            await CreditAsync(work, payment, cancellation);
            await GiveWayAsync(work, payment, sight, cancellation);
        }
        if (passed.Contains(GatewayPaymentStatus.PartiallyCompleted))
        {
            await GatewayExceptions.OpenAsync(work, payment, GatewayExceptionReason.Underpaid, payment.Asset,
                payment.FinalMinor - payment.SettledMinor,
                payment.Rate.ToString(), cancellation);
        }
        if (!wasOpen && finalMinor > 0)
        {
            await LateAsync(work, payment, parts, finalMinor, sight, cancellation);
        }
    }

    /// <summary>Writes down and tells the statuses that a payment passed, each from the one before.</summary>
    public static async Task LeaveAsync(DeskWork work, GatewayPayment payment, IReadOnlyList<GatewayPaymentPart> parts, string from,
        IReadOnlyList<GatewayPaymentStatus> passed, GatewaySight sight, CancellationToken cancellation)
    {
        RecordTrail.Record(work, payment, "look", from, null, new { payment.SeenMinor, payment.FinalMinor });
        foreach (var status in passed)
        {
            var name = Domain.Lifecycles.Names.Snake(status);
            await GatewayTrail.TellAsync(work, payment, parts, name, from, sight.Origin, cancellation);
            from = name;
        }
        if (passed.Contains(GatewayPaymentStatus.Completed)
            && await work.Db.GatewayTenants.AnyAsync(row => row.MerchantId == payment.MerchantId && row.LegacyEvents, cancellation))
        {
            await GatewayTrail.TellAsync(work, payment, parts, payment.StatusName, from, sight.Origin, cancellation,
                GatewayTrail.LegacyEvent);
        }
    }

    private static async Task CreditAsync(DeskWork work, GatewayPayment payment, CancellationToken cancellation)
    {
        // What went back is settled and counts for nothing else; what an officer accepted before is credited already.
        var counted = payment.FinalMinor - payment.ReturnedMinor;
        var due = Math.Min(counted, payment.PayMinor) - (payment.SettledMinor - payment.ReturnedMinor);
        var extra = counted - payment.PayMinor;
        // Less than the wire can say is nothing that anybody could decide about; it goes with the fee.
        var dust = extra > 0 && extra < payment.Coin.StepMinor ? extra : 0;
        Credit(work, payment, payment.Id, payment.Asset, due + dust);
        if (extra > dust)
        {
            await GatewayExceptions.OpenAsync(work, payment, GatewayExceptionReason.Overpaid, payment.Asset, extra, payment.Rate.ToString(),
                cancellation);
        }
    }

    /// <summary>Credits an amount that came, less the fee.</summary>
    public static void Credit(DeskWork work, GatewayPayment payment, Guid subjectId, string asset, long minor)
    {
        var fee = payment.FeeOf(minor);
        work.Post(GatewayJournal.Credited(payment, subjectId, asset, minor, fee));
        GatewayTrail.History(work, GatewayHistoryTypes.Payment, payment.MerchantId, payment.WalletId, asset, minor, subjectId,
            payment.Id.ToString());
        GatewayTrail.History(work, GatewayHistoryTypes.PaymentFee, payment.MerchantId, payment.WalletId, asset, -fee, subjectId,
            payment.Id.ToString());
        payment.Settle(minor, work.Now);
    }

    // One order is paid once: the other payments of it that still wait can not be paid any more.
    private static async Task GiveWayAsync(DeskWork work, GatewayPayment paid, GatewaySight sight, CancellationToken cancellation)
    {
        if (paid.OrderId is not { } order)
        {
            return;
        }
        var others = await work.Db.GatewayPayments.Where(row => row.MerchantId == paid.MerchantId && row.OrderId == order
            && row.Id != paid.Id
            && row.Status == GatewayPaymentStatus.Waiting).ToListAsync(cancellation);
        foreach (var other in others)
        {
            var from = other.StatusName;
            if (other.GiveWay(work.Now))
            {
                await LeaveAsync(work, other, [], from, [other.Status], sight, cancellation);
            }
        }
    }

    // It came when nothing was to be paid any more: the status stays, the money waits for a decision, and the tenant hears of it.
    private static async Task LateAsync(
        DeskWork work, GatewayPayment payment, List<GatewayPaymentPart> parts, long minor, GatewaySight sight,
        CancellationToken cancellation)
    {
        var isPaid = payment.Status == GatewayPaymentStatus.Completed
            || (payment.OrderId is { } order && await work.Db.GatewayPayments.AnyAsync(
            row => row.MerchantId == payment.MerchantId && row.OrderId == order && row.Id != payment.Id
                && row.Status == GatewayPaymentStatus.Completed, cancellation));
        var reason = isPaid ? GatewayExceptionReason.Duplicate : GatewayExceptionReason.PaidLate;
        await GatewayExceptions.OpenAsync(work, payment, reason, payment.Asset, minor, sight.Rate?.ToString(), cancellation);
        await GatewayTrail.TellAsync(work, payment, parts, payment.StatusName, payment.StatusName, sight.Origin, cancellation);
    }

    private static GatewayPaymentPart NewPart(DeskWork work, GatewayPayment payment, Asset asset, string hash, GatewaySight sight)
    {
        var part = new GatewayPaymentPart
        {
            Id = work.NewId(),
            PaymentId = payment.Id,
            Network = asset.Network.Code,
            TxHash = hash,
            Asset = asset.Code.Text,
            IsInTime = payment.IsOpen,
            SeenAtUtc = work.Now,
            RateText = sight.Rate?.ToString(),
        };
        work.Db.GatewayPaymentParts.Add(part);
        return part;
    }

    private static string SymbolOf(GatewayPaymentPart part) => Asset.ByCode(part.Asset).Symbol;

    internal static List<string> AssetsOn(string network) =>
        [.. GatewayCoin.All.Where(coin => coin.Asset.Network.Code == network).Select(coin => coin.Asset.Code.Text)];
}

/// <summary>What a look at a payment goes by beside the chain.</summary>
/// <param name="Rate">Coins per US dollar now, or null when none is known.</param>
/// <param name="Origin">Where the desk is reached.</param>
internal sealed record GatewaySight(Rate? Rate, Uri Origin);
