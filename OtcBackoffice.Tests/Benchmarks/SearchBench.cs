using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Search;
using OtcBackoffice.Hosting;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// Thirty searches of different kinds beside a million deposits (issue 19): each has to find what it is about, and the slowest but one
/// counts. The floor looks a deposit up by its number with a prepared statement.
/// </summary>
internal static class SearchBench
{
    private const int Deposits = 1_000_000, Turns = 20;
    private const double AskedMilliseconds = 100;

    private static readonly int[] Numbers = [17, 250_000, 500_001, 777_777, 999_990];

    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        // One in ten thousand waits: amounts are looked for over what is open.
        await using var desk = await ProductSide.StartAsync(Deposits, pendingEvery: 10_000);
        var file = desk.Services.GetRequiredService<HostSettings>().SqliteFile;
        await ProductSeed.AddReferencesAsync(file, cancellation);
        var asked = Questions().ToList();
        foreach (var (text, found) in asked)
        {
            var hits = await FindAsync(desk, text, cancellation);
            if (!hits.Any(hit => hit.Number == found || hit.Title.Contains(found, StringComparison.Ordinal)))
            {
                throw new InvalidOperationException($"\"{text}\" does not find {found}: {string.Join("; ", hits)}");
            }
        }
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false,
            Mode = SqliteOpenMode.ReadOnly }.ToString());
        await connection.OpenAsync(cancellation);
        await using var byNumber = connection.CreateCommand();
        byNumber.CommandText = "SELECT * FROM otc_deposits WHERE number = $number";
        byNumber.Parameters.Add(new SqliteParameter { ParameterName = "$number" });

        await runner.RunAsync(
            new Comparison("search_1000000", "ms",
                new Contender("one row by its number, prepared SQL", _ => LatencyAsync(asked, (text, at) =>
                {
                    byNumber.Parameters[0].Value = 1_000_000 + Numbers[at % Numbers.Length];
                    using var row = byNumber.ExecuteReader();
                    return row.Read() ? Task.CompletedTask : throw new InvalidOperationException($"{text}: the floor finds nothing.");
                })),
                new Contender($"{asked.Count} searches of different kinds", _ => LatencyAsync(asked,
                    (text, _) => FindAsync(desk, text, cancellation))) { WarmUpTurns = 3 },
                Goal.AtMost(400)),
            cancellation);
        await runner.RunAsync(
            new Comparison("search_1000000_p95", "ms",
                new Contender("what is asked for", _ => Task.FromResult(new Reading(AskedMilliseconds))),
                new Contender("the slowest of twenty searches", async _ => new Reading((await LatencyAsync(asked,
                    (text, _) => FindAsync(desk, text, cancellation))).Also!["p95_ms"])), Goal.AtMost(1)),
            cancellation);
        desk.AssertNoErrors();
    }

    private static async Task<IReadOnlyList<SearchHit>> FindAsync(ProductSide desk, string text, CancellationToken cancellation)
    {
        await using var scope = desk.ActingAdmin();
        var found = await scope.ServiceProvider.GetRequiredService<SearchDesk>().FindAsync(text, cancellation);
        return found.Failed(out var refused) ? throw new InvalidOperationException(refused.Message) : found.Value;
    }

    private static async Task<Reading> LatencyAsync(List<(string Text, string Found)> asked, Func<string, int, Task> find)
    {
        var latencies = new List<double>();
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var at = 0; at < asked.Count; at++)
            {
                var start = Stopwatch.GetTimestamp();
                await find(asked[at].Text, at);
                latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        latencies.Sort();
        return new Reading(latencies[latencies.Count / 2],
            new Dictionary<string, double> { ["p95_ms"] = latencies[(int)(latencies.Count * 0.95)] });
    }

    // What each must find is written from how the rows were made, not from what the search answers.
    private static IEnumerable<(string Text, string Found)> Questions()
    {
        foreach (var number in Numbers)
        {
            var deposit = string.Create(CultureInfo.InvariantCulture, $"DEP-{1_000_000 + number}");
            yield return (deposit, deposit);
            yield return (deposit.ToLowerInvariant(), deposit);
            yield return (deposit[4..], deposit);
            yield return (RawFloor.IdOf(number), deposit);
            yield return (number.ToString("'PAY'00000000", CultureInfo.InvariantCulture), deposit);
        }
        yield return ("Bench merchant 7", "Bench merchant 7");
        yield return ("bench merchnat 12", "Bench merchant 12");
        yield return ("Acacia", "Acacia");
        yield return ("officer@demo.local", "Olivia Officer");
        yield return ("Olivia", "Olivia Officer");
    }
}
