namespace OtcBackoffice.Desks.Gateway;

/// <summary>A withdrawal as a tenant asks for it; amounts are text and are read strictly.</summary>
public sealed record CreateGatewayWithdrawal
{
    /// <summary>The amount in coins; instead of <see cref="PriceAmount"/>.</summary>
    public string? Amount { get; init; }

    /// <summary>The currency code; instead of <see cref="Blockchain"/> and <see cref="Token"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>The amount in <see cref="PriceCurrency"/>.</summary>
    public string? PriceAmount { get; init; }

    /// <summary>USD, which is the default.</summary>
    public string? PriceCurrency { get; init; }

    /// <summary>The chain.</summary>
    public string? Blockchain { get; init; }

    /// <summary>The ticker.</summary>
    public string? Token { get; init; }

    /// <summary>Where to.</summary>
    public string? Address { get; init; }

    /// <summary>What goes with the address.</summary>
    public string? Memo { get; init; }

    /// <summary>The tenant's own id of it.</summary>
    public string? CustomId { get; init; }

    /// <summary>Whether the amount is what arrives.</summary>
    public bool FinalAmount { get; init; }

    /// <summary>Who hears of it in place of the tenant's endpoint.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The sub-account that pays: <c>w_...</c>.</summary>
    public string? WalletId { get; init; }

    /// <summary>The sub-account that pays, by the id that balances show.</summary>
    public string? AccountId { get; init; }
}

/// <summary>A payment as a tenant asks for it.</summary>
public sealed record CreateGatewayPayment
{
    /// <summary>The price.</summary>
    public string? Amount { get; init; }

    /// <summary>What is paid in.</summary>
    public string? Currency { get; init; }

    /// <summary>What the price is in; without it, the coin itself.</summary>
    public string? PriceCurrency { get; init; }

    /// <summary>Who hears of it in place of the tenant's endpoint.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The tenant's order.</summary>
    public string? OrderId { get; init; }

    /// <summary>What the payer reads.</summary>
    public string? OrderDescription { get; init; }

    /// <summary>Whether the rate of now holds until it expires.</summary>
    public bool? IsFixedRate { get; init; }

    /// <summary>Whether the payer pays the fee on top.</summary>
    public bool? IsFeePaidByUser { get; init; }

    /// <summary>Who pays.</summary>
    public string? CustomerEmail { get; init; }

    /// <summary>The sub-account that is credited.</summary>
    public string? WalletId { get; init; }

    /// <summary>How long it may be paid.</summary>
    public int? ExpiryMinutes { get; init; }

    /// <summary>Where the checkout leads when it is paid.</summary>
    public string? SuccessUrl { get; init; }

    /// <summary>Where it leads when it is not.</summary>
    public string? CancelUrl { get; init; }

    /// <summary>Whether parts are welcome.</summary>
    public bool? PartiallyPaymentsAllow { get; init; }
}

/// <summary>A transfer between the main account and a sub-account.</summary>
public sealed record CreateGatewayTransfer
{
    /// <summary>The sub-account by its <c>w_...</c>.</summary>
    public string? WalletId { get; init; }

    /// <summary>The sub-account by the tenant's own id.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The currency code.</summary>
    public string? Currency { get; init; }

    /// <summary>The amount.</summary>
    public string? Amount { get; init; }

    /// <summary>Who hears of it in place of the tenant's endpoint.</summary>
    public string? CallbackUrl { get; init; }
}

/// <summary>A page of a list by offset, as specification 002 counts.</summary>
/// <param name="Limit">Most rows, 1 to 100.</param>
/// <param name="Offset">Rows that are skipped.</param>
public sealed record GatewayPage(int Limit, int Offset);

/// <summary>A page of rows with how many there are.</summary>
public sealed record GatewayRows<T>(IReadOnlyList<T> Rows, int Total, GatewayPage Page);

/// <summary>How a list of withdrawals is cut and ordered.</summary>
public sealed record GatewayWithdrawalFilter(GatewayPage Page)
{
    /// <summary>A status of the wire.</summary>
    public string? Status { get; init; }

    /// <summary>The chain.</summary>
    public string? Blockchain { get; init; }

    /// <summary>The ticker.</summary>
    public string? Token { get; init; }

    /// <summary>The tenant's own id.</summary>
    public string? CustomId { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTime? FromUtc { get; init; }

    /// <summary>Up to this moment, which is left out.</summary>
    public DateTime? ToUtc { get; init; }

    /// <summary><c>created_at</c> or <c>amount</c>, with a hyphen before it for the other way.</summary>
    public string Sort { get; init; } = "-created_at";

    /// <summary>For staff: this merchant only.</summary>
    public Guid? MerchantId { get; init; }
}
