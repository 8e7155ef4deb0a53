using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.BlockTrades;

/// <summary>One block trade with what the desk may do now.</summary>
public sealed partial class BlockTradePage : DeskPage<BlockOrderView>
{
    private RecordWorkView? _work;
    private static readonly BlockOrderAction[] Offered =
        [BlockOrderAction.Approve, BlockOrderAction.RequestDocuments, BlockOrderAction.MarkPaid, BlockOrderAction.Release,
            BlockOrderAction.Cancel];

    private string _reason = "";
    private string? _refusal;
    private BlockOrderAction? _sheet;

    [Parameter]
    public long Number { get; set; }

    [Inject]
    private BlockQueries Queries { get; set; } = default!;

    [Inject]
    private BlockTradeDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{Number}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.BlockTrades];

    private IReadOnlyList<BlockOrderAction> Moves => Load is { } order
        ? [.. Offered.Where(action => BlockOrderLifecycle.Table.Allows(order.Status, action))]
        : [];

    /// <inheritdoc/>
    protected override Task<Result<BlockOrderView>> ReadAsync(CancellationToken cancellation) => Queries.ShowAsync(Number, cancellation);

    private static bool IsOver(BlockOrderStatus status) =>
        !Enum.GetValues<BlockOrderAction>().Any(action => BlockOrderLifecycle.Table.Allows(status, action));

    private string? DecideBlocked => May(Permission.BlockTradeDecide) ? null : "Your role does not decide block trades.";

    private static string LookOf(BlockOrderAction action) =>
        action switch { BlockOrderAction.Cancel => "danger", BlockOrderAction.RequestDocuments => "", _ => "primary" };

    private static string? KeyOf(BlockOrderAction action) => action switch
    {
        BlockOrderAction.Approve or BlockOrderAction.MarkPaid => "1",
        BlockOrderAction.Cancel => "3",
        BlockOrderAction.Release => "4",
        _ => null,
    };

    private static bool IsOptional(BlockOrderAction action) => action is not (BlockOrderAction.Cancel or BlockOrderAction.RequestDocuments);

    private static string LeadOf(BlockOrderAction action, BlockOrderView order) => action switch
    {
        BlockOrderAction.Approve => "The customer may pay from now on; the clock of the payment starts.",
        BlockOrderAction.RequestDocuments => "The order waits for documents. The customer reads the reason.",
        BlockOrderAction.MarkPaid =>
            order.Side == TradeSide.Buy ? "The customer's fiat is on its way." : "The desk has sent the fiat to the payee.",
        BlockOrderAction.Release =>
            order.Side == TradeSide.Buy ? "The fiat arrived. The crypto becomes the customer's; that cannot be taken back."
            : "The fiat arrived. The customer's crypto becomes the desk's; that cannot be taken back.",
        _ => "The order ends here, and what was held for it is free again. The customer reads the reason.",
    };

    private string? MissingFor(BlockOrderAction action) =>
        IsOptional(action) || !string.IsNullOrWhiteSpace(_reason) ? null : "Write a reason.";

    private void Open(BlockOrderAction action) => (_sheet, _refusal, _reason) = (action, null, "");

    private void Close() => _sheet = null;

    private void KeepWork(RecordWorkView work) => _work = work;

    private async Task DecideAsync()
    {
        var (action, reason) = (_sheet!.Value, _reason.Trim() is { Length: > 0 } text ? text : null);
        var (refused, waits) = action switch
        {
            BlockOrderAction.Approve => (Refusal(await Desk.ApproveAsync(Number, reason, Gone)), false),
            BlockOrderAction.RequestDocuments => (Refusal(await Desk.RequestDocumentsAsync(Number, reason, Gone)), false),
            BlockOrderAction.MarkPaid => (Refusal(await Desk.MarkPaidAsync(Number, reason, Gone)), false),
            BlockOrderAction.Cancel => (Refusal(await Desk.CancelAsync(Number, reason, Gone)), false),
            _ => await ReleaseAsync(reason),
        };
        _refusal = refused;
        await ReloadAsync();
        if (refused is null)
        {
            _sheet = null;
            Notices.Done(waits ? "A second person has to agree; it is among the approvals." : $"{Names.Words(action)}: done.");
        }
    }

    private async Task<(string? Refused, bool Waits)> ReleaseAsync(string? reason)
    {
        var released = await StepUp.RunAsync(() => Desk.ReleaseAsync(Number, reason, Gone));
        return (Refusal(released), released.IsSuccess && released.Value.Waiting is not null);
    }

    private static string? Refusal<T>(Result<T> result) => result.Failed(out var refused) ? refused.Message : null;
}
