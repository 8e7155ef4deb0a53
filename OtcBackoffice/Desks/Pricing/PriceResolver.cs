using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Pricing;

/// <summary>
/// Finds the price of a conversion: the newest active profile and the newest usable FX quote of exactly the asked scope.
/// Generic prices and prices of the desk are two pools that never mix (specification 004, pricing).
/// </summary>
public sealed class PriceResolver(DeskGate gate, TimeProvider clock)
{
    /// <summary>The price, or why there is none.</summary>
    public async Task<Result<ResolvedPriceView>> ResolveAsync(ResolvePrice ask, bool isOtc, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PricingResolve, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return (await TryAsync(reading, ask, isOtc, cancellation)).Price;
    }

    /// <summary>The same for the try page: also every row that was looked at and why it was or was not taken.</summary>
    public async Task<Result<PricingTrial>> TryAsync(ResolvePrice ask, bool isOtc, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PricingRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var (price, candidates) = await TryAsync(reading, ask, isOtc, cancellation);
        return new PricingTrial(price.IsSuccess ? price.Value : null, price.IsSuccess ? null : price.Error.Message, candidates);
    }

    private async Task<(Result<ResolvedPriceView> Price, List<PricingCandidate> Candidates)> TryAsync(
        DeskReading reading, ResolvePrice ask, bool isOtc, CancellationToken cancellation)
    {
        var candidates = new List<PricingCandidate>();
        var read = await ReadAsync(reading, ask, isOtc, cancellation);
        if (read.Failed(out var unreadable))
        {
            return (unreadable, candidates);
        }
        var (scope, currency, asset, amountType, amount) = read.Value;
        var now = clock.UtcNowMillis();
        var profiles = await reading.Db.PricingProfiles.Where(row => row.FiatCurrency == scope.FiatCurrency)
            .OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Take(200).ToListAsync(cancellation);
        var quotes = await reading.Db.FxQuotes.Where(row => row.FiatCurrency == scope.FiatCurrency)
            .OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Take(200).ToListAsync(cancellation);
        var profile = profiles.FirstOrDefault(row => Mismatch(row.Scope, scope, row.IsActive, false) is null);
        var quote = quotes.FirstOrDefault(row => Mismatch(row.Scope, scope, row.IsActive, row.ExpiresAtUtc <= now) is null);
        candidates.AddRange(profiles.Select(row =>
            Candidate("profile", row.Id, row.Name, row == profile, Mismatch(row.Scope, scope, row.IsActive, false))));
        candidates.AddRange(quotes.Select(row =>
            Candidate("fx_quote", row.Id, $"{row.Source} {row.ReferenceRate}", row == quote,
            Mismatch(row.Scope, scope, row.IsActive, row.ExpiresAtUtc <= now))));
        if (profile is null)
        {
            return (new DomainError(ErrorCode.PricingProfileNotFound, $"No active pricing profile matches {Words(scope, asset)}."),
                candidates);
        }
        if (quote is null)
        {
            return (new DomainError(ErrorCode.FxQuoteNotFound, $"No active FX quote matches {Words(scope, asset)}."), candidates);
        }
        var price = amountType == AmountInType.Fiat
            ? PriceBreakdown.FiatIn(profile, quote, amount, currency.FractionDigits, asset.Scale)
            : PriceBreakdown.CryptoIn(profile, quote, amount, currency.FractionDigits, asset.Scale);
        return (price.Map(numbers => View(ask, scope, currency, asset, amountType, profile, quote, numbers, now)), candidates);
    }

    private static async Task<Result<(PricingScope Scope, FiatCurrency Currency, Asset Asset, AmountInType Type, long Amount)>> ReadAsync(
        DeskReading reading, ResolvePrice ask, bool isOtc, CancellationToken cancellation)
    {
        var scoped = await PricingTermsReader.ScopeAsync(reading.Db, ask.FlowType, isOtc ? ask.OtcType : null, ask.Asset, ask.Network,
            ask.FiatCurrency, null, cancellation);
        if (scoped.Failed(out var unscoped))
        {
            return unscoped;
        }
        var (scope, currency) = scoped.Value;
        if (isOtc && (scope.Flow != FlowType.B2b || scope.Otc is null))
        {
            return scope.Flow != FlowType.B2b
                ? DomainError.Of(ErrorCode.InvalidRequest, "flow_type", "flow_type must be b2b here.")
                : DomainError.Of(ErrorCode.InvalidRequest, "otc_type", "otc_type must be deposit or withdrawal.");
        }
        if (!Names.TryParse<AmountInType>(ask.AmountInType, out var type))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "amount_in_type", "amount_in_type must be fiat or crypto.");
        }
        if (isOtc && type != (scope.Otc == OtcType.Deposit ? AmountInType.Fiat : AmountInType.Crypto))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "amount_in_type",
                "amount_in_type is fiat for deposits and crypto for withdrawals.");
        }
        var asset = Asset.ByCode(scope.Asset);
        var scale = type == AmountInType.Fiat ? currency.FractionDigits : asset.Scale;
        return DecimalText.TryParse(ask.AmountIn, scale, out var amount) && amount > 0
            ? (scope, currency, asset, type, amount)
            : DomainError.Of(ErrorCode.InvalidAmount, "amount_in",
                $"amount_in must be plain digits above zero with at most {scale} decimals.");
    }

    private static string? Mismatch(PricingScope row, PricingScope asked, bool isActive, bool isExpired)
    {
        if (row.Otc != asked.Otc)
        {
            return asked.Otc is null ? "It is for the desk (otc_type is set); generic prices take only rows without one."
                : $"Its otc_type is {Otc(row.Otc)}, not {Otc(asked.Otc)}.";
        }
        if (row.Flow != asked.Flow)
        {
            return $"Its flow_type is {Names.Snake(row.Flow)}, not {Names.Snake(asked.Flow)}.";
        }
        if (row.Asset != asked.Asset)
        {
            return $"It is for {row.Asset}, not {asked.Asset}.";
        }
        if (!isActive)
        {
            return "It is not active.";
        }
        return isExpired ? "It has lapsed." : null;
    }

    private static string Otc(OtcType? type) => type is { } set ? Names.Snake(set) : "not set";

    private static PricingCandidate Candidate(string kind, Guid id, string label, bool isTaken, string? mismatch) =>
        new(kind, id, label, isTaken, isTaken ? "Taken: the newest that matches." : mismatch ?? "It matches, but a newer one does too.");

    private static string Words(PricingScope scope, Asset asset) =>
        $"flow_type {Names.Snake(scope.Flow)}, otc_type {Otc(scope.Otc)}, {scope.FiatCurrency} and {asset.Symbol} on {asset.Network.Code}";

    private static ResolvedPriceView View(
        ResolvePrice ask, PricingScope scope, FiatCurrency currency, Asset asset, AmountInType type, PricingProfile profile, FxQuote quote,
        PriceBreakdown price, DateTime now) => new()
    {
        OtcType = scope.Otc,
        PricingProfileId = profile.Id,
        FxRateQuoteId = quote.Id,
        FlowType = scope.Flow,
        Network = asset.Network.Code,
        Asset = asset.Symbol,
        FiatCurrency = currency.IsoCode,
        AmountIn = ask.AmountIn!,
        AmountInType = type,
        ReferenceFxRate = price.ReferenceRate.ToString(),
        AppliedFxRate = price.AppliedRate.ToString(),
        SpreadBps = price.SpreadBps,
        SpreadAmount = currency.Format(price.SpreadFiatMinor),
        FixedFee = currency.Format(price.FixedFeeMinor),
        PercentageFeeBps = profile.FeeType is FeeType.Percentage or FeeType.Hybrid ? profile.PercentageFeeBps : 0,
        PercentageFeeAmount = currency.Format(price.PercentageFeeMinor),
        TotalFeeAmount = currency.Format(price.FeeMinor),
        GrossFiatAmount = currency.Format(price.GrossFiatMinor),
        NetFiatAmount = currency.Format(price.NetFiatMinor),
        GrossCryptoAmount = asset.Format(price.GrossAssetMinor),
        NetCryptoAmount = asset.Format(price.NetAssetMinor),
        SettlementSide = profile.SettlementSide,
        RateSource = quote.Source,
        QuotedAtUtc = now,
        ExpiresAtUtc = quote.ExpiresAtUtc,
    };
}
