using System.Diagnostics;
using System.Runtime;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// Measures floor and product in turns (A, B, A, B, ...) after uncounted turns of each, so that both see the same
/// machine, and prints one JSON line per metric with both medians and their ratio.
/// </summary>
internal sealed class BenchRunner(TextWriter output, BenchStamp? stamp = null)
{
    public const int Rounds = 3;

    private const double CompilingPartMax = 0.02;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether every goal so far was shown and met.</summary>
    public bool AllMet { get; private set; } = true;

    public async Task RunAsync(Comparison comparison, CancellationToken cancellation)
    {
        Contender[] contenders = comparison.Product is { } product ? [comparison.Floor, product] : [comparison.Floor];
        var readings = contenders.ToDictionary(contender => contender, _ => new List<Reading>());
        foreach (var contender in contenders)
        {
            await WarmUpAsync(contender, cancellation);
        }
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                readings[contender].Add(await contender.MeasureAsync(cancellation));
            }
        }
        var floors = readings[comparison.Floor];
        var products = comparison.Product is null ? null : readings[comparison.Product];
        await ReportAsync(comparison, comparison.Goal, new Side(comparison.Floor.Name, floors), Side.Of(comparison.Product, products));
        foreach (var (key, goal) in comparison.Also)
        {
            var named = comparison with { Metric = $"{comparison.Metric}.{key}", Unit = key };
            await ReportAsync(named, goal, new Side(comparison.Floor.Name, Only(floors, key)),
                Side.Of(comparison.Product, products is null ? null : Only(products, key)));
        }
    }

    /// <summary>Runs turns until the run-time has compiled what they need for good, or the contender's most are done.</summary>
    private static async Task WarmUpAsync(Contender contender, CancellationToken cancellation)
    {
        for (var (turn, isSettled) = (0, false); turn < contender.WarmUpTurns && !isSettled; turn++)
        {
            var (start, compiling) = (Stopwatch.GetTimestamp(), JitInfo.GetCompilationTime());
            await contender.MeasureAsync(cancellation);
            isSettled = JitInfo.GetCompilationTime() - compiling < Stopwatch.GetElapsedTime(start) * CompilingPartMax;
        }
    }

    private static List<Reading> Only(List<Reading> readings, string key)
    {
        return readings.ConvertAll(reading => new Reading(reading.Also![key]));
    }

    /// <summary>Four significant digits are more than any machine repeats.</summary>
    private static double Round(double value)
    {
        var digits = value == 0 ? 0 : 3 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return digits >= 0 ? Math.Round(value, Math.Min(digits, 15)) : Math.Round(value);
    }

    private async Task ReportAsync(Comparison comparison, Goal goal, Side floor, Side? product)
    {
        var ratio = product is null ? (double?)null : product.Median.Value / floor.Median.Value;
        AllMet &= ratio is { } known && goal.IsMetBy(known);
        await output.WriteLineAsync(JsonSerializer.Serialize(
            new
            {
                comparison.Metric,
                comparison.Unit,
                FloorName = floor.Name,
                Floor = Round(floor.Median.Value),
                FloorRounds = floor.Rounds,
                FloorAlso = floor.Also,
                ProductName = product?.Name,
                Product = product is null ? (double?)null : Round(product.Median.Value),
                ProductRounds = product?.Rounds,
                ProductAlso = product?.Also,
                Ratio = ratio is { } value ? Round(value) : (double?)null,
                Goal = goal.ToString(),
                Verdict = ratio is { } shown ? goal.VerdictOn(shown) : "product not measured",
                stamp?.Commit,
                stamp?.At,
                FsyncMs = stamp is null ? (double?)null : Round(stamp.FsyncMs),
            },
            Json));
    }

    private sealed record Side(string Name, List<Reading> Readings)
    {
        public Reading Median { get; } = Readings.OrderBy(reading => reading.Value).ElementAt(Readings.Count / 2);

        public double[] Rounds => [.. Readings.Select(reading => Round(reading.Value))];

        public Dictionary<string, double>? Also => Median.Also?.ToDictionary(pair => pair.Key, pair => Round(pair.Value));

        public static Side? Of(Contender? contender, List<Reading>? readings)
        {
            return contender is null || readings is null ? null : new Side(contender.Name, readings);
        }
    }
}
