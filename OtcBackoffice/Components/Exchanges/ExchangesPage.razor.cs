using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Exchanges;

/// <summary>Exchange orders of every customer, live; what waits for approval comes oldest first.</summary>
public sealed partial class ExchangesPage : DeskPage<Page<ExchangeView>>
{
    private const int PageSize = 50;

    private static readonly (ExchangeStatus? Status, string Title)[] Views =
    [
        (ExchangeStatus.PendingApproval, "To approve"), (ExchangeStatus.Requoted, "Requoted"), (ExchangeStatus.Executing, "On their way"),
        (ExchangeStatus.OutcomeUnknown, "Outcome unknown"), (ExchangeStatus.Completed, "Completed"), (ExchangeStatus.Rejected, "Rejected"), (null, "All"),
    ];

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private ExchangeQueries Exchanges { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{StatusName}|{CursorText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Exchanges];

    private ExchangeStatus? Status => StatusName == "all" ? null : Names.TryParse<ExchangeStatus>(StatusName, out var status) ? status : ExchangeStatus.PendingApproval;

    /// <inheritdoc/>
    protected override Task<Result<Page<ExchangeView>>> ReadAsync(CancellationToken cancellation) => Exchanges.ListAsync(Status, CursorText, PageSize, cancellation);

    private static string HrefOf(ExchangeStatus? status) => $"/exchanges?status={(status is { } one ? Names.Snake(one) : "all")}";
}
