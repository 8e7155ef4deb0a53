namespace OtcBackoffice.Tests.Support;

/// <summary>
/// Compares generated text with the copy in the repository that a person has approved. Run the tests once with
/// <c>OTC_APPROVE=1</c> to take the new text over, then read the difference in git before it is committed.
/// </summary>
internal static class ApprovedText
{
    private const string ApproveVariable = "OTC_APPROVE";

    /// <param name="path">From the repository root, such as <c>docs/lifecycles.md</c>.</param>
    /// <param name="text">What was generated now.</param>
    public static void Assert(string path, string text)
    {
        var approve = Environment.GetEnvironmentVariable(ApproveVariable) == "1";
        if (Difference(Repository.PathOf(path), text, approve) is { } difference)
        {
            Xunit.Assert.Fail($"{path} is not what was generated. {difference}\nRun the tests with {ApproveVariable}=1 to take it over.");
        }
    }

    /// <summary>Where the text differs from the file, or null. Line ends do not count: git may have changed them.</summary>
    internal static string? Difference(string file, string text, bool approve)
    {
        var now = Normal(text);
        var approved = File.Exists(file) ? Normal(File.ReadAllText(file)) : null;
        if (now == approved)
        {
            return null;
        }
        if (approve)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, now);
            return null;
        }
        if (approved is null)
        {
            return "There is no approved copy yet.";
        }
        var (had, has) = (approved.Split('\n'), now.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(had.Length, has.Length)).First(index => At(had, index) != At(has, index));
        return $"Line {line + 1}\n  approved:  {At(had, line) ?? "(end)"}\n  generated: {At(has, line) ?? "(end)"}";
    }

    private static string? At(string[] lines, int index)
    {
        return index < lines.Length ? lines[index] : null;
    }

    private static string Normal(string text)
    {
        return text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }
}
