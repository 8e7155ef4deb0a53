using System.Diagnostics;

namespace OtcBackoffice.Tests.Defences;

/// <summary>
/// Takes the defences out of a copy of the product, one after the other, and says which tests noticed. A test that stays
/// green without the defence it is there for proves nothing.
/// </summary>
internal sealed class DefencesVerb(Workbench bench, TextWriter output)
{
    public const string Usage = "defences [--in FOLDER] [A01 ...]";

    private static readonly TimeSpan TestLimit = TimeSpan.FromMinutes(4), BaselineLimit = TimeSpan.FromMinutes(40);

    /// <summary>Runs the removals of the attacks that are named, or all of them.</summary>
    /// <returns>0 when every removal was noticed, 1 when one was not or the tests are not green without any, 2 for a wrong call.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // With a folder the copy stays there, and the next run builds only what has changed.
        var (kept, attacks) = args is ["--in", var named, .. var rest] ? (Path.GetFullPath(named), rest) : (null, args);
        var chosen = Removals.All.Where(removal => attacks.Length == 0 || removal.Attacks.Intersect(attacks).Any()).ToList();
        if (attacks.Except(Removals.All.SelectMany(removal => removal.Attacks)).ToList() is { Count: > 0 } unknown)
        {
            await Console.Error.WriteLineAsync($"no removal for {string.Join(", ", unknown)}; usage: {Usage}");
            return 2;
        }
        if (kept is not null && !Workbench.IsFit(kept))
        {
            await Console.Error.WriteLineAsync($"{kept} must be empty or an earlier copy, and outside the repository");
            return 2;
        }
        var folder = kept ?? Directory.CreateTempSubdirectory("otc-defences-").FullName;
        try
        {
            using var bench = new Workbench(folder);
            return await new DefencesVerb(bench, Console.Out).RunAsync(chosen);
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task<int> RunAsync(List<Removal> removals)
    {
        await output.WriteLineAsync($"working on a copy in {bench.Folder}");
        await bench.CopyAsync();
        if (!await IsGreenAsync(removals))
        {
            return 1;
        }
        var noticed = 0;
        foreach (var removal in removals)
        {
            var start = Stopwatch.GetTimestamp();
            var (isNoticed, verdict) = await TryAsync(removal);
            noticed += isNoticed ? 1 : 0;
            await output.WriteLineAsync($"{removal}: {verdict} ({Stopwatch.GetElapsedTime(start).TotalSeconds:0} s)");
            await output.FlushAsync();
        }
        await output.WriteLineAsync($"{removals.Count} removed, {noticed} noticed");
        return noticed == removals.Count ? 0 : 1;
    }

    // What fails with every defence in place says nothing about one that is taken out.
    private async Task<bool> IsGreenAsync(List<Removal> removals)
    {
        if (await bench.BuildAsync(isFirst: true) is { Count: > 0 } errors)
        {
            await output.WriteLineAsync("the copy does not build:\n" + string.Join('\n', errors));
            return false;
        }
        var names = removals.SelectMany(FullNames).Distinct().ToList();
        var (verdicts, hasEnded) = await bench.TestAsync(names, BaselineLimit);
        var failed = verdicts.Where(verdict => verdict.HasFailed).Select(verdict => verdict.Test).Distinct().ToList();
        var silent = names.Where(name => !verdicts.Any(verdict => verdict.Test.StartsWith(name, StringComparison.Ordinal))).ToList();
        if (hasEnded && failed.Count == 0 && silent.Count == 0)
        {
            await output.WriteLineAsync($"unchanged: {verdicts.Count} tests passed");
            return true;
        }
        await output.WriteLineAsync(
            $"unchanged: {(hasEnded ? "" : "the tests did not end; ")}failed: {string.Join(", ", failed)}; not run: "
            + $"{string.Join(", ", silent)}");
        return false;
    }

    private async Task<(bool IsNoticed, string Verdict)> TryAsync(Removal removal)
    {
        if (await bench.RemoveAsync(removal) is not { } putBack)
        {
            return (false, "place not found");
        }
        try
        {
            if (await bench.BuildAsync() is { Count: > 0 } errors)
            {
                return (false, "does not build: " + errors[0]);
            }
            var (verdicts, hasEnded) = await bench.TestAsync(FullNames(removal), TestLimit);
            var failed = verdicts.Where(verdict => verdict.HasFailed).Select(verdict => TestNames.Short(verdict.Test)).Distinct()
                .Order(StringComparer.Ordinal).ToList();
            var hung = hasEnded ? "" : $", and the tests did not end within {TestLimit.TotalMinutes:0} minutes";
            return failed.Count > 0 ? (true, $"noticed by {string.Join(", ", failed)}{hung}")
                : (false, verdicts.Count == 0 && hasEnded ? "NOT NOTICED, no test ran" : $"NOT NOTICED{hung}");
        }
        finally
        {
            await putBack();
        }
    }

    private static IEnumerable<string> FullNames(Removal removal) => removal.Tests.Select(test => TestNames.Find(test) ?? test);
}
