using System.Text;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Payments;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Domain.Statements;
using OtcBackoffice.Domain.Status;
using OtcBackoffice.Domain.Treasury;
using OtcBackoffice.Domain.Withdrawals;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Lifecycles;

/// <summary>docs/lifecycles.md is written from the transition tables that the product runs on.</summary>
public sealed class LifecyclesDocumentTests
{
    [Fact]
    public void The_document_says_what_the_tables_say()
    {
        var text = new StringBuilder();
        text.Append("# Lifecycles\n\n");
        text.Append("Written from the transition tables in `OtcBackoffice.Domain`; a test compares. The same tables decide whether a move "
            + "may happen,\n");
        text.Append("which buttons are shown and which cells the tests visit. Every move that is not listed is refused with `WRONG_STATE` "
            + "(409),\n");
        text.Append("naming status and action, and changes nothing. Every move that happens leaves a line with actor, reason and time in the audit record.\n");
        Append(text, "Deposit", DepositLifecycle.Table);
        text.Append("\n`settlement_state` tells beside the status how far the payment of a confirmed deposit has come:\n\n| state | "
            + "meaning |\n|---|---|\n");
        foreach (var state in Enum.GetValues<SettlementState>())
        {
            text.Append($"| `{Names.Snake(state)}` | {CodeSummaries.Of(state)} |\n");
        }
        text.Append("\n`push_state` tells of a deposit by phone how far the payer's answer has come:\n\n| state | meaning |\n|---|---|\n");
        foreach (var state in Enum.GetValues<PushState>())
        {
            text.Append($"| `{Names.Snake(state)}` | {CodeSummaries.Of(state)} |\n");
        }
        Append(text, "Withdrawal", WithdrawalLifecycle.Table);
        Append(text, "Proposal", Proposal.Lifecycle);
        Append(text, "Transfer", Transfer.Lifecycle);
        Append(text, "Exchange", ExchangeLifecycle.Table);
        Append(text, "Block trade", BlockOrderLifecycle.Table);
        Append(text, "Receipt", ReceiptLifecycle.Table);
        Append(text, "Import of a statement", ImportLifecycle.Table);
        Append(text, "Approval", ApprovalLifecycle.Table);
        Append(text, "Screening case", ScreeningLifecycle.Table);
        Append(text, "Verification of an account or a sub-merchant", VerificationLifecycle.Table);
        Append(text, "Delivery of an event", DeliveryLifecycle.Table);
        Append(text, "Order of the platform", OtcBackoffice.Domain.Orders.OrderLifecycle.Table);
        Append(text, "Incident of the status page", IncidentLifecycle.Table);
        Append(text, "Request for access", AccessRequestLifecycle.Table);
        Append(text, "Gateway payment", GatewayPaymentLifecycle.Table);
        Append(text, "Gateway withdrawal", GatewayWithdrawalLifecycle.Table);
        Append(text, "Gateway batch", GatewayBatchLifecycle.Table);
        Append(text, "Gateway transfer", GatewayTransferLifecycle.Table);
        Append(text, "Gateway refund", GatewayRefundLifecycle.Table);

        ApprovedText.Assert("docs/lifecycles.md", text.ToString());
    }

    // An end is a status that no move leaves; what stays in it, such as money that came late, does not reopen it.
    private static string FinalWord<TStatus, TAction>(TStatus status, TransitionTable<TStatus, TAction> table)
        where TStatus : struct, Enum
        where TAction : struct, Enum =>
        table.Moves.Any(move => move.From.Equals(status) && !move.To.Equals(status))
            || CodeSummaries.Of(status).Contains("Final", StringComparison.Ordinal) ? "" : " Final.";

    private static void Append<TStatus, TAction>(StringBuilder text, string title, TransitionTable<TStatus, TAction> table)
        where TStatus : struct, Enum
        where TAction : struct, Enum
    {
        text.Append($"\n## {title}\n\n| status | meaning |\n|---|---|\n");
        foreach (var status in Enum.GetValues<TStatus>())
        {
            text.Append($"| `{Names.Snake(status)}` | {CodeSummaries.Of(status)}{FinalWord(status, table)} |\n");
        }
        text.Append("\n| action | what happens |");
        foreach (var status in Enum.GetValues<TStatus>())
        {
            text.Append($" in {Names.Snake(status)} |");
        }
        text.Append("\n|---|---|").Append(string.Concat(Enumerable.Repeat("---|", Enum.GetValues<TStatus>().Length))).Append('\n');
        foreach (var action in Enum.GetValues<TAction>())
        {
            text.Append($"| `{Names.Snake(action)}` | {CodeSummaries.Of(action)} |");
            foreach (var status in Enum.GetValues<TStatus>())
            {
                text.Append(table.Allows(status, action) ? $" {Names.Snake(table.Move(status, action).Value)} |" : " |");
            }
            text.Append('\n');
        }
    }
}
