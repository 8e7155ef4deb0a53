using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Architecture;

public sealed class TidyRulesTests
{
    private static readonly Dictionary<string, Func<SourceFile, IEnumerable<Violation>>> TextRules = new(StringComparer.Ordinal)
    {
        [nameof(TidyRules.FileLength)] = TidyRules.FileLength,
        [nameof(TidyRules.LeftOvers)] = TidyRules.LeftOvers,
        [nameof(TidyRules.CodeBlocks)] = TidyRules.CodeBlocks,
        [nameof(TidyRules.MarkupInRazor)] = TidyRules.MarkupInRazor,
        [nameof(TidyRules.OneTitle)] = TidyRules.OneTitle,
        [nameof(TidyRules.MachinePaths)] = TidyRules.MachinePaths,
        [nameof(TidyRules.ForeignWords)] = TidyRules.ForeignWords,
    };

    public static TheoryData<string> TextRuleNames => [.. TextRules.Keys];

    [Theory]
    [MemberData(nameof(TextRuleNames))]
    public void Every_file_keeps_the_rule(string rule)
    {
        Violation.AssertNone(Sources.All.SelectMany(TextRules[rule]));
    }

    /// <summary>The rule came after most of the code; what breaks it may not grow, and whoever touches a file takes some away.</summary>
    [Fact]
    public void Lines_over_the_limit_only_become_fewer()
    {
        var found = Sources.All.Sum(TidyRules.LongLines);
        Assert.True(found <= TidyRules.LongLinesLeft,
            $"{found} lines of code have more than {TidyRules.ColumnsMax} columns; {TidyRules.LongLinesLeft} are left from before.");
    }

    [Fact]
    public void The_top_level_holds_only_what_is_listed()
    {
        Violation.AssertNone(TidyRules.TopLevel(Repository.Files));
    }

    public static TheoryData<string, string, string> Planted => new()
    {
        { nameof(TidyRules.FileLength), "OtcBackoffice/X.cs", new string('\n', TidyRules.LinesMax) },
        { nameof(TidyRules.FileLength), "wwwroot/x.css", new string('\n', TidyRules.LinesMax - 1) + "a{}" },
        { nameof(TidyRules.LeftOvers), "OtcBackoffice/X.cs", "// TO" + "DO: later" },
        { nameof(TidyRules.LeftOvers), "docs/x.md", "FIX" + "ME" },
        { nameof(TidyRules.LeftOvers), "OtcBackoffice/X.cs", "throw new Not" + "ImplementedException();" },
        { nameof(TidyRules.CodeBlocks), "OtcBackoffice/Components/X.razor", "<p/>\n@co" + "de {\n}" },
        { nameof(TidyRules.MarkupInRazor), "OtcBackoffice/Components/X.razor", "<p>@((MarkupString)Name)</p>" },
        { nameof(TidyRules.OneTitle), "docs/x.md", "# One\n\n# Two\n" },
        { nameof(TidyRules.OneTitle), "README.md", "no title\n```\n# a comment\n```\n" },
        { nameof(TidyRules.MachinePaths), "docs/x.md", "see /wo" + "rk/x" },
        { nameof(TidyRules.MachinePaths), "OtcBackoffice/X.cs", "\"/home/" + "somebody/x\"" },
        { nameof(TidyRules.ForeignWords), "docs/x.md", "made with Cla" + "ude" },
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_violation_is_found(string rule, string path, string text)
    {
        Assert.NotEmpty(TextRules[rule](new SourceFile(path, text)));
    }

    public static TheoryData<string, string, string> Harmless => new()
    {
        { nameof(TidyRules.FileLength), "OtcBackoffice/X.cs", new string('\n', TidyRules.LinesMax - 1) },
        { nameof(TidyRules.FileLength), "OtcBackoffice/Data/Migrations/Sqlite/X.cs", new string('\n', 5000) },
        { nameof(TidyRules.LeftOvers), "OtcBackoffice/X.cs", "var ToDoList = 1; // hacking is not the word" },
        { nameof(TidyRules.CodeBlocks), "OtcBackoffice/Components/X.razor", "<code>@Code</code>" },
        { nameof(TidyRules.OneTitle), "docs/x.md", "# One\n\n## Two\n```\n# a comment\n```\n" },
        { nameof(TidyRules.MachinePaths), "OtcBackoffice/X.cs", "\"/api/v1/work/items\" and ../wwwroot/lib" },
    };

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Harmless_text_is_left_alone(string rule, string path, string text)
    {
        Assert.Empty(TextRules[rule](new SourceFile(path, text)));
    }

    [Theory]
    [InlineData("notes.md")]
    [InlineData("PLAN.md")]
    [InlineData("build/x.targets")]
    public void A_stray_file_at_the_top_is_found(string path)
    {
        Assert.Single(TidyRules.TopLevel([path, "README.md", ".ci/run", "docs/x.md", "Directory.Build.props"]));
    }
}
