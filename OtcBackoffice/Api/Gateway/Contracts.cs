using System.Text.Json.Serialization;

namespace OtcBackoffice.Api.Gateway;

/// <summary>A payment to make.</summary>
internal sealed record PaymentRequest
{
    [JsonConverter(typeof(AmountText))]
    public string? Amount { get; init; }
    public string? Currency { get; init; }
    public string? PriceCurrency { get; init; }
    public string? CallbackUrl { get; init; }
    public string? OrderId { get; init; }
    public string? OrderDescription { get; init; }
    public bool? IsFixedRate { get; init; }
    public bool? IsFeePaidByUser { get; init; }
    public string? CustomerEmail { get; init; }
    public string? WalletId { get; init; }
    public int? ExpiryMinutes { get; init; }
    public string? SuccessUrl { get; init; }
    public string? CancelUrl { get; init; }
    public bool? PartiallyPaymentsAllow { get; init; }
}

/// <summary>A payment to look at.</summary>
internal sealed record PaymentStatusRequest
{
    public string? TransactionId { get; init; }
}

/// <summary>A withdrawal to make or to simulate.</summary>
internal sealed record WithdrawalRequest
{
    [JsonConverter(typeof(AmountText))]
    public string? Amount { get; init; }
    public string? Currency { get; init; }

    [JsonConverter(typeof(AmountText))]
    public string? PriceAmount { get; init; }
    public string? PriceCurrency { get; init; }
    public string? Blockchain { get; init; }
    public string? Token { get; init; }
    public string? Address { get; init; }
    public string? Memo { get; init; }
    public string? CustomId { get; init; }
    public bool? FinalAmount { get; init; }
    public string? CallbackUrl { get; init; }
    public string? WalletId { get; init; }
    public string? AccountId { get; init; }
}

/// <summary>Many withdrawals; each is read on its own, so that one that cannot be read has its own error.</summary>
internal sealed record BatchRequest
{
    public IReadOnlyList<System.Text.Json.JsonElement>? Withdrawals { get; init; }
}

/// <summary>A withdrawal to look at.</summary>
internal sealed record WithdrawalStatusRequest
{
    public string? WithdrawalId { get; init; }
}

/// <summary>An address to check, with at least one word of what chain it is for.</summary>
internal sealed record AddressRequest
{
    public string? Address { get; init; }
    public string? Currency { get; init; }
    public string? Blockchain { get; init; }
    public string? Type { get; init; }
}

/// <summary>A currency by its code.</summary>
internal sealed record CurrencyRequest
{
    public string? Currency { get; init; }
}

/// <summary>A sub-account to make.</summary>
internal sealed record WalletRequest
{
    public string? Name { get; init; }
    public string? ExternalId { get; init; }
}

/// <summary>A sub-account by one of its names.</summary>
internal sealed record WalletLookup
{
    public string? WalletId { get; init; }
    public string? ExternalId { get; init; }
}

/// <summary>A transfer to make.</summary>
internal sealed record TransferRequest
{
    public string? WalletId { get; init; }
    public string? ExternalId { get; init; }
    public string? Currency { get; init; }

    [JsonConverter(typeof(AmountText))]
    public string? Amount { get; init; }
    public string? CallbackUrl { get; init; }
}

/// <summary>A part of a transfer history.</summary>
internal sealed record HistoryRequest
{
    public string? WalletId { get; init; }
    public string? ExternalId { get; init; }
    public string? Status { get; init; }
    public string? TransferType { get; init; }
    public string? Currency { get; init; }
    public int? Limit { get; init; }
    public int? Offset { get; init; }
}

/// <summary>Where a tenant hears of its records.</summary>
internal sealed record WebhookRequest
{
    public string? CallbackUrl { get; init; }
}

/// <summary>A payment link to make.</summary>
internal sealed record LinkRequest
{
    [JsonConverter(typeof(AmountText))]
    public string? Amount { get; init; }
    public string? PriceCurrency { get; init; }
    public string? Currency { get; init; }
    public string? OrderDescription { get; init; }
    public string? ExpiresAt { get; init; }
    public int? MaxPayments { get; init; }
}

/// <summary>An application to make.</summary>
internal sealed record AppRequest
{
    public string? Name { get; init; }
    public string? Scope { get; init; }
}
