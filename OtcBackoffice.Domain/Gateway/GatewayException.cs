using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>
/// Money of a payment that waits for somebody: why, how much, at which rate it came, until when, and how it ended. It is the
/// merchant's from the first moment; what is open is only what becomes of it.
/// </summary>
public sealed class GatewayException
{
    /// <summary>How long somebody may take to decide.</summary>
    public static readonly TimeSpan Clock = TimeSpan.FromDays(14);

    private GatewayException()
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The payment.</summary>
    public Guid PaymentId { get; private set; }

    /// <summary>The merchant.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>Why.</summary>
    public GatewayExceptionReason Reason { get; private set; }

    /// <summary>The canonical code of what came; another than the payment's only for
    /// <see cref="GatewayExceptionReason.WrongAsset"/>.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>How much of it came.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>What of it was credited or sent back.</summary>
    public long SettledMinor { get; private set; }

    /// <summary>Coins per US dollar when it came, as text, or null when no rate was known.</summary>
    public string? RateText { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTime OpenedAtUtc { get; private set; }

    /// <summary>Until when somebody should decide.</summary>
    public DateTime DueAtUtc { get; private set; }

    /// <summary>Who works on it.</summary>
    public Guid? AssigneeUserId { get; private set; }

    /// <summary>Since when.</summary>
    public DateTime? ClaimedAtUtc { get; private set; }

    /// <summary>Until when.</summary>
    public DateTime? ClaimExpiresAtUtc { get; private set; }

    /// <summary>How it ended, or null while it is open.</summary>
    public GatewayExit? Exit { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTime? ClosedAtUtc { get; private set; }

    /// <summary>Who ended it.</summary>
    public Guid? ClosedBy { get; private set; }

    /// <summary>The reason that was given.</summary>
    public string? CloseReason { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Who works on it.</summary>
    public Claim Claimed => new(AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc);

    /// <summary>What is left to decide about.</summary>
    public long LeftMinor => AmountMinor - SettledMinor;

    /// <summary>The ways out that this reason has, as staff name them.</summary>
    public IReadOnlyList<string> Exits => Exit is not null ? [] : Reason switch
    {
        GatewayExceptionReason.Underpaid => ["accept", "refund", "top-up"],
        GatewayExceptionReason.Overpaid => ["refund", "credit-difference"],
        GatewayExceptionReason.PaidLate or GatewayExceptionReason.Duplicate => ["accept", "refund"],
        _ => ["refund"],
    };

    /// <summary>Opens an exception.</summary>
    public static GatewayException Open(Guid id, GatewayPayment payment, GatewayExceptionReason reason, string asset, long amountMinor,
        string? rateText, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return new GatewayException
        {
            Id = id,
            PaymentId = payment.Id,
            MerchantId = payment.MerchantId,
            Reason = reason,
            Asset = asset,
            AmountMinor = amountMinor,
            RateText = rateText,
            OpenedAtUtc = now,
            DueAtUtc = now + Clock,
            Version = 1,
        };
    }

    /// <summary>More of the same came while it is open.</summary>
    public void Add(long minor)
    {
        AmountMinor = checked(AmountMinor + minor);
        Version++;
    }

    /// <summary>Takes it when nobody holds it, or renews the actor's own claim.</summary>
    public Result<GatewayException> Take(ActorStanding actor, int leaseSeconds, DateTime now, string number) =>
        Hold(Claimed.Take(actor, leaseSeconds, now, number));

    /// <summary>Gives the claim back.</summary>
    public Result<GatewayException> GiveBack(ActorStanding actor, string number) =>
        Hold(Claimed.Release(actor, Permission.WithdrawalAssign, number));

    /// <summary>Why a way out is closed to the actor, or null.</summary>
    public DomainError? ExitFault(string exit, ActorStanding actor, string number, DateTime now)
    {
        if (Exit is { } ended)
        {
            return new DomainError(ErrorCode.WrongState, $"{number}: the exception is closed already ({Names.Snake(ended)}).");
        }
        return Exits.Contains(exit, StringComparer.Ordinal)
            ? Claimed.DecisionFault(actor, now, number)
            : new DomainError(ErrorCode.WrongState,
                $"{number}: {exit} is no way out of {Names.Snake(Reason)}; there is {string.Join(", ", Exits)}.");
    }

    /// <summary>Writes down a part that was credited or sent back; the last one closes it.</summary>
    public void Settle(long minor, GatewayExit exit, Guid by, string? reason, DateTime now)
    {
        SettledMinor = checked(SettledMinor + minor);
        if (LeftMinor == 0)
        {
            Close(exit, by, reason, now);
        }
        else
        {
            Version++;
        }
    }

    /// <summary>Closes it.</summary>
    public void Close(GatewayExit exit, Guid by, string? reason, DateTime now)
    {
        (Exit, ClosedAtUtc, ClosedBy, CloseReason) = (exit, now, by, reason);
        Version++;
    }

    private Result<GatewayException> Hold(Result<Claim> claim)
    {
        if (claim.Failed(out var refused))
        {
            return refused;
        }
        (AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc) = claim.Value;
        Version++;
        return this;
    }
}
