using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.BlockTrades;

/// <summary>One block trade with what the desk may do now.</summary>
public sealed partial class BlockTradePage : DeskPage<BlockOrderView>
{
    private static readonly BlockOrderAction[] Offered =
        [BlockOrderAction.Approve, BlockOrderAction.RequestDocuments, BlockOrderAction.MarkPaid, BlockOrderAction.Release, BlockOrderAction.Cancel];

    private string _reason = "";
    private string? _refusal;

    [Parameter]
    public long Number { get; set; }

    [Inject]
    private BlockQueries Queries { get; set; } = default!;

    [Inject]
    private BlockTradeDesk Desk { get; set; } = default!;

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

    private static string LookOf(BlockOrderAction action) => action switch { BlockOrderAction.Cancel => "danger", BlockOrderAction.RequestDocuments => "", _ => "primary" };

    private async Task DecideAsync(BlockOrderAction action)
    {
        var reason = _reason.Trim() is { Length: > 0 } text ? text : null;
        var (refused, waits) = action switch
        {
            BlockOrderAction.Approve => (Refusal(await Desk.ApproveAsync(Number, reason, Gone)), false),
            BlockOrderAction.RequestDocuments => (Refusal(await Desk.RequestDocumentsAsync(Number, reason, Gone)), false),
            BlockOrderAction.MarkPaid => (Refusal(await Desk.MarkPaidAsync(Number, reason, Gone)), false),
            BlockOrderAction.Cancel => (Refusal(await Desk.CancelAsync(Number, reason, Gone)), false),
            _ => await ReleaseAsync(reason),
        };
        _refusal = refused;
        if (refused is null)
        {
            _reason = "";
            Notices.Done(waits ? "A second person has to agree; it is among the approvals." : $"{Names.Words(action)}: done.");
            await ReloadAsync();
        }
    }

    private async Task<(string? Refused, bool Waits)> ReleaseAsync(string? reason)
    {
        var released = await Desk.ReleaseAsync(Number, reason, Gone);
        return (Refusal(released), released.IsSuccess && released.Value.Waiting is not null);
    }

    private static string? Refusal<T>(Result<T> result) => result.Failed(out var refused) ? refused.Message : null;
}
