namespace OtcBackoffice.Desks.Withdrawals;

/// <summary>A withdrawal as a merchant asks for it. Amounts and codes are text as the caller wrote them; the desk reads them
/// strictly.</summary>
public sealed record CreateWithdrawal
{
    /// <summary><c>bank</c> or <c>mpesa</c>; bank when absent.</summary>
    public string? Method { get; init; }

    /// <summary>Short for a USDT amount; excludes <see cref="CryptoAmount"/>.</summary>
    public string? UsdtAmount { get; init; }
    public string? CryptoAmount { get; init; }
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? FiatCurrency { get; init; }

    /// <summary>The custodial wallet that the crypto came in on, or null.</summary>
    public Guid? FromWalletId { get; init; }
    public string? PayoutBankAccount { get; init; }
    public string? PayoutBankName { get; init; }
    public string? PayoutPhoneNumber { get; init; }
    public Guid? PricingProfileId { get; init; }
    public Guid? FxRateQuoteId { get; init; }

    /// <summary>Whose withdrawal it is, when the caller says so; nobody asks for somebody else.</summary>
    public Guid? MerchantId { get; init; }
}
