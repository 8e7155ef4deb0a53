using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Records;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>A record of any kind, as far as notes, followers and snoozes need to know it.</summary>
/// <param name="Id">The record.</param>
/// <param name="Number">What people call it.</param>
/// <param name="Status">Its status in snake case.</param>
/// <param name="MerchantId">Whose it is, or null.</param>
internal sealed record WorkRecord(Guid Id, string Number, string Status, Guid? MerchantId)
{
    /// <summary>Who works on it, and until when.</summary>
    public Claim Claimed { get; init; }
}

/// <summary>What one kind of record allows.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Read">Who may see it, and follow it.</param>
/// <param name="Decide">Who may write notes on it and put it aside.</param>
/// <param name="Page">The address of its pages, which ends with the id.</param>
/// <param name="Open">The statuses in which somebody has to do something.</param>
internal sealed record WorkKind(RecordKind Kind, Permission Read, Permission Decide, string Page, IReadOnlyList<string> Open);

/// <summary>The kinds of record that the workspace knows, and how one is found.</summary>
internal static class RecordBook
{
    /// <summary>The kinds by the name that begins their audit actions.</summary>
    public static IReadOnlyDictionary<string, WorkKind> Kinds { get; } = new WorkKind[]
    {
        new(Deposit.Kind, Permission.DepositReadAll, Permission.DepositDecide, "/deposits/", Words(DepositStatus.Pending,
            DepositStatus.Confirmed)),
        new(Withdrawal.Kind, Permission.WithdrawalRead, Permission.WithdrawalDecide, "/withdrawals/",
            Words(WithdrawalStatus.Pending, WithdrawalStatus.Approved, WithdrawalStatus.Executing)),
        new(ExchangeOrder.Kind, Permission.ExchangeRead, Permission.ExchangeDecide, "/exchanges/",
            Words(ExchangeStatus.DebitPending, ExchangeStatus.PendingApproval, ExchangeStatus.Requoted)),
        new(BlockOrder.Kind, Permission.BlockTradeRead, Permission.BlockTradeDecide, "/block-trades/",
            Words(BlockOrderStatus.Pending, BlockOrderStatus.Approved, BlockOrderStatus.DocumentsPending, BlockOrderStatus.PaymentPending,
                BlockOrderStatus.Paid)),
        new(Receipt.Kind, Permission.ReceiptRead, Permission.ReceiptDecide, "/unmatched/", Words(ReceiptStatus.Unmatched)),
        new(GatewayWithdrawal.Kind, Permission.GatewayRead, Permission.GatewayDecide, "/gateway-withdrawals/",
            Words(GatewayWithdrawalStatus.Pending)),
    }.ToDictionary(one => one.Kind.Name, StringComparer.Ordinal);

    /// <summary>The page of a record.</summary>
    public static string HrefOf(string kind, Guid id) => Kinds.TryGetValue(kind, out var known) ? $"{known.Page}{id}" : "/";

    /// <summary>The record, or null.</summary>
    public static async Task<WorkRecord?> FindAsync(BackofficeDbContext db, string kind, Guid id, CancellationToken cancellation) =>
        kind switch
    {
        "deposit" => Of(await db.Deposits.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation)),
        "withdrawal" => Of(await db.Withdrawals.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation)),
        "exchange" => Of(await db.Exchanges.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation)),
        "block_trade" => Of(await db.BlockOrders.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation)),
        "receipt" => Of(await db.Receipts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation)),
        "gateway_withdrawal" => Of(await db.GatewayWithdrawals.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation)),
        _ => null,
    };

    private static WorkRecord? Of(IRecord? record) => record is null ? null
        : new WorkRecord(record.Id, record.HumanId, record.StatusName, record.MerchantId) { Claimed = record is IClaimed claimed
            ? claimed.Claimed : Claim.None };

    private static string[] Words<T>(params T[] statuses)
        where T : struct, Enum => [.. statuses.Select(Names.Snake)];
}
