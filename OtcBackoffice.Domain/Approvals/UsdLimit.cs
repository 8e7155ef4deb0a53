using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Domain.Approvals;

/// <summary>A limit that is kept among the desk's settings, so that changing it needs no new policy.</summary>
public enum NamedLimit
{
    /// <summary>Most that an officer decides alone (OTC_OFFICER_MAX_USD).</summary>
    OfficerCap,

    /// <summary>Above this, whoever confirmed may not credit as well.</summary>
    FourEyes,
}

/// <summary>The named limits in US cents, as they stood when a decision was made.</summary>
public sealed record PolicyLimits(long OfficerCapUsdCents, long FourEyesUsdCents)
{
    /// <summary>One of them.</summary>
    public long Cents(NamedLimit limit) =>
        limit switch { NamedLimit.OfficerCap => OfficerCapUsdCents, NamedLimit.FourEyes => FourEyesUsdCents };
}

/// <summary>A limit of a rule: an amount in US dollars, or the name of a setting.</summary>
public sealed record UsdLimit
{
    private UsdLimit(NamedLimit? named, long fixedCents) => (Named, FixedCents) = (named, fixedCents);

    /// <summary>The setting, or null when the amount stands in the rule itself.</summary>
    public NamedLimit? Named { get; }

    /// <summary>The amount in US cents when it is not named.</summary>
    public long FixedCents { get; }

    /// <summary>A limit by the name of its setting.</summary>
    public static UsdLimit Of(NamedLimit named) => new(named, 0);

    /// <summary>A limit of so many US cents.</summary>
    public static UsdLimit Of(long cents) => new(null, cents);

    /// <summary>Reads <c>officer_cap</c> or <c>2500.00</c>.</summary>
    public static UsdLimit? Parse(string text) => Names.TryParse<NamedLimit>(text, out var named) ? Of(named)
        : DecimalText.TryParse(text, UsdNotional.Scale, out var cents) ? Of(cents) : null;

    /// <summary>What it amounts to under the given settings.</summary>
    public long Cents(PolicyLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return Named is { } named ? limits.Cents(named) : FixedCents;
    }

    /// <inheritdoc/>
    public override string ToString() => Named is { } named ? Names.Snake(named) : DecimalText.Format(FixedCents, UsdNotional.Scale);
}
