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

    /// <summary>The most tries a delivery gets before it is dead; a person can send it again.</summary>
    public static int AttemptsMax => Waits.Length + 1;

    /// <summary>The shortest time from the first try to the last.</summary>
    public static TimeSpan Total => Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait);

    /// <summary>The next try after <paramref name="attempts"/> failed ones, or null when it was the last. Up to a tenth is added, so that endpoints that failed together do not come back together.</summary>
    public static DateTime? Next(int attempts, DateTime now)
    {
        if (attempts < 1 || attempts > Waits.Length)
        {
            return null;
        }
        var wait = Waits[attempts - 1];
        return now + wait + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)Math.Min(wait.TotalMilliseconds / 10, int.MaxValue) + 1));
    }
}
