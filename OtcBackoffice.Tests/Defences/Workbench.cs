using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Defences;

/// <summary>
/// A copy of the repository in which defences are taken out, so that the checkout is never touched. It is built and tested
/// with the SDK's own commands, on SQLite only: every run of the suite shows that both databases say the same.
/// </summary>
internal sealed class Workbench(string folder) : IDisposable
{
    private const string Marker = ".defences";

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(10);

    // Folders that builds and tests make, and that the next build goes on from.
    private static readonly string[] Made = ["bin", "obj", "TestResults"];

    // What tests leave behind when they are ended lies here and goes with the next run.
    private readonly string _scratch = folder.TrimEnd(Path.DirectorySeparatorChar) + ".tmp";

    public string Folder => folder;

    /// <summary>Whether the folder is empty, or holds an earlier copy and nothing else that could be lost.</summary>
    public static bool IsFit(string folder) =>
        !Path.GetFullPath(folder + "/").StartsWith(Path.GetFullPath(Repository.Root + "/"), StringComparison.Ordinal)
        && (!Directory.Exists(folder) || File.Exists(Path.Combine(folder, Marker)) || !Directory.EnumerateFileSystemEntries(folder).Any());

    /// <summary>Makes the copy what the repository is. Files that are the same already keep their time, so that little is built
    /// again.</summary>
    public async Task CopyAsync()
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, Marker),
            "A copy of OtcBackoffice in which its defences are taken out one by one. It may be deleted.\n");
        foreach (var file in Repository.Files)
        {
            var (text, to) = (await File.ReadAllBytesAsync(Repository.PathOf(file)), PathOf(file));
            var old = File.Exists(to) ? await File.ReadAllBytesAsync(to) : null;
            if (old is null || !text.AsSpan().SequenceEqual(old))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                await File.WriteAllBytesAsync(to, text);
            }
        }
        var known = Repository.Files.Append(Marker).ToHashSet(StringComparer.Ordinal);
        foreach (var left in Walk(folder).Where(file => !known.Contains(Path.GetRelativePath(folder, file).Replace('\\', '/'))).ToList())
        {
            File.Delete(left);
        }
    }

    /// <summary>Builds the copy; answers what the compiler had against it, and nothing when it was built.</summary>
    /// <param name="isFirst">Whether packages may be missing yet.</param>
    public async Task<IReadOnlyList<string>> BuildAsync(bool isFirst = false)
    {
        var lines = new List<string>();
        string[] arguments = ["build", "OtcBackoffice.Tests", "-v", "q", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false"];
        var code = await DotnetAsync(BuildLimit, lines.Add, isFirst ? arguments : [.. arguments, "--no-restore"]);
        var errors = lines.Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct().ToList();
        return code == 0 ? [] : errors.Count > 0 ? errors : [code is null ? "The build did not end." : "The build failed without saying why.", .. lines.TakeLast(10)];
    }

    /// <summary>Runs tests.</summary>
    /// <param name="tests">Full names, a class with a dot at its end.</param>
    /// <param name="limit">How long they may take together.</param>
    /// <returns>Their verdicts, and whether they came to an end.</returns>
    public async Task<(IReadOnlyList<Verdict> Verdicts, bool HasEnded)> TestAsync(IEnumerable<string> tests, TimeSpan limit)
    {
        CleanScratch();
        Directory.CreateDirectory(_scratch);
        var verdicts = new List<Verdict>();
        var filter = string.Join('|', tests.Distinct().Select(test => "FullyQualifiedName~" + test));
        var code = await DotnetAsync(limit, line => verdicts.AddRange(Verdict.Read(line) is { } verdict ? [verdict] : []),
            "test", "OtcBackoffice.Tests", "--no-build", "--logger", "console;verbosity=normal", "--filter", filter);
        return (verdicts, code is not null);
    }

    /// <summary>Takes a defence out; answers how it is put back, or null when its place is not there.</summary>
    public async Task<Func<Task>?> RemoveAsync(Removal removal)
    {
        var texts = new Dictionary<string, (string Before, string After)>(StringComparer.Ordinal);
        foreach (var edit in removal.Edits)
        {
            var text = texts.TryGetValue(edit.File, out var known) ? known : await ReadAsync(edit.File);
            if (!text.After.Contains(edit.Before, StringComparison.Ordinal))
            {
                return null;
            }
            texts[edit.File] = text with { After = text.After.Replace(edit.Before, edit.After, StringComparison.Ordinal) };
        }
        await WriteAsync(texts.Select(text => (text.Key, text.Value.After)));
        return () => WriteAsync(texts.Select(text => (text.Key, text.Value.Before)));
    }

    public void Dispose() => CleanScratch();

    private async Task<(string Before, string After)> ReadAsync(string file)
    {
        var text = File.Exists(PathOf(file)) ? await File.ReadAllTextAsync(PathOf(file)) : "";
        return (text, text);
    }

    private async Task WriteAsync(IEnumerable<(string File, string Text)> texts)
    {
        foreach (var (file, text) in texts)
        {
            await File.WriteAllTextAsync(PathOf(file), text);
        }
    }

    private Task<int?> DotnetAsync(TimeSpan limit, Action<string> heard, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>
        {
            // Whatever is started here runs once and not long, and collecting profiles of it costs a quarter of a build.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["OTC_TEST_POSTGRES"] = null,
            ["OTC_TEST_REQUIRE_POSTGRES"] = "0",
        };
        if (arguments[0] == "test")
        {
            environment["TMPDIR"] = _scratch;
        }
        return ChildProcess.RunAsync(folder, "dotnet", arguments, environment, limit, heard);
    }

    private void CleanScratch()
    {
        try
        {
            if (Directory.Exists(_scratch))
            {
                Directory.Delete(_scratch, recursive: true);
            }
        }
        catch (IOException)
        {
            // A test that was ended may still be letting go of its files; the next run cleans up.
        }
    }

    private string PathOf(string file) => Path.Combine(folder, file.Replace('/', Path.DirectorySeparatorChar));

    private static IEnumerable<string> Walk(string directory) => Directory.EnumerateFiles(directory)
        .Concat(Directory.EnumerateDirectories(directory).Where(inner => !Made.Contains(Path.GetFileName(inner))).SelectMany(Walk));
}
