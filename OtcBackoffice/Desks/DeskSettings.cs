using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Desks;

/// <summary>The effective values of the desk's settings, validated at start and shown to admins.</summary>
public sealed record DeskSettings
{
    /// <summary>Bounds of the proof limit that no setting can leave (specification 004, webhooks and environment).</summary>
    public const long ProofBytesFloor = 1_024, ProofBytesCeiling = 50 * 1_024 * 1_024;

    /// <summary>Where a desk is of which nobody said it.</summary>
    public const string DefaultZone = "Africa/Nairobi";

    /// <summary>Caps and tolerances.</summary>
    public DeskLimits Limits { get; init; } =
        new(OfficerCapUsdCents: 1_000_000, ToleranceBps: 10, FourEyesUsdCents: 100_000, ClaimLeaseSeconds: 900);

    /// <summary>Largest proof in bytes (OTC_PROOF_MAX_BYTES, held between 1 KB and 50 MB).</summary>
    public long ProofBytesMax { get; init; } = 10_485_760;

    /// <summary>How long the desk means to take for a decision, in seconds of calendar time (OTC_DECISION_SLA_SECONDS).</summary>
    public int DecisionSeconds { get; init; } = 14_400;

    /// <summary>How long a decision taken on a page can be taken back, in seconds (Workspace:HoldSeconds); 0 carries it out at
    /// once.</summary>
    public int HoldSeconds { get; init; } = 10;

    /// <summary>Whether proofs are served without a session (OTC_PROOF_PUBLIC); a compatibility switch that is logged.</summary>
    public bool ProofsArePublic { get; init; }

    /// <summary>Whether staff must hold a second factor before they do anything (Identity:RequireSecondFactorForStaff).</summary>
    public bool RequireSecondFactorForStaff { get; init; }

    /// <summary>How long a sign-in counts as fresh for dangerous commands, in minutes (Identity:StepUpMinutes).</summary>
    public int StepUpMinutes { get; init; } = 10;

    /// <summary>The console's address in links that are sent out (Console:PublicAddress), or null for the one asked at.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The first address that the desk listens on, as its own machine reaches it; null when that is not known.</summary>
    public Uri? ListensAt { get; init; }

    /// <summary>Where links to the desk lead when they are sent out and nobody's request names a place.</summary>
    public Uri Origin => PublicAddress ?? ListensAt ?? new Uri("http://localhost:5080");

    /// <summary>Reads the addresses that a host listens on; any address of the machine is its loopback, and port 0 is none.</summary>
    public static Uri? FirstOf(string? urls)
    {
        var first = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        string[] every = ["://*", "://+", "://0.0.0.0", "://[::]"];
        var text = every.Aggregate(first, (known, any) => known?.Replace(any, "://localhost", StringComparison.Ordinal));
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Port > 0 ? address : null;
    }

    /// <summary>How long the payment of a block trade may take from its approval on, in minutes (BlockTrade:BuyPaymentMinutes,
    /// BlockTrade:SellPaymentMinutes).</summary>
    public int BuyPaymentMinutes { get; init; } = 15;

    /// <inheritdoc cref="BuyPaymentMinutes"/>
    public int SellPaymentMinutes { get; init; } = 240;

    /// <summary>How old the key of order notices gets before it is replaced, in days (BlockTrade:NoticeKeyDays).</summary>
    public int NoticeKeyDays { get; init; } = 365;

    /// <summary>How long a replaced key is announced beside the new one, in days (BlockTrade:NoticeKeyOverlapDays).</summary>
    public int NoticeKeyOverlapDays { get; init; } = 14;

    /// <summary>Where the desk is, for rules that count its days (Desk:TimeZone, an IANA name).</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.TryFindSystemTimeZoneById(DefaultZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The day of the desk at a time.</summary>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc,
        DateTimeKind.Utc), Zone));

    /// <summary>Holds a configured proof limit between its bounds.</summary>
    public static long ClampProofBytes(long bytes) => Math.Clamp(bytes, ProofBytesFloor, ProofBytesCeiling);
}
