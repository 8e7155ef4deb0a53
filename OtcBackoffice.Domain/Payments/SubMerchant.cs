using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Payments;

/// <summary>Whether a sub-merchant is a person or a company.</summary>
public enum SubMerchantKind
{
    /// <summary>A person.</summary>
    Personal,

    /// <summary>A company.</summary>
    Company,
}

/// <summary>A customer's customer with an account number of its own at the desk's bank, and limits per day and side.</summary>
public sealed class SubMerchant
{
    private SubMerchant()
    {
    }

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What the wire calls its id.</summary>
    public long Number { get; private set; }

    /// <summary>The desk's customer.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>The rails.</summary>
    public PaymentChannel Channel { get; private set; }

    /// <summary>The country's name.</summary>
    public string Country { get; private set; } = "";

    /// <summary>The currency.</summary>
    public string FiatCurrency { get; private set; } = "";

    /// <summary>The name, unique at the desk.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The e-mail address, unique at the desk, in lower case.</summary>
    public string Email { get; private set; } = "";

    /// <summary>Person or company.</summary>
    public SubMerchantKind Kind { get; private set; }

    /// <summary>Everything else that was sent, as JSON.</summary>
    public string Details { get; private set; } = "{}";

    /// <summary>What the verifier should look at, such as a tax number whose check digit is wrong; empty when nothing.</summary>
    public string Mark { get; private set; } = "";

    /// <summary>Its CLABE or CVU at the desk's bank.</summary>
    public string AccountNumber { get; private set; } = "";

    /// <summary>How far it is checked.</summary>
    public VerificationStatus Status { get; private set; }

    /// <summary>Why it was refused.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Who decided.</summary>
    public Guid? DecidedBy { get; private set; }

    /// <summary>Most fiat that it may buy with in a day, in minor units.</summary>
    public long BuyLimitMinor { get; private set; }

    /// <summary>Most fiat that it may sell for in a day, in minor units.</summary>
    public long SellLimitMinor { get; private set; }

    /// <summary>Used of the buy limit on <see cref="UsedOn"/>.</summary>
    public long BuyUsedMinor { get; private set; }

    /// <summary>Used of the sell limit on <see cref="UsedOn"/>.</summary>
    public long SellUsedMinor { get; private set; }

    /// <summary>The day, in UTC, that the used amounts belong to.</summary>
    public DateOnly UsedOn { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Adds a sub-merchant; it waits for the desk.</summary>
    public static SubMerchant Create(Guid id, long number, Guid merchantId, SubMerchantTerms terms, long limitMinor, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var config = PaymentConfig.Of(terms.Channel);
        return new SubMerchant
        {
            Id = id, Number = number, MerchantId = merchantId, Channel = terms.Channel, Country = config.Country,
            FiatCurrency = config.FiatCurrency, Name = terms.Name,
            Email = terms.Email, Kind = terms.Kind, Details = terms.Details, Mark = terms.Mark,
            AccountNumber = AccountFor(terms.Channel, number),
            Status = VerificationStatus.Authenticating, BuyLimitMinor = limitMinor, SellLimitMinor = limitMinor,
            UsedOn = DateOnly.FromDateTime(now), CreatedAtUtc = now, Version = 1,
        };
    }

    /// <summary>The desk decides.</summary>
    public Result<SubMerchant> Decide(bool isVerified, string? reason, Guid by)
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

    /// <summary>Sets the limits of a day; null leaves one as it is.</summary>
    public void Limit(long? buyMinor, long? sellMinor)
    {
        (BuyLimitMinor, SellLimitMinor) = (buyMinor ?? BuyLimitMinor, sellMinor ?? SellLimitMinor);
        Version++;
    }

    /// <summary>How much of a side's limit is used on a day.</summary>
    public long UsedMinor(TradeSide side, DateTime now) =>
        DateOnly.FromDateTime(now) != UsedOn ? 0 : side == TradeSide.Buy ? BuyUsedMinor : SellUsedMinor;

    /// <summary>Takes an order's fiat from the day's limit.</summary>
    public Result<SubMerchant> Use(TradeSide side, long fiatMinor, DateTime now)
    {
        Turn(now);
        var (limit, used) = side == TradeSide.Buy ? (BuyLimitMinor, BuyUsedMinor) : (SellLimitMinor, SellUsedMinor);
        if (fiatMinor > limit - used)
        {
            return new DomainError(ErrorCode.LimitExceeded,
                $"The day's {(side == TradeSide.Buy ? "buy" : "sell")} limit of this merchant does not cover the order.");
        }
        Add(side, fiatMinor);
        return this;
    }

    /// <summary>Gives an ended order's fiat back, when it was taken from the limit of the same day.</summary>
    public void GiveBack(TradeSide side, long fiatMinor, DateTime takenAt, DateTime now)
    {
        Turn(now);
        if (DateOnly.FromDateTime(takenAt) == UsedOn)
        {
            Add(side, -fiatMinor);
        }
    }

    private void Turn(DateTime now)
    {
        var day = DateOnly.FromDateTime(now);
        if (day != UsedOn)
        {
            (UsedOn, BuyUsedMinor, SellUsedMinor) = (day, 0, 0);
        }
    }

    private void Add(TradeSide side, long fiatMinor)
    {
        BuyUsedMinor += side == TradeSide.Buy ? fiatMinor : 0;
        SellUsedMinor += side == TradeSide.Sell ? fiatMinor : 0;
        Version++;
    }

    // The desk's own branch at the bank of each country, and the sub-merchant's number as the account.
    private static string AccountFor(PaymentChannel channel, long number) => channel == PaymentChannel.Clabe
        ? CheckDigits.MakeClabe($"706180{number:D11}")
        : CheckDigits.MakeCvu("0000775", $"{number:D13}");
}
