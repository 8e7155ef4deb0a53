namespace OtcBackoffice.Domain.Pricing;

/// <summary>The product a price is for (specification 004, pricing).</summary>
public enum FlowType
{
    /// <summary>Fiat in, crypto out, retail.</summary>
    Onramp,

    /// <summary>Crypto in, fiat out, retail.</summary>
    Offramp,

    /// <summary>Person to person.</summary>
    P2p,

    /// <summary>Business to business, by the desk.</summary>
    B2b,

    /// <summary>Business to business to consumer.</summary>
    B2b2c,
}

/// <summary>Which side of the desk a b2b price is for. Absent on generic prices; the two pools never mix.</summary>
public enum OtcType
{
    /// <summary>Fiat in, crypto out.</summary>
    Deposit,

    /// <summary>Crypto in, fiat out.</summary>
    Withdrawal,
}

/// <summary>How a profile charges.</summary>
public enum FeeType
{
    /// <summary>No fee.</summary>
    None,

    /// <summary>A fixed amount.</summary>
    Fixed,

    /// <summary>A share of the fiat amount.</summary>
    Percentage,

    /// <summary>A fixed amount and a share.</summary>
    Hybrid,
}

/// <summary>Who bears the fee in the merchant's own books; shown, not computed with.</summary>
public enum SettlementSide
{
    /// <summary>The merchant's customer.</summary>
    Customer,

    /// <summary>The merchant.</summary>
    Merchant,

    /// <summary>Both.</summary>
    Split,
}

/// <summary>What the entered amount counts.</summary>
public enum AmountInType
{
    /// <summary>Fiat goes in, crypto comes out.</summary>
    Fiat,

    /// <summary>Crypto goes in, fiat comes out.</summary>
    Crypto,
}

/// <summary>What a profile and a quote must both be for.</summary>
/// <param name="Flow">The product.</param>
/// <param name="Otc">The side of the desk, or null for a generic price.</param>
/// <param name="Asset">The asset's canonical code.</param>
/// <param name="FiatCurrency">The ISO code.</param>
public readonly record struct PricingScope(FlowType Flow, OtcType? Otc, string Asset, string FiatCurrency);
