namespace OtcBackoffice.Domain.Merchants;

/// <summary>Whether a fiat account may be used.</summary>
public enum FiatAccountStatus
{
    /// <summary>It may be paid from and into.</summary>
    Active,

    /// <summary>It is kept for its history only.</summary>
    Inactive,
}

/// <summary>A customer's fiat account with the desk. Its balance is a part of the merchant's available balance in the books.</summary>
public sealed class FiatAccount
{
    private FiatAccount()
    {
    }

    /// <summary>The account's id; the books keep its balance under it.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>What the customer calls it.</summary>
    public string Label { get; private set; } = "";

    /// <summary>The ISO code of its currency.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>Its international account number.</summary>
    public string Iban { get; private set; } = "";

    /// <summary>The bank that holds it.</summary>
    public string BankName { get; private set; } = "";

    /// <summary>Whether it may be used.</summary>
    public FiatAccountStatus Status { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Opens an account.</summary>
    public static FiatAccount Open(Guid id, Guid merchantId, string label, string currency, string iban, string bankName,
        FiatAccountStatus status, DateTime now) => new()
    {
        Id = id,
        MerchantId = merchantId,
        Label = label,
        Currency = currency,
        Iban = iban,
        BankName = bankName,
        Status = status,
        CreatedAtUtc = now,
        Version = 1,
    };
}
