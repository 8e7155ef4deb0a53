using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Pricing;

/// <summary>Turns the text of a caller into terms, over the present terms when a row is changed.</summary>
internal static class PricingTermsReader
{
    public static async Task<Result<(PricingProfileTerms Terms, int FiatScale)>> ProfileAsync(
        BackofficeDbContext db, PricingProfileFields fields, PricingProfileTerms? present, CancellationToken cancellation)
    {
        var scoped = await ScopeAsync(db, fields.FlowType, fields.OtcType, fields.Asset, fields.Network, fields.FiatCurrency,
            present?.Scope, cancellation);
        if (scoped.Failed(out var unscoped))
        {
            return unscoped;
        }
        var (scope, currency) = scoped.Value;
        var feeType = present?.FeeType ?? FeeType.None;
        if (fields.FeeType is { } fee && !Names.TryParse(fee, out feeType))
        {
            return Bad("fee_type", "none, fixed, percentage or hybrid");
        }
        var side = present?.SettlementSide ?? SettlementSide.Merchant;
        if (fields.SettlementSide is { } named && !Names.TryParse(named, out side))
        {
            return Bad("settlement_side", "customer, merchant or split");
        }
        if (fields.FixedFeeCurrency is { } feeCurrency && !feeCurrency.Equals(currency.IsoCode, StringComparison.OrdinalIgnoreCase))
        {
            return Bad("fixed_fee_currency", $"the profile's own currency, {currency.IsoCode}");
        }
        long fixedFee = present?.FixedFeeMinor ?? 0, min = present?.MinFeeMinor ?? 0, max = present?.MaxFeeMinor ?? 0;
        (string Name, string? Text)[] amounts = [("fixed_fee", fields.FixedFee), ("min_fee", fields.MinFee), ("max_fee", fields.MaxFee)];
        foreach (var (name, text) in amounts)
        {
            if (text is not null && !DecimalText.TryParse(text, currency.FractionDigits, out _))
            {
                return DomainError.Of(ErrorCode.InvalidAmount, name,
                    $"{name} must be plain digits with at most {currency.FractionDigits} decimals.");
            }
        }
        fixedFee = Amount(fields.FixedFee, currency, fixedFee);
        long? minFee = fields.MinFee is null ? present?.MinFeeMinor : Amount(fields.MinFee, currency, min);
        long? maxFee = fields.MaxFee is null ? present?.MaxFeeMinor : Amount(fields.MaxFee, currency, max);
        var terms = new PricingProfileTerms(fields.Name ?? present?.Name ?? "", scope, feeType, fixedFee,
            fields.PercentageFeeBps ?? present?.PercentageFeeBps ?? 0,
            minFee, maxFee, fields.SpreadBps ?? present?.SpreadBps ?? 0, side, fields.IsActive ?? present?.IsActive ?? true);
        return (terms, currency.FractionDigits);
    }

    public static async Task<Result<FxQuoteTerms>> QuoteAsync(BackofficeDbContext db, FxQuoteFields fields, FxQuoteTerms? present,
        CancellationToken cancellation)
    {
        var scoped = await ScopeAsync(db, fields.FlowType, fields.OtcType, fields.Asset, fields.Network, fields.FiatCurrency,
            present?.Scope, cancellation);
        if (scoped.Failed(out var unscoped))
        {
            return unscoped;
        }
        var reference = present?.ReferenceRate ?? default;
        if ((fields.ReferenceRate is not null || present is null) && (!Rate.TryParse(fields.ReferenceRate, out reference)
            || !reference.IsPlausible()))
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "reference_rate", $"reference_rate must be {Rate.Bounds}.");
        }
        var applied = present?.AppliedRate;
        if (fields.AppliedRate is { } text)
        {
            if (!Rate.TryParse(text, out var rate) || !rate.IsPlausible())
            {
                return DomainError.Of(ErrorCode.InvalidAmount, "applied_rate", $"applied_rate must be {Rate.Bounds}.");
            }
            applied = rate;
        }
        else if (fields.ReferenceRate is not null || fields.SpreadBps is not null)
        {
            // A new reference or spread makes an old applied rate meaningless; it is worked out again.
            applied = null;
        }
        return new FxQuoteTerms(scoped.Value.Scope, reference, applied, fields.SpreadBps ?? present?.SpreadBps,
            fields.Source ?? present?.Source ?? "manual",
            fields.ExpiresAtUtc ?? present?.ExpiresAtUtc, fields.IsActive ?? present?.IsActive ?? true);
    }

    public static async Task<Result<(PricingScope Scope, FiatCurrency Currency)>> ScopeAsync(
        BackofficeDbContext db, string? flowText, string? otcText, string? symbol, string? network, string? fiat, PricingScope? present,
        CancellationToken cancellation)
    {
        var flow = present?.Flow ?? default;
        if ((flowText is not null || present is null) && !Names.TryParse(flowText, out flow))
        {
            return Bad("flow_type", "onramp, offramp, p2p, b2b or b2b2c");
        }
        var otc = present?.Otc;
        if (otcText is not null)
        {
            if (!Names.TryParse<OtcType>(otcText, out var side))
            {
                return Bad("otc_type", "deposit or withdrawal");
            }
            otc = side;
        }
        var known = present is { } scope ? Asset.ByCode(scope.Asset) : null;
        if (Asset.Find(symbol ?? known?.Symbol, network ?? known?.Network.Code) is not { } asset)
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "asset", "asset is not known on that network.");
        }
        var code = (fiat ?? present?.FiatCurrency)?.Trim().ToUpperInvariant();
        if (string.IsNullOrEmpty(code))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "fiat_currency", "fiat_currency is required.");
        }
        var currency = await db.FiatCurrencies.AsNoTracking().FirstOrDefaultAsync(row => row.IsoCode == code, cancellation);
        return currency is { IsActive: true }
            ? (new PricingScope(flow, otc, asset.Code.Text, currency.IsoCode), currency)
            : DomainError.Of(ErrorCode.CurrencyNotActive, "fiat_currency", $"fiat_currency {code} is not an active currency.");
    }

    private static long Amount(string? text, FiatCurrency currency, long otherwise) =>
        text is not null && DecimalText.TryParse(text, currency.FractionDigits, out var minor) ? minor : otherwise;

    private static DomainError Bad(string field, string expected) =>
        DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} must be {expected}.");
}
