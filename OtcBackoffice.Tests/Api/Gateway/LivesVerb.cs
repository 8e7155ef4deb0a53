using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>
/// <c>lives COUNT [--seed N]</c>: so many random lives of payments (issue 16), forty beside each other; one JSON line at the end, and
/// a failure names the payment and the seed of its forty.
/// </summary>
internal static class LivesVerb
{
    public const string Verb = "lives", Usage = "lives COUNT [--seed N]";

    private const int Beside = 40, HostLives = 1_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var (seed, count) = (1, 0);
        var isRead = args switch
        {
            [var number] => TryRead(number, out count),
            [var number, "--seed", var text] => TryRead(number, out count) && TryRead(text, out seed),
            _ => false,
        };
        if (!isRead || count == 0)
        {
            await Console.Error.WriteLineAsync("usage: " + Usage);
            return 2;
        }
        var (lived, ends, began) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal), TimeProvider.System.GetTimestamp());
        while (lived < count)
        {
            await using var host = await DeskHost.StartAsync();
            var lives = new PaymentLives(host, seed);
            while (lived + lives.Lived < count && lives.Lived < HostLives)
            {
                await lives.LiveAsync(Math.Min(Beside, count - lived - lives.Lived));
            }
            try
            {
                await lives.CheckAsync();
            }
            catch (Exception fault)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { result = "failed", seed, message = fault.Message }));
                return 1;
            }
            lived += lives.Lived;
            foreach (var (status, times) in lives.Ends)
            {
                ends[status] = ends.GetValueOrDefault(status) + times;
            }
            seed++;
        }
        var minutes = Math.Round(TimeProvider.System.GetElapsedTime(began).TotalMinutes, 1);
        Console.WriteLine(JsonSerializer.Serialize(new { result = "ok", lives = lived, minutes, ends }));
        return 0;
    }

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture,
        out number);
}
