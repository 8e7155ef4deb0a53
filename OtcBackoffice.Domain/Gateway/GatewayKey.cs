using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>Where a key for addresses stands.</summary>
public enum GatewayKeyStatus
{
    /// <summary>Entered; a second person has not compared its first addresses yet.</summary>
    Waiting,

    /// <summary>Addresses of its chain are derived from it.</summary>
    Active,

    /// <summary>A later key has taken its place; what was derived from it is still watched.</summary>
    Replaced,
}

/// <summary>
/// An extended public key of custody, from which the addresses of one chain are derived (BIP 32, not hardened). Who enters it does
/// not confirm it, and an index is never given out twice.
/// </summary>
public sealed class GatewayKey
{
    /// <summary>How many addresses in a row may stay unpaid, unless the key says otherwise.</summary>
    public const int GapLimitDefault = 200;

    /// <summary>The largest gap that a key may allow; wallets that look for coins search this far.</summary>
    public const int GapLimitMax = 10_000;

    /// <summary>How many first addresses the second person compares.</summary>
    public const int ComparedAddresses = 3;

    private GatewayKey()
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The network's canonical name.</summary>
    public string Chain { get; private set; } = "";

    /// <summary>The key; never a private one.</summary>
    public string ExtendedPublicKey { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public GatewayKeyStatus Status { get; private set; }

    /// <summary>The index of the next address.</summary>
    public long NextIndex { get; private set; }

    /// <summary>The highest index that was paid; -1 while none was.</summary>
    public long LastPaidIndex { get; private set; }

    /// <summary>How many addresses in a row may stay unpaid.</summary>
    public int GapLimit { get; private set; }

    /// <summary>Who entered it.</summary>
    public Guid CreatedBy { get; private set; }

    /// <summary>When.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Who compared its addresses, or null.</summary>
    public Guid? ConfirmedBy { get; private set; }

    /// <summary>When, or null.</summary>
    public DateTime? ConfirmedAtUtc { get; private set; }

    /// <summary>Changes with every step; handing out an index is none.</summary>
    public int Version { get; private set; }

    /// <summary>How many addresses have been given out since the last that was paid.</summary>
    public long Gap => NextIndex - LastPaidIndex - 1;

    /// <summary>Where it stands, in words of the wire.</summary>
    public string StatusName => Names.Snake(Status);

    /// <summary>Enters a key; that it is one is the derivation's to say.</summary>
    public static Result<GatewayKey> Enter(Guid id, string chain, string extendedPublicKey, int? gapLimit, Guid by, DateTime now) =>
        gapLimit is < 1 or > GapLimitMax
            ? DomainError.Of(ErrorCode.InvalidRequest, "gap_limit", $"gap_limit must be 1 to {GapLimitMax}.")
            : new GatewayKey
            {
                Id = id,
                Chain = chain,
                ExtendedPublicKey = extendedPublicKey,
                Status = GatewayKeyStatus.Waiting,
                LastPaidIndex = -1,
                GapLimit = gapLimit ?? GapLimitDefault,
                CreatedBy = by,
                CreatedAtUtc = now,
                Version = 1,
            };

    /// <summary>
    /// A key from which a desk that was replaced gave out addresses, and that the desk in its place does not know: nobody uses it
    /// again.
    /// </summary>
    public static GatewayKey GivenOutElsewhere(Guid id, string chain, string extendedPublicKey, long next, long paid, DateTime now) => new()
    {
        Id = id,
        Chain = chain,
        ExtendedPublicKey = extendedPublicKey,
        Status = GatewayKeyStatus.Replaced,
        NextIndex = next,
        LastPaidIndex = paid,
        GapLimit = GapLimitDefault,
        CreatedAtUtc = now,
        Version = 1,
    };

    /// <summary>A second person has compared the first addresses with custody's own.</summary>
    /// <param name="by">Who.</param>
    /// <param name="derived">The first addresses, as the desk derives them.</param>
    /// <param name="compared">The same as custody shows them.</param>
    /// <param name="now">When.</param>
    public Result<GatewayKey> Confirm(Guid by, IReadOnlyList<string> derived, IReadOnlyList<string>? compared, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(derived);
        if (Status != GatewayKeyStatus.Waiting)
        {
            return new DomainError(ErrorCode.WrongState, $"The key is {StatusName} and waits for nobody.");
        }
        if (by == CreatedBy)
        {
            return new DomainError(ErrorCode.SecondPersonRequired,
                "Whoever entered the key does not confirm it: a second admin compares its addresses.");
        }
        if (compared is null || !derived.SequenceEqual(compared, StringComparer.Ordinal))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "addresses",
                $"addresses must be the first {ComparedAddresses} of the key, as custody shows them. They differ: the key is another one.");
        }
        (Status, ConfirmedBy, ConfirmedAtUtc) = (GatewayKeyStatus.Active, by, now);
        Version++;
        return this;
    }

    /// <summary>A later key takes its place.</summary>
    public void Replace()
    {
        Status = GatewayKeyStatus.Replaced;
        Version++;
    }
}
