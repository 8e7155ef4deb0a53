using System.Text.RegularExpressions;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Defences;

/// <summary>
/// The list of removals keeps up with the product: whoever rewrites a defence, renames a test or leaves an attack without one
/// is told here. That the tests really fail is what the verb <c>defences</c> shows.
/// </summary>
public sealed partial class RemovalTests
{
    private static readonly Removal Planted = new("A01", "planted", "a.cs", "if (seen)", "if (false)", "RemovalTests.Every_place_is_there_once");

    [Fact]
    public void Every_place_is_there_once()
    {
        Assert.Empty(RemovalRules.Places(Removals.All, path => File.Exists(Repository.PathOf(path)) ? Repository.Read(path) : null));
    }

    [Fact]
    public void Every_test_is_there() => Assert.Empty(RemovalRules.Tests(Removals.All));

    [Fact]
    public void Every_attack_has_a_removal_or_a_reason() =>
        Assert.Empty(RemovalRules.Attacks(Removals.All, Removals.LeftOut, Removals.Attacks));

    [Fact]
    public void The_documentation_names_tests_that_are_there() =>
        Assert.All(TestInText().Matches(Repository.Read("docs/security.md")).Select(found => found.Groups[1].Value),
            name => Assert.True(TestNames.Find(name) is not null, name));

    [Fact]
    public void Nothing_is_named_twice() =>
        Assert.Equal(Removals.All.Count, Removals.All.Select(removal => removal.ToString()).Distinct().Count());

    [Theory]
    [InlineData(null, "stands 0 times")]
    [InlineData("if (other)", "stands 0 times")]
    [InlineData("if (seen) { } if (seen) { }", "stands 2 times")]
    public void A_place_that_moved_is_found(string? text, string fault)
    {
        Assert.Empty(RemovalRules.Places([Planted], _ => "{ if (seen) { return; } }"));
        Assert.Contains(fault, Assert.Single(RemovalRules.Places([Planted], _ => text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_place_is_looked_at_as_well()
    {
        var two = Planted.And("b.cs", "other", "another");
        Assert.Contains("b.cs", Assert.Single(RemovalRules.Places([two], path => path == "a.cs" ? "if (seen)" : "")), StringComparison.Ordinal);
        Assert.Contains("changes nothing", Assert.Single(RemovalRules.Places([Planted.And("b.cs", "same", "same")], _ => "if (seen) same")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RemovalTests.Nobody_wrote_this")]
    [InlineData("NobodyWroteThisTests")]
    // Two folders have a class of this name.
    [InlineData("ForeignIdTests")]
    // A method that is no test.
    [InlineData("RemovalTests.GetHashCode")]
    public void A_test_that_is_not_there_is_found(string name)
    {
        Assert.Contains(name, Assert.Single(RemovalRules.Tests([new Removal("A01", "planted", "a.cs", "a", "b", "RemovalTests", name)])),
            StringComparison.Ordinal);
        Assert.Contains("names no test", Assert.Single(RemovalRules.Tests([new Removal("A01", "planted", "a.cs", "a", "b")])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_attack_that_is_forgotten_left_out_twice_or_unknown_is_found()
    {
        var reasons = new Dictionary<string, string> { ["A02"] = "A sentence." };
        Assert.Empty(RemovalRules.Attacks([Planted], reasons, ["A01", "A02"]));
        Assert.Equal(["A03 has neither a removal nor a reason"], RemovalRules.Attacks([Planted], reasons, ["A01", "A02", "A03"]));
        Assert.Equal(["A02 is no attack"], RemovalRules.Attacks([Planted], reasons, ["A01"]));
        reasons["A01"] = "A sentence.";
        Assert.Equal(["A01 has a removal, so its reason is out of date"], RemovalRules.Attacks([Planted], reasons, ["A01", "A02"]));
    }

    [Fact]
    public void A_test_is_called_by_a_name_that_only_it_has()
    {
        Assert.Equal("RemovalTests.Every_test_is_there", TestNames.Short($"{typeof(RemovalTests).FullName}.{nameof(Every_test_is_there)}"));
        Assert.Equal("Exchange.ForeignIdTests.Any", TestNames.Short("OtcBackoffice.Tests.Api.Exchange.ForeignIdTests.Any"));
    }

    [Theory]
    [InlineData("  Failed OtcBackoffice.Tests.Hosting.EdgeTests.No_secret_reaches_the_log [2 s]", true, "OtcBackoffice.Tests.Hosting.EdgeTests.No_secret_reaches_the_log")]
    [InlineData("  Passed OtcBackoffice.Tests.Some.XTests.Y(provider: Sqlite, name: \"a.b c\") [< 1 ms]", false,
        "OtcBackoffice.Tests.Some.XTests.Y")]
    public void A_verdict_is_read_from_what_the_runner_prints(string line, bool hasFailed, string name)
    {
        Assert.Equal(new Verdict(name, hasFailed), Verdict.Read(line));
        Assert.Null(Verdict.Read("  Error Message: Failed to say"));
        Assert.Null(Verdict.Read("     Passed: 3"));
    }

    [Fact]
    public async Task A_program_that_hangs_is_ended_with_everything_it_started()
    {
        using var folder = new TempDirectory();
        var lines = new List<string>();
        var ended = await ChildProcess.RunAsync(
            folder.FullName, "sh", ["-c", "echo started; sleep 300 & echo $! > child; sleep 300"], new Dictionary<string, string?>(), TimeSpan.FromSeconds(2), lines.Add);
        Assert.Null(ended);
        Assert.Equal(["started"], lines);
        var child = int.Parse(await File.ReadAllTextAsync(folder.File("child")), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsGone(child));
        Assert.Equal(3, await ChildProcess.RunAsync(folder.FullName, "sh", ["-c", "echo $GIVEN; exit 3"], new Dictionary<string, string?> { ["GIVEN"] = "here" }, TimeSpan.FromMinutes(1), lines.Add));
        Assert.Equal(["started", "here"], lines);
    }

    [GeneratedRegex(@"`((?:\w+\.)*\w+Tests(?:\.\w+)?)`")]
    private static partial Regex TestInText();

    // A killed child whose parent is gone may stay on the list for a moment, as one that has ended.
    private static bool IsGone(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
