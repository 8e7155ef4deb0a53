using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Domain.Orders;

/// <summary>
/// What every record of every surface is called as an order. Drafts, priced deposits and quotes are no orders yet. A block
/// trade is settled when it is released (60 on the wire of specification 001) and cancelled at 70.
/// </summary>
public static class OrderMap
{
    private static readonly Dictionary<(string Kind, string Status), OrderStatus> Known = Build();

    /// <summary>The kinds of record that are orders.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Known.Keys.Select(key => key.Kind).Distinct()];

    /// <summary>The order's status, or null while the record is no order, or is none at all.</summary>
    /// <param name="kind">The kind's name, as audit actions begin with it.</param>
    /// <param name="status">The record's own status in snake case; null of a record that is only being made.</param>
    public static OrderStatus? Of(string kind, string? status) =>
        status is not null && Known.TryGetValue((kind, status), out var known) ? known : null;

    private static Dictionary<(string Kind, string Status), OrderStatus> Build()
    {
        var map = new Dictionary<(string, string), OrderStatus>();
        Add(map, Deposit.Kind.Name, (DepositStatus.Pending, OrderStatus.Pending), (DepositStatus.Confirmed, OrderStatus.Verified),
            (DepositStatus.Credited, OrderStatus.Settled), (DepositStatus.Rejected, OrderStatus.Rejected));
        Add(map, Withdrawal.Kind.Name, (WithdrawalStatus.Pending, OrderStatus.Pending), (WithdrawalStatus.Approved, OrderStatus.Verified),
            (WithdrawalStatus.Executing, OrderStatus.Verified), (WithdrawalStatus.Completed, OrderStatus.Settled),
            (WithdrawalStatus.Rejected, OrderStatus.Rejected), (WithdrawalStatus.Failed, OrderStatus.Failed));
        Add(map, ExchangeOrder.Kind.Name, (ExchangeStatus.DebitPending, OrderStatus.Pending),
            (ExchangeStatus.PendingApproval, OrderStatus.Pending),
            (ExchangeStatus.Executing, OrderStatus.Verified), (ExchangeStatus.OutcomeUnknown, OrderStatus.Verified),
            (ExchangeStatus.Completed, OrderStatus.Settled), (ExchangeStatus.Rejected, OrderStatus.Rejected),
            (ExchangeStatus.Cancelled, OrderStatus.Cancelled), (ExchangeStatus.Expired, OrderStatus.Expired),
                (ExchangeStatus.Failed, OrderStatus.Failed));
        Add(map, BlockOrder.Kind.Name, (BlockOrderStatus.Pending, OrderStatus.Pending), (BlockOrderStatus.Approved, OrderStatus.Pending),
            (BlockOrderStatus.DocumentsPending, OrderStatus.Pending), (BlockOrderStatus.PaymentPending, OrderStatus.Pending),
            (BlockOrderStatus.Paid, OrderStatus.Verified), (BlockOrderStatus.Released, OrderStatus.Settled),
            (BlockOrderStatus.Canceled, OrderStatus.Cancelled), (BlockOrderStatus.RejectedBySelf, OrderStatus.Rejected));
        Add(map, GatewayPayment.Kind.Name, (GatewayPaymentStatus.Waiting, OrderStatus.Pending),
            (GatewayPaymentStatus.PartiallyPaid, OrderStatus.Pending),
            (GatewayPaymentStatus.Confirming, OrderStatus.Pending), (GatewayPaymentStatus.Confirmed, OrderStatus.Verified),
            (GatewayPaymentStatus.Completed, OrderStatus.Settled), (GatewayPaymentStatus.PartiallyCompleted, OrderStatus.Settled),
            (GatewayPaymentStatus.Failed, OrderStatus.Failed), (GatewayPaymentStatus.Expired, OrderStatus.Expired));
        Add(map, GatewayWithdrawal.Kind.Name, (GatewayWithdrawalStatus.Pending, OrderStatus.Pending),
            (GatewayWithdrawalStatus.Processing, OrderStatus.Verified), (GatewayWithdrawalStatus.Completed, OrderStatus.Settled),
            (GatewayWithdrawalStatus.Failed, OrderStatus.Failed), (GatewayWithdrawalStatus.Cancelled, OrderStatus.Cancelled));
        return map;
    }

    private static void Add<T>(Dictionary<(string, string), OrderStatus> map, string kind, params (T Own, OrderStatus Order)[] pairs)
        where T : struct, Enum
    {
        foreach (var (own, order) in pairs)
        {
            map[(kind, Names.Snake(own))] = order;
        }
    }
}
