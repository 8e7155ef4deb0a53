using System.Globalization;
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
    private const int Whole = 100;

    private bool _refresh;

    [Inject]
    private LiquidityDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    private List<ChartBar> Bars => [.. (Load?.Lines ?? []).Select(BarOf)];

    private string ChartText => string.Join("; ", (Load?.Lines ?? []).Select(line => $"{line.Asset} on {line.Network}: {AmountText.Group(line.Available)} of {AmountText.Group(line.OnChainBalance)} free"));

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Liquidity, Topics.Proposals];

    /// <inheritdoc/>
    protected override async Task<Result<LiquidityLoad>> ReadAsync(CancellationToken cancellation)
    {
        var refresh = _refresh;
        _refresh = false;
        return (await Desk.ReadAsync(null, refresh, cancellation)).Map(lines => new LiquidityLoad(lines));
    }

    // Each asset is its own measure: the bar is what it holds, hatched as far as it is promised.
    private static ChartBar BarOf(LiquidityLine line)
    {
        var holds = decimal.Parse(line.OnChainBalance, CultureInfo.InvariantCulture);
        var free = decimal.Parse(line.Available, CultureInfo.InvariantCulture);
        var label = $"{line.Asset} {AmountText.Group(line.Available)} free";
        var name = $"{line.Asset} on {line.Network}";
        if (line.IsShort)
        {
            return new ChartBar(name, label + ", short", [new ChartPart(Whole, "short")]);
        }
        var percent = holds <= 0 ? 0 : (int)(free * Whole / holds);
        return new ChartBar(name, label, holds <= 0 ? [] : [new ChartPart(Whole - percent, "2"), new ChartPart(percent, "1")]);
    }

    private async Task RefreshAsync()
    {
        _refresh = true;
        await ReloadAsync();
        Notices.Done("Balances read from the chain, unless they were only seconds old.");
    }
}
