using System.Diagnostics;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>State changes in the process: how many per second with many callers, and how long a lone one takes.</summary>
internal static class CommitBench
{
    public const int Deposits = 100_000;
    public const int BatchMax = 128;

    private const int Callers = 256;
    private const double Seconds = 2;

    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var floor = await RawFloor.CreateAsync(Deposits, cancellation);
        await using var writer = await floor.StartWriterAsync(BatchMax, cancellation);
        await using var desk = await ProductSide.StartAsync(Deposits, pendingEvery: 1);
        Task Raw(int call) => writer.ConfirmAsync(NumberOf(call));

        await runner.RunAsync(
            new Comparison(
                "commit",
                "commits/s",
                new Contender($"prepared SQL, single writer, K={BatchMax}", _ => RateAsync(Raw, Callers)),
                new Contender($"confirm in process, {Callers} callers",
                    _ => RateAsync(desk.ConfirmAsync, Callers)) { WarmUpTurns = Contender.ProductWarmUpTurns },
                Goal.AtLeast(0.1, aim: 0.5)),
            cancellation);
        await runner.RunAsync(
            new Comparison(
                "commit_alone",
                "ms",
                new Contender("prepared SQL, one caller", _ => LatencyAsync(Raw)),
                new Contender("confirm in process, one caller", _ => LatencyAsync(desk.ConfirmAsync)) { WarmUpTurns = 3 },
                Goal.AtMost(5, aim: 2.5)),
            cancellation);
        desk.AssertNoErrors();
    }

    /// <summary>Spreads running numbers over all deposits, so that the pages touched are as many as in real life.</summary>
    public static int NumberOf(int call)
    {
        // A prime step visits every deposit once before it comes back to the first.
        return (int)(call * 7919L % Deposits) + 1;
    }

    private static async Task<Reading> RateAsync(Func<int, Task> confirm, int callers)
    {
        var (start, number, done, cpu) = (Stopwatch.GetTimestamp(), 0, 0, Environment.CpuUsage.TotalTime);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds)
            {
                await confirm(Interlocked.Increment(ref number));
                Interlocked.Increment(ref done);
            }
        })));
        var each = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / done;
        return new Reading(done / Stopwatch.GetElapsedTime(start).TotalSeconds, new Dictionary<string, double> { ["cpu_us_each"] = each });
    }

    private static async Task<Reading> LatencyAsync(Func<int, Task> confirm)
    {
        var latencies = new List<double>();
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds; call++)
        {
            var sent = Stopwatch.GetTimestamp();
            await confirm(call);
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
        latencies.Sort();
        return new Reading(
            latencies[latencies.Count / 2],
            new Dictionary<string, double> { ["p99_ms"] = latencies[(int)(latencies.Count * 0.99)],
                ["per_second"] = latencies.Count / Seconds });
    }
}
