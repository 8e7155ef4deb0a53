using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Home;

/// <summary>A number on the home page and where it leads.</summary>
public sealed record HomeFigure(string Label, long Count, string Note, string Href);

/// <summary>What the home page shows.</summary>
public sealed record HomeLoad(IReadOnlyList<HomeFigure> Figures, bool IsHalted);

/// <summary>What waits, for whom, and whether the desk may work.</summary>
public sealed partial class HomePage : DeskPage<HomeLoad>
{
    [Inject]
    private DepositQueries Deposits { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private LedgerDesk Ledger { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => IsMerchant ? [] : [Topics.Deposits, Topics.Proposals, Topics.Approvals];

    private bool HasNoRole => !User.HasClaim(claim => claim.Type == ClaimTypes.Role);

    private bool IsMerchant => !May(Permission.DepositReadAll);

    /// <inheritdoc/>
    protected override async Task<Result<HomeLoad>> ReadAsync(CancellationToken cancellation)
    {
        if (IsMerchant)
        {
            return new HomeLoad([], false);
        }
        var counters = await Deposits.CountersAsync(cancellation);
        if (counters.Failed(out var refused))
        {
            return refused;
        }
        var waiting = await Approvals.ListAsync(null, cancellation);
        var books = await Ledger.IsHaltedAsync(cancellation);
        var counts = counters.Value;
        List<HomeFigure> figures =
        [
            new("Pending", counts[DepositStatus.Pending], "to claim, read and decide", "/deposits?view=pending"),
            new("Confirmed", counts[DepositStatus.Confirmed], "to credit or on their way", "/deposits?view=confirmed"),
            new("Second person", waiting.IsSuccess ? waiting.Value.Count : 0, "commands that wait", "/approvals"),
            new("Priced", counts[DepositStatus.Priced], "with the merchants", "/deposits?view=open"),
            new("Credited", counts[DepositStatus.Credited], "so far", "/deposits?view=credited"),
        ];
        return new HomeLoad(figures, books.IsSuccess && books.Value);
    }
}
