using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.BlockTrades;

/// <summary>The orders of the list.</summary>
public sealed record BlockTradesLoad(IReadOnlyList<BlockOrderView> Rows);

/// <summary>Block trades by status, oldest first.</summary>
public sealed partial class BlockTradesPage : DeskPage<BlockTradesLoad>
{
    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [Inject]
    private BlockQueries Queries { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => StatusName ?? "";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.BlockTrades];

    private BlockOrderStatus Status => Names.TryParse<BlockOrderStatus>(StatusName, out var status) ? status : BlockOrderStatus.Pending;

    /// <inheritdoc/>
    protected override async Task<Result<BlockTradesLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Queries.QueueAsync(Status, PageAsk.First, cancellation)).Map(page => new BlockTradesLoad(page.Rows));
}
