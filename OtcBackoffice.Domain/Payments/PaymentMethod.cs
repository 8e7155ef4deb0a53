using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Payments;

/// <summary>How far the desk has come with checking an account or a sub-merchant.</summary>
public enum VerificationStatus
{
    /// <summary>Checked and in use. 1 on the wire.</summary>
    Active,

    /// <summary>Waits for the desk. 2 on the wire.</summary>
    Authenticating,

    /// <summary>Refused. 3 on the wire.</summary>
    Failed,
}

/// <summary>The rails of a country.</summary>
public enum PaymentChannel
{
    /// <summary>Mexico.</summary>
    Clabe,

    /// <summary>Argentina.</summary>
    Cvu,
}

/// <summary>An account of a customer's own, to which the desk pays for a sell; the desk looks at it before it is used.</summary>
public sealed class PaymentMethod
{
    private PaymentMethod()
    {
    }

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What the wire calls its id.</summary>
    public long Number { get; private set; }

    /// <summary>The customer.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>For which of its sub-merchants.</summary>
    public Guid SubMerchantId { get; private set; }

    /// <summary>That sub-merchant's number on the wire.</summary>
    public long SubMerchantNumber { get; private set; }

    /// <summary>The way to pay.</summary>
    public int PaymentConfigId { get; private set; }

    /// <summary>The country's name.</summary>
    public string Country { get; private set; } = "";

    /// <summary>The currency.</summary>
    public string FiatCurrency { get; private set; } = "";

    /// <summary>What the customer calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>A link to a picture; only carried.</summary>
    public string LogoUrl { get; private set; } = "";

    /// <summary>Whose account it is.</summary>
    public string RealName { get; private set; } = "";

    /// <summary>The filled fields as JSON.</summary>
    public string Fields { get; private set; } = "[]";

    /// <summary>The customer's remark.</summary>
    public string Remark { get; private set; } = "";

    /// <summary>Whether refunds go there.</summary>
    public bool IsRefundAccount { get; private set; }

    /// <summary>How far it is checked.</summary>
    public VerificationStatus Status { get; private set; }

    /// <summary>Why it was refused.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Who decided.</summary>
    public Guid? DecidedBy { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Adds an account; it waits for the desk.</summary>
    public static PaymentMethod Create(Guid id, long number, SubMerchant owner, PaymentConfig config, string name, string logoUrl,
        string realName, string fields, string remark, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(config);
        return new PaymentMethod
        {
            Id = id, Number = number, MerchantId = owner.MerchantId, SubMerchantId = owner.Id, SubMerchantNumber = owner.Number,
            PaymentConfigId = config.Id,
            Country = config.Country, FiatCurrency = config.FiatCurrency, Name = name, LogoUrl = logoUrl, RealName = realName,
            Fields = fields, Remark = remark,
            Status = VerificationStatus.Authenticating, CreatedAtUtc = now, Version = 1,
        };
    }

    /// <summary>The desk decides.</summary>
    public Result<PaymentMethod> Decide(bool isVerified, string? reason, Guid by)
    {
        var moved = VerificationLifecycle.Table.Move(Status, isVerified ? VerificationAction.Verify : VerificationAction.Refuse);
        if (moved.Failed(out var refused))
        {
            return refused;
        }
        (Status, Reason, DecidedBy) = (moved.Value, reason ?? "", by);
        Version++;
        return this;
    }
}
