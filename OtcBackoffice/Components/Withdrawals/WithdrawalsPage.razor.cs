using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Withdrawals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Components.Withdrawals;

/// <summary>The withdrawal queues, live.</summary>
public sealed partial class WithdrawalsPage : DeskPage<Page<WithdrawalView>>
{
    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewKey { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private WithdrawalQueries Withdrawals { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{ViewKey}|{CursorText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Withdrawals];

    private WithdrawalStatus? Status =>
        ViewKey == "all" ? null : Names.TryParse<WithdrawalStatus>(ViewKey, out var status) ? status : WithdrawalStatus.Pending;

    /// <inheritdoc/>
    protected override Task<Result<Page<WithdrawalView>>> ReadAsync(CancellationToken cancellation) =>
        Withdrawals.ListAsync(new WithdrawalFilter(Status, OldestFirst: Status == WithdrawalStatus.Pending, Cursor: CursorText),
            cancellation);
}
