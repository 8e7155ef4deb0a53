using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>Chooses the benchmarks that were asked for and turns their verdicts into an exit code.</summary>
internal static class BenchVerb
{
    public const string Keep = "--keep",
        Names = "commit|http|list|count|rollup|export|webhook|circuits|exchange|blocktrade|gateway|start|match|search|all";

    // What is not in this table yet cannot be measured yet; asking for it is an error and not a pass.
    private static readonly Dictionary<string, Func<BenchRunner, CancellationToken, Task>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["commit"] = CommitBench.RunAsync,
        ["http"] = HttpBench.CommitAsync,
        ["list"] = HttpBench.ListAsync,
        ["count"] = ReadBench.CountAsync,
        ["rollup"] = ReadBench.RollupAsync,
        ["export"] = ExportBench.RunAsync,
        ["webhook"] = WebhookBench.RunAsync,
        ["circuits"] = CircuitBench.RunAsync,
        ["exchange"] = ExchangeBench.RunAsync,
        ["blocktrade"] = BlockTradeBench.RunAsync,
        ["gateway"] = GatewayBench.RunAsync,
        ["start"] = StartBench.RunAsync,
        ["match"] = MatchBench.RunAsync,
        ["search"] = SearchBench.RunAsync,
    };

    /// <returns>0 when every goal was met, 1 when one was missed or not shown, 2 when there is no such benchmark.</returns>
    public static async Task<int> RunAsync(string[] names, CancellationToken cancellation)
    {
        var isKept = names.Contains(Keep);
        names = [.. names.Where(name => name != Keep)];
        string[] chosen = names is [] or ["all"] ? [.. Names.Split('|').Except(["all"])] : names;
        var stamp = BenchStamp.Take();
        using var lines = new StringWriter();
        var runner = new BenchRunner(isKept ? lines : Console.Out, stamp);
        var missing = chosen.Where(name => !Benchmarks.ContainsKey(name)).ToList();
        foreach (var name in chosen.Except(missing))
        {
            await Benchmarks[name](runner, cancellation);
            if (isKept)
            {
                await KeepAsync(lines, stamp);
            }
        }
        if (missing.Count > 0)
        {
            await Console.Error.WriteLineAsync($"no such benchmark: {string.Join(", ", missing)}");
            return 2;
        }
        return runner.AllMet ? 0 : 1;
    }

    // The history lies with the documents, a file for each day of a run.
    private static async Task KeepAsync(StringWriter lines, BenchStamp stamp)
    {
        var file = Repository.PathOf($"docs/bench/{stamp.At[..10]}.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.AppendAllTextAsync(file, lines.ToString());
        Console.Write(lines);
        lines.GetStringBuilder().Clear();
    }
}
