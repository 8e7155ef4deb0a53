using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Treasury;

/// <summary>The lines of the liquidity page.</summary>
public sealed record LiquidityLoad(IReadOnlyList<LiquidityLine> Lines);

/// <summary>What the desk holds on chain, what it has promised, and what is free.</summary>
public sealed partial class LiquidityPage : DeskPage<LiquidityLoad>
{
    private bool _refresh;

    [Inject]
    private LiquidityDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Liquidity, Topics.Proposals];

    /// <inheritdoc/>
    protected override async Task<Result<LiquidityLoad>> ReadAsync(CancellationToken cancellation)
    {
        var refresh = _refresh;
        _refresh = false;
        return (await Desk.ReadAsync(null, refresh, cancellation)).Map(lines => new LiquidityLoad(lines));
    }

    private async Task RefreshAsync()
    {
        _refresh = true;
        await ReloadAsync();
        Notices.Done("Balances read from the chain, unless they were only seconds old.");
    }
}
