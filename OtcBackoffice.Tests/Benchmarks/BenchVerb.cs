namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>Chooses the benchmarks that were asked for and turns their verdicts into an exit code.</summary>
internal static class BenchVerb
{
    public const string Names = "commit|http|list|count|rollup|webhook|circuits|all";

    public static async Task<int> RunAsync(string[] names, CancellationToken cancellation)
    {
        await Console.Error.WriteLineAsync($"no benchmark named {string.Join(' ', names)}".AsMemory(), cancellation);
        return 2;
    }
}
