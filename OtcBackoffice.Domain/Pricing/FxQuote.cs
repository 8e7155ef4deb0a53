using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Pricing;

/// <summary>What an FX quote says; one record for making and changing.</summary>
/// <param name="Scope">What it prices.</param>
/// <param name="ReferenceRate">Fiat per one unit of the asset, before any spread.</param>
/// <param name="AppliedRate">The rate that customers get, or null to work it out from the spread.</param>
/// <param name="SpreadBps">The spread, or null to take the profile's.</param>
/// <param name="Source">Where the reference rate comes from.</param>
/// <param name="ExpiresAtUtc">The first instant at which it may no longer be used, or null.</param>
/// <param name="IsActive">Whether it may be picked.</param>
public sealed record FxQuoteTerms(
    PricingScope Scope, Rate ReferenceRate, Rate? AppliedRate, int? SpreadBps, string Source, DateTime? ExpiresAtUtc, bool IsActive);

/// <summary>A rate snapshot of one scope. Deposits keep the numbers they were priced with.</summary>
public sealed class FxQuote
{
    private FxQuote()
    {
    }

    /// <summary>The quote's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The product.</summary>
    public FlowType FlowType { get; private set; }

    /// <summary>The side of the desk, or null for a generic price.</summary>
    public OtcType? OtcType { get; private set; }

    /// <summary>The asset's canonical code.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>The ISO code.</summary>
    public string FiatCurrency { get; private set; } = "";

    /// <summary>Fiat per one unit of the asset, before any spread.</summary>
    public Rate ReferenceRate { get; private set; }

    /// <summary>The rate that customers get, or null to work it out from the spread.</summary>
    public Rate? AppliedRate { get; private set; }

    /// <summary>The spread, or null to take the profile's.</summary>
    public int? SpreadBps { get; private set; }

    /// <summary>Where the reference rate comes from.</summary>
    public string Source { get; private set; } = "";

    /// <summary>The first instant at which it may no longer be used, or null when it does not lapse by itself.</summary>
    public DateTime? ExpiresAtUtc { get; private set; }

    /// <summary>Whether it may be picked.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>What it prices.</summary>
    public PricingScope Scope => new(FlowType, OtcType, Asset, FiatCurrency);

    /// <summary>The terms as they stand.</summary>
    public FxQuoteTerms Terms => new(Scope, ReferenceRate, AppliedRate, SpreadBps, Source, ExpiresAtUtc, IsActive);

    /// <summary>Whether it may be used now.</summary>
    public bool IsUsableAt(DateTime now) => IsActive && !(ExpiresAtUtc <= now);

    /// <summary>Makes a quote.</summary>
    public static Result<FxQuote> Create(Guid id, FxQuoteTerms terms, DateTime now)
    {
        var quote = new FxQuote { Id = id, CreatedAtUtc = now };
        return quote.Change(terms);
    }

    /// <summary>Replaces the terms.</summary>
    public Result<FxQuote> Change(FxQuoteTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Scope.Otc is not null && terms.Scope.Flow != FlowType.B2b)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "otc_type", "otc_type goes with flow_type b2b only.");
        }
        if (terms.SpreadBps is < 0 or > PricingProfile.BpsMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "spread_bps", $"Basis points must be 0 to {PricingProfile.BpsMax}.");
        }
        if (terms.ReferenceRate.Mantissa <= 0)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reference_rate", "reference_rate must be above zero.");
        }
        if (string.IsNullOrWhiteSpace(terms.Source) || terms.Source.Length > 80)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "source", "source must have 1 to 80 characters.");
        }
        if (terms.AppliedRate is { } applied && IsAgainstTheDesk(terms, applied))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "applied_rate", "applied_rate is worse for the desk than reference_rate.");
        }
        (FlowType, OtcType, Asset, FiatCurrency) = (terms.Scope.Flow, terms.Scope.Otc, terms.Scope.Asset, terms.Scope.FiatCurrency);
        (ReferenceRate, AppliedRate, SpreadBps) = (terms.ReferenceRate, terms.AppliedRate, terms.SpreadBps);
        (Source, ExpiresAtUtc, IsActive) = (terms.Source.Trim(), terms.ExpiresAtUtc, terms.IsActive);
        Version++;
        return this;
    }

    // A customer who brings fiat pays at least the reference rate, one who brings crypto gets at most it. A generic
    // quote serves both directions, so nothing can be said about it here.
    private static bool IsAgainstTheDesk(FxQuoteTerms terms, Rate applied) => terms.Scope.Otc switch
    {
        Pricing.OtcType.Deposit => terms.ReferenceRate.IsAbove(applied),
        Pricing.OtcType.Withdrawal => applied.IsAbove(terms.ReferenceRate),
        null => false,
    };
}
