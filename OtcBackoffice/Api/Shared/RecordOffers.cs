using System.Text.Json.Nodes;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Payments;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Records;
using OtcBackoffice.Domain.Statements;
using OtcBackoffice.Domain.Status;
using OtcBackoffice.Domain.Treasury;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Api.Shared;

/// <summary>What each kind of record offers to whoever works at the desk; the statuses come from the lifecycles themselves.</summary>
internal static class RecordOffers
{
    private const string Waiting = "waiting";

    /// <summary>Every kind but deposits, whose desk tries each decision on a copy.</summary>
    public static IReadOnlyList<RecordOffer> All { get; } =
    [
        new("/otc/withdrawals", "withdrawal", "withdrawals", [.. Withdrawals, .. Around(Withdrawal.Kind)]),
        new("/otc/exchanges", "exchange", "exchanges", [.. Exchanges, .. Around(ExchangeOrder.Kind)]),
        new("/block-trades", "block_trade", "block_trades", [.. BlockTrades, .. Around(BlockOrder.Kind)]),
        new("/receipts", "receipt", "receipts", [.. Receipts, .. Around(Receipt.Kind)]),
        new("/alarms", "alarm", "alarms", [new("acknowledge", null, Permission.AlarmClose,
            facts => facts.Has("acknowledged_by") ? "It was acknowledged." : null)]),
        new("/gateway/payments", "payment", "results", Exceptions),
        new("/gateway/withdrawals", "withdrawal", "results", [.. GatewayWithdrawals, .. Around(GatewayWithdrawal.Kind)]),
        new("/gateway/batches", "batch", "results",
        [
            ActionRule.Of(GatewayBatchLifecycle.Table, GatewayBatchAction.Approve, "approve", "1", Permission.GatewayDecide),
            ActionRule.Of(GatewayBatchLifecycle.Table, GatewayBatchAction.Reject, "reject", "3", Permission.GatewayDecide),
        ]),
        new("/approvals", "approval", "approvals", Approvals),
        new("/treasury/proposals", "proposal", "proposals", Proposals),
        new("/statements", "statement", "statements",
            [ActionRule.In(["does_not_continue"], "accept", null, Permission.StatementImport)]),
        new("/statements/imports", "", "imports",
            [ActionRule.Of(ImportLifecycle.Table, ImportAction.Cancel, "cancel", null, Permission.StatementImport)]),
        new("/screening/cases", "case", "cases", Cases),
        new("/access-requests", "access_request", "access_requests",
        [
            ActionRule.In([Waiting], "approve", null, Permission.AccessDecide),
            ActionRule.In([Waiting], "deny", null, Permission.AccessDecide),
        ]),
        new("/incidents", "incident", "incidents", Incidents),
        new("/payment-methods", "payment_method", "payment_methods", Verifications),
        new("/sub-merchants", "sub_merchant", "sub_merchants", Verifications),
    ];

    private static ActionRule[] Withdrawals =>
    [
        ActionRule.Of(WithdrawalLifecycle.Table, WithdrawalAction.Claim, "claim", "C", Permission.WithdrawalDecide, one => one.TakeFault()),
        ActionRule.Of(WithdrawalLifecycle.Table, WithdrawalAction.Release, "release", null, Permission.WithdrawalDecide,
            one => one.GiveFault(Permission.WithdrawalAssign)),
        ActionRule.Of(WithdrawalLifecycle.Table, WithdrawalAction.Assign, "assign", "A", Permission.WithdrawalAssign),
        ActionRule.Of(WithdrawalLifecycle.Table, WithdrawalAction.Approve, "approve", "1", Permission.WithdrawalDecide,
            one => one.HolderFault()),
        ActionRule.Of(WithdrawalLifecycle.Table, WithdrawalAction.Reject, "reject", "3", Permission.WithdrawalDecide,
            one => one.HolderFault()),
        ActionRule.Of(WithdrawalLifecycle.Table, WithdrawalAction.Execute, "execute", "4", Permission.WithdrawalPay),
        ActionRule.Of(WithdrawalLifecycle.Table, WithdrawalAction.Complete, "complete", "4", Permission.WithdrawalPay),
        ActionRule.Of(WithdrawalLifecycle.Table, WithdrawalAction.Fail, "fail", null, Permission.WithdrawalPay),
    ];

    private static ActionRule[] Exchanges =>
    [
        ActionRule.Of(ExchangeLifecycle.Table, ExchangeAction.Approve, "approve", "1", Permission.ExchangeDecide),
        ActionRule.Of(ExchangeLifecycle.Table, ExchangeAction.Requote, "requote", null, Permission.ExchangeDecide),
        ActionRule.Of(ExchangeLifecycle.Table, ExchangeAction.Reject, "reject", "3", Permission.ExchangeDecide),
    ];

    private static ActionRule[] BlockTrades =>
    [
        ActionRule.Of(BlockOrderLifecycle.Table, BlockOrderAction.Approve, "approve", "1", Permission.BlockTradeDecide),
        ActionRule.Of(BlockOrderLifecycle.Table, BlockOrderAction.RequestDocuments, "request_documents", null, Permission.BlockTradeDecide),
        ActionRule.Of(BlockOrderLifecycle.Table, BlockOrderAction.MarkPaid, "mark_paid", "1", Permission.BlockTradeDecide,
            one => one.IsOver("expires_at") ? "The time to pay has run out." : null),
        ActionRule.Of(BlockOrderLifecycle.Table, BlockOrderAction.Release, "release", "4", Permission.BlockTradeDecide),
        ActionRule.Of(BlockOrderLifecycle.Table, BlockOrderAction.Cancel, "cancel", "3", Permission.BlockTradeDecide,
            one => one is { Status: "paid" } && one.Text("side") == "sell" ? "The desk has paid it; it can only be released." : null),
    ];

    private static ActionRule[] Receipts =>
    [
        ActionRule.Of(ReceiptLifecycle.Table, ReceiptAction.Claim, "claim", "C", Permission.ReceiptDecide, one => one.TakeFault()),
        ActionRule.Of(ReceiptLifecycle.Table, ReceiptAction.Release, "release", null, Permission.ReceiptDecide,
            one => one.GiveFault(Permission.DepositAssign)),
        ActionRule.Of(ReceiptLifecycle.Table, ReceiptAction.Assign, "assign", null, Permission.ReceiptDecide, one => one.DecisionFault()),
        ActionRule.Of(ReceiptLifecycle.Table, ReceiptAction.Return, "return", null, Permission.ReceiptDecide, one => one.DecisionFault()),
        ActionRule.Of(ReceiptLifecycle.Table, ReceiptAction.Keep, "keep", null, Permission.ReceiptDecide, one => one.DecisionFault()),
        ActionRule.Of(ReceiptLifecycle.Table, ReceiptAction.Undo, "undo", null, Permission.ReceiptDecide,
            one => (one.Record["moves"] as JsonArray)?.Any(move => move?["undone_at"] is null) == true ? one.DecisionFault()
                : "Nothing of it was decided."),
    ];

    // An exception is claimed and decided by itself, and says itself how it can end.
    private static ActionRule[] Exceptions =>
    [
        new("claim", "C", Permission.GatewayDecide, payment => Open(payment, null, one => one.TakeFault())),
        new("release", null, Permission.GatewayDecide, payment => Open(payment, null, one => one.GiveFault(Permission.WithdrawalAssign))),
        .. new[] { "accept", "refund", "top-up", "credit-difference" }.Select(exit => new ActionRule(exit.Replace('-', '_'), null,
            Permission.GatewayDecide, payment => Open(payment, exit, one => one.DecisionFault()))),
    ];

    private static ActionRule[] GatewayWithdrawals =>
    [
        ActionRule.Of(GatewayWithdrawalLifecycle.Table, GatewayWithdrawalAction.Claim, "claim", "C", Permission.GatewayDecide,
            one => one.TakeFault()),
        ActionRule.Of(GatewayWithdrawalLifecycle.Table, GatewayWithdrawalAction.Release, "release", null, Permission.GatewayDecide,
            one => one.GiveFault(Permission.WithdrawalAssign)),
        ActionRule.Of(GatewayWithdrawalLifecycle.Table, GatewayWithdrawalAction.Approve, "approve", "1", Permission.GatewayDecide,
            one => one.DecisionFault()),
        ActionRule.Of(GatewayWithdrawalLifecycle.Table, GatewayWithdrawalAction.Reject, "reject", "3", Permission.GatewayDecide,
            one => one.DecisionFault()),
        ActionRule.Of(GatewayWithdrawalLifecycle.Table, GatewayWithdrawalAction.Cancel, "cancel", null, Permission.GatewayDecide),
    ];

    private static ActionRule[] Approvals =>
    [
        ActionRule.In([Waiting], "approve", "1", Permission.ApprovalDecide, SecondPersonFault),
        ActionRule.In([Waiting], "reject", "3", Permission.ApprovalDecide, SecondPersonFault),
        ActionRule.In([Waiting], "withdraw", null, Permission.DepositReadAll,
            one => one.Text("maker_user_id") == one.ReaderId.ToString() ? null : "Only whoever asked for it takes it back."),
        ActionRule.Of(ApprovalLifecycle.Table, ApprovalAction.CallOff, "call_off", null, Permission.ApprovalDecide),
    ];

    private static ActionRule[] Proposals =>
    [
        ActionRule.Of(Proposal.Lifecycle, ProposalAction.Sign, "sign", "1", Permission.TreasurySign,
            one => one.Text("sign_blocked_because")),
        ActionRule.Of(Proposal.Lifecycle, ProposalAction.Reject, "reject", "3", Permission.TreasurySign),
        ActionRule.Of(Proposal.Lifecycle, ProposalAction.Void, "void", null, Permission.TreasurySign, AwaitsPeople),
        ActionRule.Of(Proposal.Lifecycle, ProposalAction.Void, "transaction", null, Permission.TreasurySign, AwaitsPeople),
    ];

    private static ActionRule[] Cases =>
    [
        ActionRule.In(["open", "claimed"], "claim", "C", Permission.ScreeningDecide, one => one.TakeFault()),
        ActionRule.In(["open", "claimed"], "release", null, Permission.ScreeningDecide, one => one.DecisionFault()),
        ActionRule.In(["open", "claimed"], "refuse", null, Permission.ScreeningDecide, one => one.DecisionFault()),
        new("note", "N", Permission.ScreeningDecide, _ => null),
    ];

    private static ActionRule[] Incidents =>
    [
        new("publish", null, Permission.StatusEdit, one => one.Has("published_at") ? "It is published." : null),
        ActionRule.Of(IncidentLifecycle.Table, IncidentAction.Investigate, "update", null, Permission.StatusEdit),
        ActionRule.Of(IncidentLifecycle.Table, IncidentAction.Resolve, "resolve", null, Permission.StatusEdit),
        ActionRule.Of(IncidentLifecycle.Table, IncidentAction.LookBack, "postmortem", null, Permission.StatusEdit),
    ];

    private static ActionRule[] Verifications =>
    [
        ActionRule.Of(VerificationLifecycle.Table, VerificationAction.Verify, "verify", "1", Permission.BlockTradeDecide),
        ActionRule.Of(VerificationLifecycle.Table, VerificationAction.Refuse, "reject", "3", Permission.BlockTradeDecide),
    ];

    private static IEnumerable<ActionRule> Around(RecordKind kind)
    {
        var known = RecordBook.Kinds[kind.Name];
        return
        [
            new("snooze", "H", known.Decide, one => known.Open.Contains(one.Status) ? one.DecisionFault() : "Nothing waits for anybody."),
            new("note", "N", known.Decide, _ => null),
            new("follow", "F", known.Read, _ => null),
        ];
    }

    private static string? Open(RecordFacts payment, string? exit, Func<RecordFacts, string?> blocked) =>
        payment.Part("exception") is not { } one || one.Has("closed_at") ? "It has no open exception."
            : exit is not null && (one.Record["exits"] as JsonArray)?.Any(known => (string?)known == exit) != true
                ? "This exception does not end this way."
            : blocked(one);

    private static string? SecondPersonFault(RecordFacts one) =>
        (one.Record["eligible_approvers"] as JsonArray)?.Any(who => (string?)who?["user_id"] == one.ReaderId.ToString()) == true ? null
            : one.Text("maker_user_id") == one.ReaderId.ToString() ? "Whoever asked for it may not decide it. Another person can."
            : $"This needs {one.Text("approvers")}, and nobody who took part in it before.";

    private static string? AwaitsPeople(RecordFacts one) => one.Part("transfer")?.Status == "awaiting_transaction" ? null
        : "Only a payment that people send themselves is entered or given up here.";
}
