namespace OtcBackoffice.Api.Platform;

/// <summary>The fiat side of an order that is asked for.</summary>
internal sealed record FiatRequest
{
    public string? Currency { get; init; }
    public string? Amount { get; init; }
}

/// <summary>The crypto side of an order that is asked for.</summary>
internal sealed record CryptoRequest
{
    public string? Asset { get; init; }
    public string? Network { get; init; }
    public string? Amount { get; init; }
}

/// <summary>An order that is asked for. What begins with sender is for an onramp, what begins with payout for an offramp.</summary>
internal sealed record OrderRequest
{
    public string? Type { get; init; }
    public FiatRequest? Fiat { get; init; }
    public CryptoRequest? Crypto { get; init; }
    public string? CustomerId { get; init; }

    /// <summary><c>bank</c> or <c>mpesa</c>; bank when absent.</summary>
    public string? Method { get; init; }
    public string? PaymentReference { get; init; }
    public string? TransferDate { get; init; }
    public string? SenderAccountName { get; init; }
    public string? SenderAccountNumberLast4 { get; init; }
    public string? SenderBankName { get; init; }
    public string? SenderBankBranch { get; init; }
    public string? PhoneNumber { get; init; }
    public Guid? ToWalletId { get; init; }
    public Guid? FromWalletId { get; init; }
    public string? PayoutBankAccount { get; init; }
    public string? PayoutBankName { get; init; }
    public string? PayoutPhoneNumber { get; init; }
}

/// <summary>A new webhook endpoint.</summary>
internal sealed record EndpointRequest
{
    public string? Url { get; init; }
    public IReadOnlyList<string>? Events { get; init; }
}
