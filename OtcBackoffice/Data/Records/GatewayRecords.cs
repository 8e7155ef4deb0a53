namespace OtcBackoffice.Data.Records;

/// <summary>One transaction that pays to the address of a payment, as the chain shows it now.</summary>
public sealed class GatewayPaymentPart
{
    public Guid Id { get; set; }
    public Guid PaymentId { get; set; }
    public string Network { get; set; } = "";
    public string TxHash { get; set; } = "";

    /// <summary>The canonical code of what came; it may be another asset than the payment's.</summary>
    public string Asset { get; set; } = "";
    public long AmountMinor { get; set; }
    public long? BlockNumber { get; set; }
    public int BlockDepth { get; set; }

    /// <summary>What of it is final. One transaction may pay in several transfers, and they become final one after the other.</summary>
    public long FinalMinor { get; set; }

    /// <summary>Whether it was deep enough once; from then on it is in the books and never taken back.</summary>
    public bool IsFinal { get; set; }

    /// <summary>Whether screening named its payer: it counts for nothing, and waits as an exception.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Whether it came while the payment could be paid.</summary>
    public bool IsInTime { get; set; }
    public DateTime SeenAtUtc { get; set; }

    /// <summary>Coins per US dollar when it was first seen, as text, or null when no rate was known.</summary>
    public string? RateText { get; set; }
}

/// <summary>One change of a tenant's balance; append-only. Each stands beside the journal entry of the same event.</summary>
public sealed class GatewayHistoryRow
{
    public long Id { get; set; }
    public Guid MerchantId { get; set; }

    /// <summary>The sub-account, or null for the main account.</summary>
    public Guid? WalletId { get; set; }
    public string Asset { get; set; } = "";

    /// <summary>One of the types of docs/gateway.md.</summary>
    public string Type { get; set; } = "";

    /// <summary>Signed minor units.</summary>
    public long SignedMinor { get; set; }
    public Guid SubjectId { get; set; }

    /// <summary>The id that the tenant knows the cause by.</summary>
    public string ReferenceId { get; set; } = "";
    public DateTime CreatedAtUtc { get; set; }
}

/// <summary>An OAuth application of a tenant: the number of the wire and its credential.</summary>
public sealed class GatewayApp
{
    public long Number { get; set; }
    public Guid CredentialId { get; set; }
    public Guid MerchantId { get; set; }
    public DateTime CreatedAtUtc { get; set; }
}

/// <summary>A link by which anybody who has it makes a payment.</summary>
public sealed class GatewayPaymentLink
{
    public Guid Id { get; set; }
    public long Number { get; set; }
    public Guid MerchantId { get; set; }
    public string Token { get; set; } = "";

    /// <summary>US cents, or null when the payer names the amount.</summary>
    public long? UsdCents { get; set; }

    /// <summary>The coin's code, or null when the payer chooses.</summary>
    public string? Coin { get; set; }
    public string OrderDescription { get; set; } = "";
    public DateTime? ExpiresAtUtc { get; set; }
    public int? PaymentsMax { get; set; }
    public int PaymentsMade { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime? EndedAtUtc { get; set; }
}

/// <summary>One row of a batch: the withdrawal that it became, or why it became none.</summary>
public sealed class GatewayBatchRow
{
    public Guid BatchId { get; set; }
    public int Row { get; set; }

    /// <summary>The withdrawal as it was asked for, as JSON; null where the row could not be read.</summary>
    public string? Command { get; set; }
    public Guid? WithdrawalId { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorMessage { get; set; }
}
