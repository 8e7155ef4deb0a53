using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Pricing;

/// <summary>What a profile says; one record for making and changing.</summary>
/// <param name="Name">What staff call it.</param>
/// <param name="Scope">What it prices.</param>
/// <param name="FeeType">How it charges.</param>
/// <param name="FixedFeeMinor">The fixed fee in minor units of the fiat currency.</param>
/// <param name="PercentageFeeBps">The share in basis points of the gross fiat amount.</param>
/// <param name="MinFeeMinor">The least total fee in fiat minor units, or null.</param>
/// <param name="MaxFeeMinor">The most total fee in fiat minor units, or null.</param>
/// <param name="SpreadBps">The spread used when the FX quote carries none.</param>
/// <param name="SettlementSide">Who bears the fee in the merchant's books.</param>
/// <param name="IsActive">Whether it may be picked.</param>
public sealed record PricingProfileTerms(
    string Name, PricingScope Scope, FeeType FeeType, long FixedFeeMinor, int PercentageFeeBps, long? MinFeeMinor,
    long? MaxFeeMinor, int SpreadBps, SettlementSide SettlementSide, bool IsActive);

/// <summary>A commercial price: fees and the default spread of one scope.</summary>
public sealed class PricingProfile
{
    /// <summary>Most basis points that a fee or spread may be: half of the amount is surely a slip of the keyboard.</summary>
    public const int BpsMax = 5_000;

    private PricingProfile()
    {
    }

    /// <summary>The profile's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What staff call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The product.</summary>
    public FlowType FlowType { get; private set; }

    /// <summary>The side of the desk, or null for a generic price.</summary>
    public OtcType? OtcType { get; private set; }

    /// <summary>The asset's canonical code.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>The ISO code.</summary>
    public string FiatCurrency { get; private set; } = "";

    /// <summary>How it charges.</summary>
    public FeeType FeeType { get; private set; }

    /// <summary>The fixed fee in fiat minor units.</summary>
    public long FixedFeeMinor { get; private set; }

    /// <summary>The share in basis points.</summary>
    public int PercentageFeeBps { get; private set; }

    /// <summary>The least total fee in fiat minor units, or null.</summary>
    public long? MinFeeMinor { get; private set; }

    /// <summary>The most total fee in fiat minor units, or null.</summary>
    public long? MaxFeeMinor { get; private set; }

    /// <summary>The spread used when the FX quote carries none.</summary>
    public int SpreadBps { get; private set; }

    /// <summary>Who bears the fee in the merchant's books.</summary>
    public SettlementSide SettlementSide { get; private set; }

    /// <summary>Whether it may be picked.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Changes with every write; a quote keeps the numbers it was given under.</summary>
    public int Version { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>What it prices.</summary>
    public PricingScope Scope => new(FlowType, OtcType, Asset, FiatCurrency);

    /// <summary>The terms as they stand.</summary>
    public PricingProfileTerms Terms => new(Name, Scope, FeeType, FixedFeeMinor, PercentageFeeBps, MinFeeMinor, MaxFeeMinor,
        SpreadBps, SettlementSide, IsActive);

    /// <summary>Makes a profile.</summary>
    public static Result<PricingProfile> Create(Guid id, PricingProfileTerms terms, DateTime now)
    {
        var profile = new PricingProfile { Id = id, CreatedAtUtc = now };
        return profile.Change(terms);
    }

    /// <summary>Replaces the terms.</summary>
    public Result<PricingProfile> Change(PricingProfileTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (Fault(terms) is { } error)
        {
            return error;
        }
        Name = terms.Name.Trim();
        (FlowType, OtcType, Asset, FiatCurrency) = (terms.Scope.Flow, terms.Scope.Otc, terms.Scope.Asset, terms.Scope.FiatCurrency);
        (FeeType, FixedFeeMinor, PercentageFeeBps) = (terms.FeeType, terms.FixedFeeMinor, terms.PercentageFeeBps);
        (MinFeeMinor, MaxFeeMinor, SpreadBps) = (terms.MinFeeMinor, terms.MaxFeeMinor, terms.SpreadBps);
        (SettlementSide, IsActive) = (terms.SettlementSide, terms.IsActive);
        Version++;
        return this;
    }

    /// <summary>The total fee for a gross fiat amount, rounded up and held between the bounds.</summary>
    public (long FixedMinor, long PercentageMinor, long TotalMinor) FeeFor(long grossFiatMinor)
    {
        var fixedFee = FeeType is FeeType.Fixed or FeeType.Hybrid ? FixedFeeMinor : 0;
        var share = FeeType is FeeType.Percentage or FeeType.Hybrid ? Bps.ShareUp(grossFiatMinor, PercentageFeeBps) : 0;
        var total = Math.Max(fixedFee + share, MinFeeMinor ?? 0);
        return (fixedFee, share, Math.Min(total, MaxFeeMinor ?? long.MaxValue));
    }

    private static DomainError? Fault(PricingProfileTerms terms)
    {
        if (string.IsNullOrWhiteSpace(terms.Name) || terms.Name.Trim().Length > 120)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "name", "name must have 1 to 120 characters.");
        }
        if (terms.Scope.Otc is not null && terms.Scope.Flow != FlowType.B2b)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "otc_type", "otc_type goes with flow_type b2b only.");
        }
        if (terms.PercentageFeeBps is < 0 or > BpsMax || terms.SpreadBps is < 0 or > BpsMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "spread_bps", $"Basis points must be 0 to {BpsMax}.");
        }
        if (terms.FixedFeeMinor < 0 || terms.MinFeeMinor < 0 || terms.MaxFeeMinor < terms.MinFeeMinor || terms.MaxFeeMinor < 0)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "min_fee", "Fees must not be negative, and min_fee not above max_fee.");
        }
        return null;
    }
}
