using System.Globalization;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Settings;

/// <summary>
/// The limits that hold now: what the environment gave, replaced by what two admins decided since. Read inside the command,
/// so that a change holds from its commit on, on every node.
/// </summary>
internal static class LimitsReader
{
    public const string OfficerCap = "officer_max_usd", Tolerance = "credit_quote_tolerance_bps", FourEyes = "four_eyes_usd",
        ClaimLease = "claim_lease_seconds";

    private const string Sql = "SELECT name, value FROM desk_settings";

    /// <summary>Once per command: the desk's method and the policy look at the same limits.</summary>
    public static async Task<DeskLimits> ReadAsync(DeskWork work, DeskLimits first, CancellationToken cancellation) =>
        work.Limits ??= Over(first, await work.Session.ReadAsync(Sql, row => (row.GetString(0), row.GetString(1)), cancellation));

    public static async Task<DeskLimits> ReadAsync(ReadSession session, DeskLimits first, CancellationToken cancellation) =>
        Over(first, await session.ReadAsync(Sql, row => (row.GetString(0), row.GetString(1)), cancellation));

    public static PolicyLimits ForPolicy(DeskLimits limits) => new(limits.OfficerCapUsdCents, limits.FourEyesUsdCents);

    /// <summary>Puts one value into the limits; null when it is not a value for that name.</summary>
    public static DeskLimits? With(DeskLimits limits, string name, string value) => name switch
    {
        OfficerCap => Usd(value) is { } cents ? limits with { OfficerCapUsdCents = cents } : null,
        FourEyes => Usd(value) is { } cents ? limits with { FourEyesUsdCents = cents } : null,
        Tolerance => Whole(value, 0, 10_000) is { } bps ? limits with { ToleranceBps = bps } : null,
        ClaimLease => Whole(value, 60, 86_400) is { } seconds ? limits with { ClaimLeaseSeconds = seconds } : null,
        _ => null,
    };

    private static DeskLimits Over(DeskLimits first, List<(string Name, string Value)> rows) =>
        rows.Aggregate(first, (limits, row) => With(limits, row.Name, row.Value) ?? limits);

    private static long? Usd(string value) => DecimalText.TryParse(value, UsdNotional.Scale, out var cents) ? cents : null;

    private static int? Whole(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : null;
}
