using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Pricing;

/// <summary>A pricing profile as it is shown; fees are text with the currency's decimals.</summary>
public sealed record PricingProfileView(
    Guid Id, string Name, FlowType FlowType, OtcType? OtcType, string Asset, string Network, string FiatCurrency, FeeType FeeType,
    string FixedFee,
    string FixedFeeCurrency, int PercentageFeeBps, string? MinFee, string? MaxFee, int SpreadBps, SettlementSide SettlementSide,
    bool IsActive, int Version, DateTime CreatedAtUtc)
{
    internal static PricingProfileView Of(PricingProfile row, int fiatScale)
    {
        var asset = Domain.Catalog.Asset.ByCode(row.Asset);
        return new PricingProfileView(row.Id, row.Name, row.FlowType, row.OtcType, asset.Symbol, asset.Network.Code, row.FiatCurrency,
            row.FeeType,
            DecimalText.Format(row.FixedFeeMinor, fiatScale), row.FiatCurrency, row.PercentageFeeBps,
            row.MinFeeMinor is { } min ? DecimalText.Format(min, fiatScale) : null, row.MaxFeeMinor is { } max
                ? DecimalText.Format(max, fiatScale) : null,
            row.SpreadBps, row.SettlementSide, row.IsActive, row.Version, row.CreatedAtUtc);
    }
}

/// <summary>An FX quote as it is shown; rates are exact text.</summary>
public sealed record FxQuoteView(
    Guid Id, FlowType FlowType, OtcType? OtcType, string Asset, string Network, string FiatCurrency, string ReferenceRate,
    string? AppliedRate, int? SpreadBps,
    string Source, DateTime? ExpiresAtUtc, bool IsActive, int Version, DateTime CreatedAtUtc)
{
    /// <summary>How it stood when it was read: active, lapsed or inactive; empty where nobody asked.</summary>
    public string State { get; init; } = "";

    internal static FxQuoteView Of(FxQuote row)
    {
        var asset = Domain.Catalog.Asset.ByCode(row.Asset);
        return new FxQuoteView(row.Id, row.FlowType, row.OtcType, asset.Symbol, asset.Network.Code, row.FiatCurrency,
            row.ReferenceRate.ToString(),
            row.AppliedRate?.ToString(), row.SpreadBps, row.Source, row.ExpiresAtUtc, row.IsActive, row.Version, row.CreatedAtUtc);
    }
}

/// <summary>What a caller says about a profile; null leaves a field as it is, or at its default when one is made.</summary>
public sealed record PricingProfileFields
{
    public string? Name { get; init; }
    public string? FlowType { get; init; }
    public string? OtcType { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? FiatCurrency { get; init; }
    public string? FeeType { get; init; }
    public string? FixedFee { get; init; }
    public string? FixedFeeCurrency { get; init; }
    public int? PercentageFeeBps { get; init; }
    public string? MinFee { get; init; }
    public string? MaxFee { get; init; }
    public int? SpreadBps { get; init; }
    public string? SettlementSide { get; init; }
    public bool? IsActive { get; init; }
}

/// <summary>What a caller says about an FX quote; null leaves a field as it is, or at its default when one is made.</summary>
public sealed record FxQuoteFields
{
    public string? FlowType { get; init; }
    public string? OtcType { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? FiatCurrency { get; init; }
    public string? ReferenceRate { get; init; }
    public string? AppliedRate { get; init; }
    public int? SpreadBps { get; init; }
    public string? Source { get; init; }
    public DateTime? ExpiresAtUtc { get; init; }
    public bool? IsActive { get; init; }
}

/// <summary>What somebody wants to know the price of.</summary>
/// <param name="FlowType">The product.</param>
/// <param name="OtcType">The side of the desk, or null for the generic pool.</param>
/// <param name="Asset">The symbol.</param>
/// <param name="Network">The network in any spelling.</param>
/// <param name="FiatCurrency">The ISO code.</param>
/// <param name="AmountIn">The amount as text.</param>
/// <param name="AmountInType"><c>fiat</c> or <c>crypto</c>.</param>
public sealed record ResolvePrice(string? FlowType, string? OtcType, string? Asset, string? Network, string? FiatCurrency, string? AmountIn,
    string? AmountInType);

/// <summary>A price with everything it is made of.</summary>
public sealed record ResolvedPriceView
{
    public required OtcType? OtcType { get; init; }
    public required Guid PricingProfileId { get; init; }
    public required Guid FxRateQuoteId { get; init; }
    public required FlowType FlowType { get; init; }
    public required string Network { get; init; }
    public required string Asset { get; init; }
    public required string FiatCurrency { get; init; }
    public required string AmountIn { get; init; }
    public required AmountInType AmountInType { get; init; }
    public required string ReferenceFxRate { get; init; }
    public required string AppliedFxRate { get; init; }
    public required int SpreadBps { get; init; }

    /// <summary>The spread in the fiat currency, at the reference rate.</summary>
    public required string SpreadAmount { get; init; }
    public required string FixedFee { get; init; }
    public required int PercentageFeeBps { get; init; }
    public required string PercentageFeeAmount { get; init; }
    public required string TotalFeeAmount { get; init; }
    public required string GrossFiatAmount { get; init; }
    public required string NetFiatAmount { get; init; }
    public required string GrossCryptoAmount { get; init; }
    public required string NetCryptoAmount { get; init; }
    public required SettlementSide SettlementSide { get; init; }
    public required string RateSource { get; init; }
    public required DateTime QuotedAtUtc { get; init; }
    public required DateTime? ExpiresAtUtc { get; init; }
}

/// <summary>A row that was looked at for a price, and why it was or was not taken.</summary>
public sealed record PricingCandidate(string Kind, Guid Id, string Label, bool IsTaken, string Because);

/// <summary>What the try page shows: the price or the refusal, and every row that was looked at.</summary>
public sealed record PricingTrial(ResolvedPriceView? Price, string? Refusal, IReadOnlyList<PricingCandidate> Candidates);
