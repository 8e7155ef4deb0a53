using System.Globalization;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Pricing;

/// <summary>What a price is for, as it is typed.</summary>
public sealed class ScopeForm
{
    public string FlowType { get; set; } = "b2b";

    public string OtcType { get; set; } = "deposit";

    public string Asset { get; set; } = "USDT";

    public string Network { get; set; } = "tron";

    public string FiatCurrency { get; set; } = "KES";

    /// <summary>The OTC side, or null for a generic price.</summary>
    public string? Otc => OtcType.Length == 0 ? null : OtcType;
}

/// <summary>A profile as it is typed.</summary>
public sealed class ProfileForm
{
    public string Name { get; set; } = "";

    public ScopeForm Scope { get; } = new();

    public string FeeType { get; set; } = "percentage";

    public string FixedFee { get; set; } = "0";

    public string FeeBps { get; set; } = "25";

    public string SpreadBps { get; set; } = "40";

    public bool IsActive { get; set; } = true;

    /// <summary>The form of a row that is there.</summary>
    public static ProfileForm Of(PricingProfileView row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var form = new ProfileForm
        {
            Name = row.Name,
            FeeType = Names.Snake(row.FeeType),
            FixedFee = row.FixedFee,
            FeeBps = row.PercentageFeeBps.ToString(CultureInfo.InvariantCulture),
            SpreadBps = row.SpreadBps.ToString(CultureInfo.InvariantCulture),
            IsActive = row.IsActive,
        };
        (form.Scope.FlowType, form.Scope.OtcType) = (Names.Snake(row.FlowType), row.OtcType is { } otc ? Names.Snake(otc) : "");
        (form.Scope.Asset, form.Scope.Network, form.Scope.FiatCurrency) = (row.Asset, row.Network, row.FiatCurrency);
        return form;
    }

    /// <summary>The form as fields for the desk, or null when a whole number is none.</summary>
    public PricingProfileFields? ToFields() =>
        int.TryParse(FeeBps, NumberStyles.None, CultureInfo.InvariantCulture, out var fee)
            && int.TryParse(SpreadBps, NumberStyles.None, CultureInfo.InvariantCulture, out var spread)
            ? new PricingProfileFields
            {
                Name = Name, FlowType = Scope.FlowType, OtcType = Scope.Otc, Asset = Scope.Asset, Network = Scope.Network,
                FiatCurrency = Scope.FiatCurrency,
                FeeType = FeeType, FixedFee = FixedFee, PercentageFeeBps = fee, SpreadBps = spread, IsActive = IsActive,
            }
            : null;
}

/// <summary>An FX quote as it is typed.</summary>
public sealed class QuoteForm
{
    public ScopeForm Scope { get; } = new();

    public string ReferenceRate { get; set; } = "";

    public string SpreadBps { get; set; } = "";

    public string Source { get; set; } = "treasury desk";

    public string ValidMinutes { get; set; } = "60";

    /// <summary>The form of a quote that takes the place of another: the same pair and spread, and a rate that is typed again.</summary>
    public static QuoteForm After(FxQuoteView row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var form = new QuoteForm { SpreadBps = row.SpreadBps?.ToString(CultureInfo.InvariantCulture) ?? "", Source = row.Source };
        (form.Scope.FlowType, form.Scope.OtcType) = (Names.Snake(row.FlowType), row.OtcType is { } otc ? Names.Snake(otc) : "");
        (form.Scope.Asset, form.Scope.Network, form.Scope.FiatCurrency) = (row.Asset, row.Network, row.FiatCurrency);
        return form;
    }

    /// <summary>The form as fields for the desk, or null when a whole number is none.</summary>
    public FxQuoteFields? ToFields(DateTime nowUtc)
    {
        int? spread = null;
        if (SpreadBps.Length > 0)
        {
            if (!int.TryParse(SpreadBps, NumberStyles.None, CultureInfo.InvariantCulture, out var bps))
            {
                return null;
            }
            spread = bps;
        }
        return int.TryParse(ValidMinutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 525_600
            ? new FxQuoteFields
            {
                FlowType = Scope.FlowType, OtcType = Scope.Otc, Asset = Scope.Asset, Network = Scope.Network,
                FiatCurrency = Scope.FiatCurrency,
                ReferenceRate = ReferenceRate.Trim(), SpreadBps = spread, Source = Source, ExpiresAtUtc = nowUtc.AddMinutes(minutes),
                IsActive = true,
            }
            : null;
    }
}
