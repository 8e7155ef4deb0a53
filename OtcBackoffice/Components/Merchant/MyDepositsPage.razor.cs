using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Merchant;

/// <summary>A merchant's own deposits, newest first, live.</summary>
public sealed partial class MyDepositsPage : DeskPage<Page<DepositView>>
{
    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private DepositQueries Deposits { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => CursorText ?? "";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Deposits];

    /// <inheritdoc/>
    protected override Task<Result<Page<DepositView>>> ReadAsync(CancellationToken cancellation) =>
        Deposits.ListAsync(new DepositFilter(Cursor: CursorText), cancellation);
}
