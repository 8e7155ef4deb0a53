using System.Globalization;
using System.Security.Cryptography;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>When a failed delivery is tried again: eleven tries over a little more than 80 hours, each a little late at random.</summary>
public static class RetryHorizon
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromHours(36),
    ];

    private static readonly TimeSpan AskedMax = TimeSpan.FromHours(24);

    /// <summary>The most tries a delivery gets before it is dead; a person can send it again.</summary>
    public static int AttemptsMax => Waits.Length + 1;

    /// <summary>The shortest time from the first try to the last.</summary>
    public static TimeSpan Total => Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait);

    /// <summary>The next try after <paramref name="attempts"/> failed ones, or null when it was the last. Up to a tenth is added, so that
    /// endpoints that failed together do not come back together.</summary>
    public static DateTime? Next(int attempts, DateTime now)
    {
        if (attempts < 1 || attempts > Waits.Length)
        {
            return null;
        }
        var wait = Waits[attempts - 1];
        return now + wait + TimeSpan.FromMilliseconds(
            RandomNumberGenerator.GetInt32((int)Math.Min(wait.TotalMilliseconds / 10, int.MaxValue) + 1));
    }

    /// <summary>
    /// How long a receiver asks to be left alone, in the two forms of RFC 9110: seconds, or a date. At most a day; null when it
    /// asks for nothing, or for a time that has passed.
    /// </summary>
    public static TimeSpan? Asked(string? retryAfter, DateTime now)
    {
        var text = retryAfter?.Trim() ?? "";
        var wait = text.Length > 0 && text.All(char.IsAsciiDigit) ? SecondsOf(text)
            : DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
            ? until.UtcDateTime - now
            : TimeSpan.Zero;
        return wait <= TimeSpan.Zero ? null : wait < AskedMax ? wait : AskedMax;
    }

    // However many digits there are, it is a number: one that is larger than a day asks for a day.
    private static TimeSpan SecondsOf(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : AskedMax;
}
