using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Exchanges;

/// <summary>A page of orders, and the market that those which wait are held against.</summary>
public sealed record ExchangesLoad(Page<ExchangeView> Page, LiveRate? Live);

/// <summary>Exchange orders of every customer, live; what waits for approval comes oldest first.</summary>
public sealed partial class ExchangesPage : DeskPage<ExchangesLoad>
{
    private const int PageSize = 50;

    private static readonly (ExchangeStatus? Status, string Title)[] Views =
    [
        (ExchangeStatus.PendingApproval, "To approve"), (ExchangeStatus.Requoted, "Requoted"), (ExchangeStatus.Executing, "On their way"),
        (ExchangeStatus.OutcomeUnknown, "Outcome unknown"), (ExchangeStatus.Completed, "Completed"), (ExchangeStatus.Rejected, "Rejected"),
        (null, "All"),
    ];

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private ExchangeQueries Exchanges { get; set; } = default!;

    [Inject]
    private ExchangeDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{StatusName}|{CursorText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Exchanges, Topics.Rates];

    private ExchangeStatus? Status =>
        StatusName == "all" ? null : Names.TryParse<ExchangeStatus>(StatusName, out var status) ? status : ExchangeStatus.PendingApproval;

    /// <inheritdoc/>
    protected override async Task<Result<ExchangesLoad>> ReadAsync(CancellationToken cancellation)
    {
        var page = await Exchanges.ListAsync(Status, CursorText, PageSize, cancellation);
        if (page.Failed(out var refused))
        {
            return refused;
        }
        var live = await Exchanges.LiveAsync(cancellation);
        return new ExchangesLoad(page.Value, live is { IsSuccess: true, Value: { } rate } ? rate : null);
    }

    // How far the market has gone since the customer's rate; only where somebody still decides by it.
    private string Drift(ExchangeView row) =>
        row.Status is ExchangeStatus.PendingApproval or ExchangeStatus.Requoted && Load?.Live is { } live && Desk.Try(row, row.Rate,
            live) is { } typed
            ? $"{typed.LiveBps:+0;-0;0} bps" : "—";

    private static string HrefOf(ExchangeStatus? status) => $"/exchanges?status={(status is { } one ? Names.Snake(one) : "all")}";
}
