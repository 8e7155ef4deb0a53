using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Pricing;

/// <summary>How the lists of pricing profiles and of FX quotes are ordered, cut and shown.</summary>
internal static class PricingLists
{
    private static readonly string[] States = ["active", "inactive"], QuoteStates = ["active", "lapsed", "inactive"],
        Flows = [.. Enum.GetValues<FlowType>().Select(Names.Snake)];

    public static readonly ListShape<PricingProfile, PricingProfileView> Profiles =
        ListShape<PricingProfile, PricingProfileView>.By("-created_at", row => row.Id)
        .Column("name", "Name", row => row.Name, row => row.Name.ToLower())
        .Column("flow", "Flow", row => Names.Snake(row.FlowType), row => row.FlowType)
        .Column("otc", "OTC", row => row.OtcType is { } otc ? Names.Snake(otc) : "generic", row => row.OtcType)
        .Column("pair", "Pair", row => $"{row.FiatCurrency} / {row.Asset} on {row.Network}", row => row.FiatCurrency + " " + row.Asset)
        .Column("fee", "Fee", row => $"{Names.Snake(row.FeeType)}, {row.PercentageFeeBps} bps, {row.FixedFee}", row => row.FeeType)
        .Column("spread_bps", "Spread bps", row => Number(row.SpreadBps), row => row.SpreadBps, isFigure: true)
        .Column("state", "State", row => row.IsActive ? "active" : "inactive", row => row.IsActive ? 0 : 1)
        .Column("version", "Version", row => Number(row.Version), row => row.Version, isFigure: true)
        .Column("created_at", "Made", row => Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Find("Name or currency",
            (text, _) => row => row.Name.ToLower().Contains(text) || row.FiatCurrency.ToLower().Contains(text)
            || row.Asset.ToLower().Contains(text))
        .Words("flow", "Flow", Flows,
            (flow, _) => Names.TryParse<FlowType>(flow, out var kind) ? row => row.FlowType == kind : row => false)
        .Words("state", "State", States, (state, _) => row => row.IsActive == (state == "active"));

    public static readonly ListShape<FxQuote, FxQuoteView> Quotes = ListShape<FxQuote, FxQuoteView>.By("-created_at", row => row.Id)
        .Column("pair", "Pair", row => $"{row.FiatCurrency} / {row.Asset} on {row.Network}", row => row.FiatCurrency + " " + row.Asset)
        .Column("flow", "Flow", row => Names.Snake(row.FlowType), row => row.FlowType)
        .Column("otc", "OTC", row => row.OtcType is { } otc ? Names.Snake(otc) : "generic", row => row.OtcType)
        .ShowFigure("reference_rate", "Reference", row => row.ReferenceRate)
        .ShowFigure("applied_rate", "Applied", row => row.AppliedRate)
        .Column("spread_bps", "Spread bps", row => Number(row.SpreadBps), row => row.SpreadBps, isFigure: true)
        .Column("source", "Source", row => row.Source, row => row.Source.ToLower())
        .Column("expires_at", "Valid until", row => Time(row.ExpiresAtUtc), row => row.ExpiresAtUtc)
        .ColumnAt<int>("state", "State", row => row.State, at => row => !row.IsActive ? 2 : row.ExpiresAtUtc <= at.Now ? 1 : 0)
        .Column("created_at", "Made", row => Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Find("Currency, asset or source",
            (text, _) => row => row.FiatCurrency.ToLower().Contains(text) || row.Asset.ToLower().Contains(text)
            || row.Source.ToLower().Contains(text))
        .Words("flow", "Flow", Flows,
            (flow, _) => Names.TryParse<FlowType>(flow, out var kind) ? row => row.FlowType == kind : row => false)
        .Words("state", "State", QuoteStates, (state, at) => state switch
        {
            "inactive" => row => !row.IsActive,
            "lapsed" => row => row.IsActive && row.ExpiresAtUtc <= at.Now,
            _ => row => row.IsActive && (row.ExpiresAtUtc == null || row.ExpiresAtUtc > at.Now),
        });

    private static string? Time(DateTime? utc) => ListShape<FxQuote, FxQuoteView>.Time(utc);

    private static string? Number(long? value) => ListShape<FxQuote, FxQuoteView>.Number(value);
}
