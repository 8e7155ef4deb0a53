using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// Measures floor and product in turns (A, B, A, B, ...) after one uncounted turn each, so that both see the same
/// machine, and prints one JSON line per metric with both medians and their ratio.
/// </summary>
internal sealed class BenchRunner(TextWriter output)
{
    public const int Rounds = 3;

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
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                var reading = await contender.MeasureAsync(cancellation);
                if (round > 0)
                {
                    readings[contender].Add(reading);
                }
            }
        }
        await ReportAsync(comparison, Median(readings[comparison.Floor]), comparison.Product is null ? null : Median(readings[comparison.Product]), readings);
    }

    private static Reading Median(List<Reading> readings)
    {
        return readings.OrderBy(reading => reading.Value).ElementAt(readings.Count / 2);
    }

    private static double[] Rounded(List<Reading> readings)
    {
        return [.. readings.Select(reading => Round(reading.Value))];
    }

    /// <summary>Four significant digits are more than any machine repeats.</summary>
    private static double Round(double value)
    {
        var digits = value == 0 ? 0 : 3 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return digits >= 0 ? Math.Round(value, Math.Min(digits, 15)) : Math.Round(value);
    }

    private async Task ReportAsync(Comparison comparison, Reading floor, Reading? product, Dictionary<Contender, List<Reading>> readings)
    {
        var ratio = product is null ? (double?)null : product.Value / floor.Value;
        var met = ratio is { } known && comparison.Goal.IsMetBy(known);
        AllMet &= met;
        await output.WriteLineAsync(JsonSerializer.Serialize(
            new
            {
                comparison.Metric,
                comparison.Unit,
                FloorName = comparison.Floor.Name,
                Floor = Round(floor.Value),
                FloorRounds = Rounded(readings[comparison.Floor]),
                FloorAlso = Rounded(floor.Also),
                ProductName = comparison.Product?.Name,
                Product = product is null ? (double?)null : Round(product.Value),
                ProductRounds = comparison.Product is null ? null : Rounded(readings[comparison.Product]),
                ProductAlso = Rounded(product?.Also),
                Ratio = ratio is { } value ? Round(value) : (double?)null,
                Goal = comparison.Goal.ToString(),
                Verdict = ratio is null ? "product not measured" : met ? "met" : "missed",
            },
            Json));
    }

    private static Dictionary<string, double>? Rounded(IReadOnlyDictionary<string, double>? values)
    {
        return values?.ToDictionary(pair => pair.Key, pair => Round(pair.Value));
    }
}
