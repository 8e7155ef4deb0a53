using System.Text.RegularExpressions;

namespace OtcBackoffice.Tests.Defences;

/// <summary>What the runner said about one test.</summary>
/// <param name="Test">Its full name, without the data of a theory.</param>
/// <param name="HasFailed">Whether it failed; otherwise it passed.</param>
internal sealed partial record Verdict(string Test, bool HasFailed)
{
    /// <summary>The verdict in a line that the runner printed, or null when it holds none.</summary>
    public static Verdict? Read(string line) =>
        Line().Match(line) is { Success: true } found ? new Verdict(found.Groups["test"].Value, found.Groups["kind"].Value == "Failed")
            : null;

    [GeneratedRegex(@"^\s+(?<kind>Failed|Passed) (?<test>\w+(\.\w+){2,})(\(.*)?( \[.*\])?$")]
    private static partial Regex Line();
}
