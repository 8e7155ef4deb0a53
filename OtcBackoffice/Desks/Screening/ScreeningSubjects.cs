using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Desks.Screening;

/// <summary>Somebody or some place that must be clear before money goes there.</summary>
/// <param name="Kind">An address or a name.</param>
/// <param name="Network">The network's canonical code; null for a name.</param>
/// <param name="Text">The canonical address, or the name.</param>
public sealed record ScreeningSubject(ScreeningSubjectKind Kind, string? Network, string Text)
{
    /// <summary>What the same subject is found by. A digest, so that no name stands in the open in the tables of screening.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}:{Network}:{Normal}")));

    private string Normal => Kind == ScreeningSubjectKind.Name ? SenderName.Key(Text) ?? Text.Trim()
        : Network == "ethereum" ? Text.ToUpperInvariant() : Text;

    /// <summary>An address.</summary>
    public static ScreeningSubject Address(string network, string address) => new(ScreeningSubjectKind.Address, network, address);

    /// <summary>A name.</summary>
    public static ScreeningSubject Name(string name) => new(ScreeningSubjectKind.Name, null, name);
}

/// <summary>The record that needs the answer.</summary>
/// <param name="Kind">What kind of record.</param>
/// <param name="Id">Which.</param>
/// <param name="Number">What people call it.</param>
public sealed record ScreenedRecord(string Kind, Guid Id, string Number)
{
    /// <summary>A transfer that came by a chain. It has no id of its own: the same transaction is the same id.</summary>
    public static ScreenedRecord OfTransfer(string network, string txHash) => new("transfer",
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{network}:{txHash}")).AsSpan(0, 16), bigEndian: true), txHash);
}

/// <summary>A record with everybody who must be clear before it is paid.</summary>
public sealed record ScreeningAsk(ScreenedRecord Record, IReadOnlyList<ScreeningSubject> Subjects);

/// <summary>Who must be clear before a record is paid, kind by kind; asked before the command and looked at inside it.</summary>
internal static class ScreeningSubjects
{
    private const int BatchMax = 10_000;

    /// <summary>A deposit pays coins to an address, for a merchant. Where none was chosen yet, it is the one that a credit would
    /// choose.</summary>
    public static async Task<ScreeningAsk?> DepositAsync(BackofficeDbContext db, Guid id, Guid? walletId, CancellationToken cancellation)
    {
        if (await db.Deposits.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation) is not { } deposit)
        {
            return null;
        }
        var address = deposit.CreditedToAddress;
        if (address is null)
        {
            var choice = await PayoutChoice.ForAsync(db, deposit.MerchantId, walletId, deposit.AssetInfo.Network.Code, cancellation);
            address = choice.IsSuccess ? choice.Value?.Address : null;
        }
        return await DepositAsync(db, deposit, address, cancellation);
    }

    /// <summary>The same of a deposit as it is inside a command.</summary>
    public static async Task<ScreeningAsk> DepositAsync(BackofficeDbContext db, Deposit deposit, string? address,
        CancellationToken cancellation) =>
        new(new ScreenedRecord("deposit", deposit.Id, deposit.HumanId),
            [.. Addresses(deposit.AssetInfo.Network.Code, address), await MerchantAsync(db, deposit.MerchantId, cancellation)]);

    /// <summary>A proposal that lacks one signature pays what its deposit pays, to the address that was proposed.</summary>
    public static async Task<ScreeningAsk?> LastSignatureAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation)
    {
        var proposal = await db.Proposals.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return proposal is null || proposal.Signatures.Count + 1 < proposal.RequiredSignatures ? null
            : await DepositAsync(db, await db.Deposits.AsNoTracking().FirstAsync(one => one.Id == proposal.DepositId, cancellation),
                proposal.ToAddress, cancellation);
    }

    /// <summary>A withdrawal pays fiat to a bank account or a phone of its merchant.</summary>
    public static async Task<ScreeningAsk?> WithdrawalAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation)
    {
        var row = await db.Withdrawals.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return row is null ? null : new ScreeningAsk(new ScreenedRecord("withdrawal", id, row.HumanId),
            [await MerchantAsync(db, row.MerchantId, cancellation), .. Names(row.PayoutBankName)]);
    }

    /// <summary>A withdrawal of the gateway sends coins to an address that the tenant named.</summary>
    public static async Task<ScreeningAsk?> GatewayWithdrawalAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation)
    {
        var row = await db.GatewayWithdrawals.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return row is null ? null : new ScreeningAsk(new ScreenedRecord("gateway_withdrawal", id, row.HumanId),
            [.. Addresses(row.Coin.Asset.Network.Code, row.Address), await MerchantAsync(db, row.MerchantId, cancellation)]);
    }

    /// <summary>A batch sends coins to all addresses of its withdrawals that wait.</summary>
    public static async Task<ScreeningAsk?> GatewayBatchAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation)
    {
        var batch = await db.GatewayBatches.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (batch is null)
        {
            return null;
        }
        var rows = await db.GatewayWithdrawals.AsNoTracking()
            .Where(one => one.BatchId == id && one.Status == GatewayWithdrawalStatus.Pending)
            .Select(one => new { one.Asset, one.Address }).Take(BatchMax).ToListAsync(cancellation);
        return new ScreeningAsk(new ScreenedRecord("gateway_batch", id, batch.HumanId),
        [
            .. rows.Select(row => ScreeningSubject.Address(GatewayCoin.Of(row.Asset).Asset.Network.Code, row.Address)).Distinct(),
            await MerchantAsync(db, batch.MerchantId, cancellation),
        ]);
    }

    /// <summary>A refund of a payment sends coins to an address that staff name.</summary>
    public static async Task<ScreeningAsk?> GatewayRefundAsync(BackofficeDbContext db, Guid paymentId, string? toAddress,
        CancellationToken cancellation)
    {
        var row = await db.GatewayPayments.AsNoTracking().FirstOrDefaultAsync(one => one.Id == paymentId, cancellation);
        return row is null ? null : new ScreeningAsk(new ScreenedRecord("gateway_payment", paymentId, row.HumanId),
            [.. Addresses(row.Coin.Asset.Network.Code, toAddress?.Trim())]);
    }

    /// <summary>A block trade pays fiat to a payee (sell) or hands coins to a customer (buy).</summary>
    public static async Task<ScreeningAsk?> BlockOrderAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation)
    {
        var row = await db.BlockOrders.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return row is null ? null : new ScreeningAsk(new ScreenedRecord("block_order", id, row.HumanId),
            [.. Names(row.SubMerchantName), .. row.Side == TradeSide.Sell ? Names(row.PayeeName) : [],
                await MerchantAsync(db, row.MerchantId, cancellation)]);
    }

    private static async Task<ScreeningSubject> MerchantAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation) =>
        ScreeningSubject.Name(await db.Merchants.Where(one => one.Id == id).Select(one => one.Name).FirstAsync(cancellation));

    private static IEnumerable<ScreeningSubject> Addresses(string network, string? address) =>
        string.IsNullOrWhiteSpace(address) ? [] : [ScreeningSubject.Address(network, address)];

    private static IEnumerable<ScreeningSubject> Names(string? name) =>
        string.IsNullOrWhiteSpace(name) ? [] : [ScreeningSubject.Name(name)];
}
