namespace OtcBackoffice.Domain.Orders;

/// <summary>How far a customer is known.</summary>
public enum KycStatus
{
    /// <summary>Nothing was asked yet.</summary>
    None,

    /// <summary>Papers are being looked at.</summary>
    Pending,

    /// <summary>Known; may place orders within the tier.</summary>
    Verified,

    /// <summary>Refused.</summary>
    Refused,
}

/// <summary>What a tier allows, in US cents.</summary>
/// <param name="PerOrderCents">Most that one order may be worth.</param>
/// <param name="RollingYearCents">Most that the orders of the last twelve months may be worth together.</param>
public sealed record TierLimits(long PerOrderCents, long RollingYearCents);

/// <summary>The tiers of customers of the platform API.</summary>
public static class CustomerTiers
{
    /// <summary>The highest tier.</summary>
    public const int Highest = 3;

    private static readonly TierLimits[] Limits =
    [
        new(0, 0),
        new(1_000_00, 15_000_00),
        new(50_000_00, 500_000_00),
        new(5_000_000_00, 250_000_000_00),
    ];

    /// <summary>What a tier allows; there are tiers 0 to <see cref="Highest"/>.</summary>
    public static TierLimits Of(int tier) => Limits[tier];
}
