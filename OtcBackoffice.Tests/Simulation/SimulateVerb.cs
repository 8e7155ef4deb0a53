using System.Globalization;
using System.Text.Json;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>
/// <c>simulate --seed N | --seeds A-B --steps M [--trace] [--plant NAME --stop]</c>: one JSON line a seed; the exit code says whether
/// every
/// invariant held. With <c>--stop</c> the first seed that fails is the last.
/// </summary>
internal static class SimulateVerb
{
    public const string Verb = "simulate", Usage = "simulate --seed N | --seeds A-B --steps M [--trace] [--plant NAME --stop]";

    private const int StepsDefault = 60, Failed = 1, Misused = 2;

    private static readonly JsonSerializerOptions Lines = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<int> RunAsync(string[] args)
    {
        var (first, last, steps) = (0, 0, StepsDefault);
        string? plant = null;
        bool isTraced = false, stops = false;
        for (var at = 0; at < args.Length; at++)
        {
            var value = at + 1 < args.Length ? args[at + 1] : "";
            var isRead = args[at] switch
            {
                "--seed" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out first) && (last = first) >= 0,
                "--seeds" => value.Split('-') is [var from, var to]
                    && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out first)
                    && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out last) && first <= last,
                "--steps" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out steps) && steps > 0,
                "--plant" => SimPlants.All.ContainsKey(plant = value),
                "--trace" => isTraced = true,
                "--stop" => stops = true,
                _ => false,
            };
            if (!isRead)
            {
                await Console.Error.WriteLineAsync($"'{args[at]} {value}' is not understood. usage: {Usage}; plants: {string.Join(", "
                    + "", SimPlants.All.Keys)}");
                return Misused;
            }
            at += args[at] is "--trace" or "--stop" ? 0 : 1;
        }
        await using var host = await SimHost.CreateAsync();
        return Run(host, new SimPlan(first, steps) { Plant = plant, Trace = isTraced ? Console.Error.WriteLine : null }, last, stops)
            ? 0 : Failed;
    }

    private static bool Run(SimHost host, SimPlan plan, int last, bool stops)
    {
        var failed = 0;
        for (var seed = plan.Seed; seed <= last; seed++)
        {
            var own = plan with { Seed = seed };
            var outcome = SimRun.Run(host, own);
            outcome = outcome.IsOk ? outcome : SimRun.Shrink(host, own, outcome);
            Console.Out.WriteLine(Line(outcome));
            failed += outcome.IsOk ? 0 : 1;
            if (!outcome.IsOk && stops)
            {
                break;
            }
        }
        return failed == 0;
    }

    /// <summary>The line of a seed.</summary>
    internal static string Line(SimOutcome outcome) => JsonSerializer.Serialize(new
    {
        outcome.Seed, outcome.Steps, outcome.Commands, outcome.Crashes, outcome.Faults, outcome.Invariants, outcome.Trace,
        Result = outcome.IsOk ? "ok" : "failed", outcome.Invariant, outcome.Message, outcome.ShrunkSteps,
    }, Lines);
}
