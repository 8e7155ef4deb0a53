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

    private const string MinimumsLead =
        "The least that shall be free of each asset. Below it Home and this page say so; zero takes it away.";

    private bool _refresh;
    private List<TypedMinimum>? _minimums;
    private string? _refusal;

    [Inject]
    private LiquidityDesk Desk { get; set; } = default!;

    [Inject]
    private MinimumDesk MinimumDesk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    private string? Summary
    {
        get
        {
            var lines = Load?.Lines ?? [];
            var (below, shorts) = (lines.Count(line => line.IsBelow && !line.IsShort), lines.Count(line => line.IsShort));
            return lines.Count == 0 ? null : $"{lines.Count} balances{(below == 0 ? "" : $", {below} under the minimum")}"
                + $"{(shorts == 0 ? "" : $", {shorts} short")}.";
        }
    }

    private List<ChartBar> Bars => [.. (Load?.Lines ?? []).Select(BarOf)];

    private string ChartText =>
        string.Join("; ", (Load?.Lines ?? [])
        .Select(line => $"{line.Asset} on {line.Network}: {AmountText.Group(line.Available)} of {AmountText.Group(line.OnChainBalance)} free"));

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

    private static string StateOf(LiquidityLine line) =>
        line.IsShort ? "short" : line.IsBelow ? "under minimum" : line.Minimum is null ? "no minimum" : "enough";

    private static string ToneOf(LiquidityLine line) => line.IsShort ? "bad" : line.IsBelow ? "warn" : line.Minimum is null ? "idle" : "ok";

    private void AskMinimums() =>
        (_minimums, _refusal) = ([.. (Load?.Lines ?? []).Select(line => new TypedMinimum(line))], null);

    private void CloseMinimums() => _minimums = null;

    // Only what was changed is set, one command each; the first that is refused says so and the rest stays as typed.
    private async Task SetMinimumsAsync()
    {
        var changed = _minimums!.Where(one => one.Typed.Trim() != one.Before).ToList();
        foreach (var one in changed)
        {
            var set = await MinimumDesk.SetAsync(one.Line.Network, one.Line.Asset, Plain(one.Typed), Gone);
            if (set.Failed(out var refused))
            {
                _refusal = $"{one.Line.Asset} on {one.Line.Network}: {refused.Message}";
                return;
            }
            one.Before = one.Typed.Trim();
        }
        _minimums = null;
        Notices.Done(changed.Count == 0 ? "No minimum differs from before."
            : $"Minimum set: {string.Join(", ", changed.Select(one => $"{one.Line.Asset} on {one.Line.Network} {one.Before}"))}.");
        await ReloadAsync();
    }

    // Separators of thousands are for the eye.
    private static string Plain(string typed) =>
        typed.Trim().Replace(",", "", StringComparison.Ordinal) is { Length: > 0 } text ? text : "0";

    private sealed class TypedMinimum(LiquidityLine line)
    {
        public LiquidityLine Line { get; } = line;

        public string Id { get; } = $"minimum-{line.Network}-{line.Asset}";

        public string Before { get; set; } = AmountText.Group(line.Minimum ?? "0");

        public string Typed { get; set; } = AmountText.Group(line.Minimum ?? "0");
    }

    private async Task RefreshAsync()
    {
        _refresh = true;
        await ReloadAsync();
        Notices.Done("Balances read from the chain, unless they were only seconds old.");
    }
}
