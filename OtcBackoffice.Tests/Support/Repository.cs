using System.Diagnostics;

namespace OtcBackoffice.Tests.Support;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] LeftOut = ["bin", "obj", ".git", "node_modules", "TestResults", "data"];

    /// <summary>The directory of the solution. Found from the binaries, because a build for CI maps source paths away.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// Every file that is in the repository or would be after <c>git add</c>, as paths from the root with forward
    /// slashes. Without git, as in an unpacked archive, every file outside the build folders.
    /// </summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static string PathOf(string relative)
    {
        return Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));
    }

    public static string Read(string relative)
    {
        return File.ReadAllText(PathOf(relative));
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "OtcBackoffice.sln")))
            {
                return directory.FullName;
            }
        }
        throw new InvalidOperationException("The tests run outside a working copy: no OtcBackoffice.sln above the binaries.");
    }

    private static List<string> ListFiles()
    {
        return (GitFiles() ?? Walk(Root)).Where(path => File.Exists(PathOf(path))).Order(StringComparer.Ordinal).ToList();
    }

    private static List<string>? GitFiles()
    {
        // The owner of the directory may be another account than the one that tests; for listing names that is no risk.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var names = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. names.Split('\0', StringSplitOptions.RemoveEmptyEntries)] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }
        foreach (var inner in Directory.EnumerateDirectories(directory).Where(inner => !LeftOut.Contains(Path.GetFileName(inner))))
        {
            foreach (var file in Walk(inner))
            {
                yield return file;
            }
        }
    }
}
