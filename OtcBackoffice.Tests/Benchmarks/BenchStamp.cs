using System.Diagnostics;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>What every line of a run carries, so that lines of different days and machines can be told apart.</summary>
/// <param name="Commit">The commit that was measured, with a plus where the working copy had changes.</param>
/// <param name="At">When the run began, in UTC to the second.</param>
/// <param name="FsyncMs">How long this disk takes to keep four kilobytes, in milliseconds: commits are bound by it.</param>
internal sealed record BenchStamp(string Commit, string At, double FsyncMs)
{
    private const int Writes = 51, PageBytes = 4_096;

    public static BenchStamp Take() => new(
        Git("rev-parse --short=10 HEAD") + (Git("status --porcelain --untracked-files=no").Length > 0 ? "+" : ""),
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        Fsync());

    private static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true })!;
        var said = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return said;
    }

    private static double Fsync()
    {
        using var directory = new TempDirectory();
        using var file = File.OpenHandle(directory.File("page"), FileMode.Create, FileAccess.Write);
        var (page, taken) = (new byte[PageBytes], new List<double>());
        for (var write = 0; write < Writes; write++)
        {
            var start = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, write * PageBytes);
            RandomAccess.FlushToDisk(file);
            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        taken.Sort();
        return taken[Writes / 2];
    }
}
