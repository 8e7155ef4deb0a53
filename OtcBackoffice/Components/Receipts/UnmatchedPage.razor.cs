using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Components.Receipts;

/// <summary>A page of the queue, and how long the queue is.</summary>
public sealed record UnmatchedQueue(Page<ReceiptView> Page, long Waiting);

/// <summary>The queue of money that is on no record, live.</summary>
public sealed partial class UnmatchedPage : DeskPage<UnmatchedQueue>
{
    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewKey { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private ReceiptQueries Receipts { get; set; } = default!;

    [Inject]
    private NavCounts NavCounts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{ViewKey}|{CursorText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Receipts];

    private ReceiptStatus? Status =>
        ViewKey == "all" ? null : Names.TryParse<ReceiptStatus>(ViewKey, out var status) ? status : ReceiptStatus.Unmatched;

    /// <inheritdoc/>
    protected override async Task<Result<UnmatchedQueue>> ReadAsync(CancellationToken cancellation)
    {
        var page = await Receipts.ListAsync(new ReceiptFilter(Status, Cursor: CursorText), cancellation);
        return page.Failed(out var refused) ? refused
            : (await Receipts.UnmatchedAsync(cancellation)).Map(waiting => new UnmatchedQueue(page.Value, waiting));
    }

    /// <inheritdoc/>
    protected override void OnRead(UnmatchedQueue load) => NavCounts.Set("/unmatched", (int)Math.Min(load.Waiting, int.MaxValue));

    private static string HrefOf(ReceiptStatus status) =>
        status == ReceiptStatus.Unmatched ? "/unmatched" : $"/unmatched?view={Names.Snake(status)}";

    private static string SourceOf(ReceiptView row) =>
        row.Source switch { "mpesa" => "M-Pesa", "bank" => "Bank", "chain" => row.Network ?? "Chain", _ => "Gateway" };

    private static string BestOf(ReceiptView row) => row.Proposals.Count > 0 ? $"{row.Proposals[0].Number}: {row.Proposals[0].Because[0]}"
        : string.Join(", ", row.Parts.Where(part => part.UndoneAtUtc is null).Select(part => part.RecordNumber));
}
