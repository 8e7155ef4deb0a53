namespace OtcBackoffice.Domain.Monetary;

/// <summary>An amount in the minor units of one asset. Arithmetic is checked and refuses to mix assets.</summary>
/// <param name="MinorUnits">The count of minor units; the asset's book scale says how many make one.</param>
/// <param name="Asset">What is counted.</param>
public readonly record struct Money(long MinorUnits, AssetCode Asset) : IComparable<Money>
{
    /// <summary>Nothing of an asset.</summary>
    public static Money Zero(AssetCode asset) => new(0, asset);

    /// <summary>Whether the amount is above zero.</summary>
    public bool IsPositive => MinorUnits > 0;

    /// <summary>Whether the amount is below zero.</summary>
    public bool IsNegative => MinorUnits < 0;

    /// <summary>Whether the amount is zero.</summary>
    public bool IsZero => MinorUnits == 0;

    /// <summary>The sum; mixing assets is a defect.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + right.Same(left)), left.Asset);

    /// <summary>The difference; mixing assets is a defect.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - right.Same(left)), left.Asset);

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money value) => new(checked(-value.MinorUnits), value.Asset);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>Named form of addition.</summary>
    public Money Add(Money other) => this + other;

    /// <summary>Named form of subtraction.</summary>
    public Money Subtract(Money other) => this - other;

    /// <summary>Named form of negation.</summary>
    public Money Negate() => -this;

    /// <inheritdoc/>
    public int CompareTo(Money other) => MinorUnits.CompareTo(other.Same(this));

    /// <summary>
    /// Splits the amount into equal parts and returns what is left over, so that no minor unit vanishes:
    /// parts times share plus remainder is the amount.
    /// </summary>
    public (Money Share, Money Remainder) Split(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        return (new Money(MinorUnits / parts, Asset), new Money(MinorUnits % parts, Asset));
    }

    private long Same(Money other) => Asset == other.Asset
        ? MinorUnits
        : throw new InvalidOperationException($"{Asset} and {other.Asset} cannot be counted together.");
}
