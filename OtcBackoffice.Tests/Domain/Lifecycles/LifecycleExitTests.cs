using System.Reflection;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Orders;
using OtcBackoffice.Domain.Payments;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Domain.Statements;
using OtcBackoffice.Domain.Status;
using OtcBackoffice.Domain.Treasury;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Tests.Domain.Lifecycles;

/// <summary>
/// From every status of every kind of record a way leads to an end, by steps that somebody of two persons, or a job within a day, can
/// take: each step names the desk's method, and a method that is gone fails here.
/// </summary>
public sealed class LifecycleExitTests
{
    [Fact]
    public void A_deposit_has_a_way_out() => Walk(DepositLifecycle.Table, [DepositStatus.Rejected, DepositStatus.Credited,
        DepositStatus.Abandoned], new()
    {
        [DepositAction.Abandon] = "DepositDesk.AbandonAsync", [DepositAction.Reject] = "DepositDesk.RejectAsync",
            [DepositAction.UnconfirmAndReject] = "DepositDesk.UnconfirmAsync",
    });

    [Fact]
    public void A_withdrawal_has_a_way_out() => Walk(WithdrawalLifecycle.Table, [WithdrawalStatus.Completed, WithdrawalStatus.Rejected,
        WithdrawalStatus.Failed], new()
    {
        [WithdrawalAction.Reject] = "WithdrawalDesk.RejectAsync", [WithdrawalAction.Fail] = "WithdrawalDesk.FailAsync",
    });

    [Fact]
    public void A_proposal_has_a_way_out() => Walk(Proposal.Lifecycle, [ProposalStatus.Executed, ProposalStatus.Rejected,
        ProposalStatus.Invalidated, ProposalStatus.Voided], new()
    {
        [ProposalAction.Invalidate] = "DepositDesk.UnconfirmAsync", [ProposalAction.Void] = "TreasuryDesk.VoidAsync",
    });

    [Fact]
    public void A_transfer_has_a_way_out() => Walk(Transfer.Lifecycle, [TransferStatus.Final, TransferStatus.Failed,
        TransferStatus.Voided], new()
    {
        [TransferAction.Void] = "TreasuryDesk.VoidAsync", [TransferAction.Fail] = "SettlementDesk.SendAsync",
    });

    [Fact]
    public void An_exchange_has_a_way_out() => Walk(
        ExchangeLifecycle.Table, [ExchangeStatus.Completed, ExchangeStatus.Rejected, ExchangeStatus.Cancelled, ExchangeStatus.Expired,
            ExchangeStatus.Failed], new()
        {
            [ExchangeAction.Expire] = "ExchangeSettlement.ExpireDueAsync", [ExchangeAction.BookDebit] = "ExchangeDesk.ConfirmAsync",
                [ExchangeAction.Reject] = "ExchangeDesk.RejectAsync",
            [ExchangeAction.Resume] = "ExchangeSettlement.SendAsync", [ExchangeAction.Complete] = "ExchangeSettlement.WatchAsync",
                [ExchangeAction.Fail] = "ExchangeSettlement.SendAsync",
        });

    [Fact]
    public void A_block_trade_has_a_way_out() => Walk(BlockOrderLifecycle.Table, [BlockOrderStatus.Released, BlockOrderStatus.Canceled,
        BlockOrderStatus.RejectedBySelf], new()
    {
        [BlockOrderAction.Cancel] = "BlockTradeDesk.CancelAsync", [BlockOrderAction.OpenPayment] = "BlockTradeDesk.ApproveAsync",
    });

    [Fact]
    public void A_receipt_has_a_way_out() => Walk(ReceiptLifecycle.Table, [ReceiptStatus.Matched, ReceiptStatus.Returned,
        ReceiptStatus.Kept], new()
    {
        [ReceiptAction.Return] = "ReceiptDesk.DecideAsync",
    });

    [Fact]
    public void An_order_has_a_way_out() => Walk(
        OrderLifecycle.Table, [OrderStatus.Reconciled, OrderStatus.Rejected, OrderStatus.Cancelled, OrderStatus.Expired,
            OrderStatus.Failed], new()
        {
            // An order is told by its record, and signed off with its days.
            [OrderAction.Reject] = "DepositDesk.RejectAsync", [OrderAction.Reconcile] = "ReconciliationDesk.SignOffAsync",
        });

    [Fact]
    public void An_incident_has_a_way_out() => Walk(IncidentLifecycle.Table, [IncidentState.Resolved, IncidentState.Postmortem], new()
    {
        [IncidentAction.Resolve] = "IncidentDesk.UpdateAsync",
    });

    [Fact]
    public void A_request_for_access_has_a_way_out() => Walk(AccessRequestLifecycle.Table, [AccessRequestStatus.Approved,
        AccessRequestStatus.Denied], new()
    {
        [AccessRequestAction.Deny] = "AccessDesk.DenyAsync",
    });

    [Fact]
    public void A_gateway_payment_has_a_way_out() => Walk(
        GatewayPaymentLifecycle.Table,
        [GatewayPaymentStatus.Completed, GatewayPaymentStatus.PartiallyCompleted, GatewayPaymentStatus.Failed,
            GatewayPaymentStatus.Expired], new()
        {
            [GatewayPaymentAction.Expire] = "GatewayWatch.KeepTimeAsync", [GatewayPaymentAction.CloseShort] = "GatewayWatch.KeepTimeAsync",
            [GatewayPaymentAction.Unsee] = "GatewayWatch.WatchAsync", [GatewayPaymentAction.Confirm] = "GatewayWatch.WatchAsync",
                [GatewayPaymentAction.Complete] = "GatewayWatch.WatchAsync",
        });

    [Fact]
    public void A_gateway_withdrawal_has_a_way_out() => Walk(
        GatewayWithdrawalLifecycle.Table, [GatewayWithdrawalStatus.Completed, GatewayWithdrawalStatus.Failed,
            GatewayWithdrawalStatus.Cancelled], new()
        {
            [GatewayWithdrawalAction.Reject] = "GatewayWithdrawalDesk.RejectAsync",
                [GatewayWithdrawalAction.Fail] = "GatewaySettlement.SendAsync",
            [GatewayWithdrawalAction.Complete] = "GatewaySettlement.WatchAsync",
        });

    [Fact]
    public void A_gateway_batch_has_a_way_out() => Walk(GatewayBatchLifecycle.Table, [GatewayBatchStatus.Approved,
        GatewayBatchStatus.Rejected, GatewayBatchStatus.Failed], new()
    {
        [GatewayBatchAction.Close] = "GatewayBatchDesk.RunAsync", [GatewayBatchAction.Reject] = "GatewayBatchDesk.RejectAsync",
    });

    [Fact]
    public void A_gateway_transfer_has_a_way_out() => Walk(GatewayTransferLifecycle.Table, [GatewayTransferStatus.Completed,
        GatewayTransferStatus.Failed], new()
    {
        [GatewayTransferAction.Complete] = "GatewayWalletDesk.BookAsync",
    });

    [Fact]
    public void A_gateway_refund_has_a_way_out() => Walk(GatewayRefundLifecycle.Table, [GatewayRefundStatus.Completed,
        GatewayRefundStatus.Failed], new()
    {
        [GatewayRefundAction.Send] = "GatewaySettlement.SendAsync", [GatewayRefundAction.Complete] = "GatewaySettlement.WatchAsync",
    });

    [Fact]
    public void A_table_without_a_way_out_is_found()
    {
        var stuck = new TransitionTable<AccessRequestStatus, AccessRequestAction>("stuck", (AccessRequestStatus.Waiting,
            AccessRequestAction.Approve, AccessRequestStatus.Approved));
        Assert.Equal([AccessRequestStatus.Waiting], Stuck(stuck, [AccessRequestStatus.Denied, AccessRequestStatus.Approved],
            [AccessRequestAction.Deny]));
    }

    [Fact]
    public void An_approval_has_a_way_out() => Walk(ApprovalLifecycle.Table, [ApprovalStatus.Approved, ApprovalStatus.Rejected,
        ApprovalStatus.Stale, ApprovalStatus.Expired, ApprovalStatus.CalledOff], new()
    {
        [ApprovalAction.Reject] = "ApprovalDesk.RejectAsync", [ApprovalAction.CallOff] = "ApprovalDesk.CallOffAsync",
    });

    [Fact]
    public void An_import_has_a_way_out() => Walk(ImportLifecycle.Table, [ImportStatus.Done, ImportStatus.Refused,
        ImportStatus.Cancelled], new()
    {
        [ImportAction.Cancel] = "StatementImportDesk.CancelAsync",
    });

    [Fact]
    public void A_screening_case_has_a_way_out() => Walk(ScreeningLifecycle.Table, [ScreeningCaseStatus.Released,
        ScreeningCaseStatus.Refused], new()
    {
        [ScreeningCaseAction.Refuse] = "ScreeningDesk.RefuseAsync",
    });

    [Fact]
    public void A_verification_has_a_way_out() => Walk(VerificationLifecycle.Table, [VerificationStatus.Active,
        VerificationStatus.Failed], new()
    {
        [VerificationAction.Refuse] = "PaymentDesk.DecideSubMerchantAsync",
    });

    [Fact]
    public void A_delivery_has_a_way_out() => Walk(DeliveryLifecycle.Table, [DeliveryStatus.Delivered, DeliveryStatus.Dead], new()
    {
        [DeliveryAction.GiveUp] = "WebhookDispatch.StartAsync",
    });

    private static void Walk<TStatus, TAction>(TransitionTable<TStatus, TAction> table, TStatus[] ends, Dictionary<TAction, string> doors)
        where TStatus : struct, Enum
        where TAction : struct, Enum
    {
        Assert.All(doors.Values, AssertThere);
        Assert.Empty(Stuck(table, ends, doors.Keys));
    }

    private static List<TStatus> Stuck<TStatus, TAction>(TransitionTable<TStatus, TAction> table, TStatus[] ends,
        IReadOnlyCollection<TAction> doors)
        where TStatus : struct, Enum
        where TAction : struct, Enum
    {
        var reached = new HashSet<TStatus>(ends);
        while (table.Moves.Where(move => doors.Contains(move.Action) && reached.Contains(move.To)).Any(move => reached.Add(move.From)))
        {
        }
        return [.. Enum.GetValues<TStatus>().Where(status => !reached.Contains(status))];
    }

    private static void AssertThere(string door)
    {
        var (type, method) = door.Split('.') is [var desk, var name] ? (desk, name) : throw new ArgumentException(door, nameof(door));
        var found = typeof(BackofficeDatabase).Assembly.GetTypes().Where(one =>
            one.Name == type && one.Namespace!.StartsWith("OtcBackoffice.Desks", StringComparison.Ordinal))
            .SelectMany(one => one.GetMethods(BindingFlags.Public | BindingFlags.Instance));
        Assert.True(found.Any(one => one.Name == method), $"{door} is no method of a desk; the way out that the test knows is gone.");
    }
}
