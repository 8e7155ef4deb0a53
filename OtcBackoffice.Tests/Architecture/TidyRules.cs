using System.Text.RegularExpressions;

namespace OtcBackoffice.Tests.Architecture;

/// <summary>
/// Rules on the text of files. The words that they look for are put together from halves, so that this file does not
/// break its own rules.
/// </summary>
internal static partial class TidyRules
{
    public const int LinesMax = 400;

    private static readonly string[] LeftOverMarks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "Not" + "ImplementedException"];

    private static readonly string[] WorkplaceWords =
        ["farm-" + "studio", "farm-" + "bench", "/." + "library", "cla" + "ude", "anth" + "ropic", "sub" + "agent"];

    private static readonly string[] CountedEndings = [".cs", ".razor", ".js", ".mjs", ".css"];

    private static readonly Regex LeftOver = new($@"\b({string.Join('|', LeftOverMarks)})\b", RegexOptions.Compiled);

    private static readonly Regex MachinePath = new(
        $@"(?<![\w.~])(/(wo{""}rk|fa{""}rm|ro{""}ot|opt/nu{""}get|home/\w+)/|[A-Z]:\\\\?Users\\)", RegexOptions.Compiled);

    private static readonly Regex AllowedAtTop = new(
        @"^(OtcBackoffice|OtcBackoffice\.Domain|OtcBackoffice\.Tests|wwwroot|docs|OtcBackoffice\.sln|appsettings\.json|README\.md|" +
        @"ARCHITECTURE\.md|test|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md|SECURITY\.md|NOTICE\.md|Dockerfile|compose\.yaml|deploy|Directory\.\w+\.(props|targets)|BannedSymbols\.txt|global\.json|\..+)$", RegexOptions.Compiled);

    /// <summary>A file that a reader cannot hold in mind is two files.</summary>
    public static IEnumerable<Violation> FileLength(SourceFile file)
    {
        var counted = CountedEndings.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal)) && !file.IsMigration;
        var lines = file.Text.AsSpan().Count('\n') + (file.Text.Length == 0 || file.Text.EndsWith('\n') ? 0 : 1);
        return counted && lines >= LinesMax ? [new Violation(file.Path, lines, $"{lines} lines; a file has fewer than {LinesMax}")] : [];
    }

    /// <summary>How many columns a line may have.</summary>
    public const int ColumnsMax = 140;

    /// <summary>
    /// How many lines are longer than that: texts in raw quotes, patterns, places that the list of removals names, and sentences in
    /// markup, which stay whole because a page is searched for them. The number only falls.
    /// </summary>
    public const int LongLinesLeft = 490;

    /// <summary>The lines of code that a reader has to scroll for.</summary>
    public static int LongLines(SourceFile file)
    {
        return (file.IsRazor || file.Path.EndsWith(".cs", StringComparison.Ordinal)) && !file.IsMigration
            ? file.Lines.Count(line => line.Length > ColumnsMax)
            : 0;
    }

    public static IEnumerable<Violation> LeftOvers(SourceFile file)
    {
        return EachLine(file, LeftOver, match => $"left-over mark {match.Value}");
    }

    /// <summary>Markup and code live apart: a Razor file has no code block.</summary>
    public static IEnumerable<Violation> CodeBlocks(SourceFile file)
    {
        return file.IsRazor ? EachLine(file, CodeBlock(), _ => "code belongs in the .razor.cs beside the markup") : [];
    }

    /// <summary>Whatever comes from data is text, never markup. In C# see <see cref="CodeRules.MarkupFromData"/>.</summary>
    public static IEnumerable<Violation> MarkupInRazor(SourceFile file)
    {
        return file.IsRazor ? EachLine(file, Markup(), _ => "markup made from a string; write the elements instead") : [];
    }

    /// <summary>A page has one title. Lines inside fenced code are not headings.</summary>
    public static IEnumerable<Violation> OneTitle(SourceFile file)
    {
        if (!file.IsMarkdown || !(file.IsUnder("docs") || file.Path is "README.md" or "ARCHITECTURE.md"))
        {
            return [];
        }
        var fenced = false;
        var titles = 0;
        foreach (var line in file.Lines)
        {
            fenced ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            titles += !fenced && line.StartsWith("# ", StringComparison.Ordinal) ? 1 : 0;
        }
        return titles == 1 ? [] : [new Violation(file.Path, 0, $"{titles} titles; a page has one")];
    }

    public static IEnumerable<Violation> MachinePaths(SourceFile file)
    {
        return EachLine(file, MachinePath, match => $"path of one machine: {match.Value}");
    }

    public static IEnumerable<Violation> ForeignWords(SourceFile file)
    {
        return from numbered in file.Lines.Select((text, index) => (text, index))
               from word in WorkplaceWords
               where numbered.text.Contains(word, StringComparison.OrdinalIgnoreCase)
               select new Violation(file.Path, numbered.index + 1, $"{word} says nothing about the product");
    }

    public static IEnumerable<Violation> TopLevel(IEnumerable<string> paths)
    {
        return from name in paths.Select(path => path.Split('/')[0]).Distinct()
               where !AllowedAtTop.IsMatch(name)
               select new Violation(name, 0, "the top level holds only what ARCHITECTURE.md lists");
    }

    private static IEnumerable<Violation> EachLine(SourceFile file, Regex pattern, Func<Match, string> reason)
    {
        var lines = file.Lines;
        for (var index = 0; index < lines.Length; index++)
        {
            foreach (Match match in pattern.Matches(lines[index]))
            {
                yield return new Violation(file.Path, index + 1, reason(match));
            }
        }
    }

    [GeneratedRegex(@"@(code|functions)\b")]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\bMarkupString\b|\bHtml\.Raw\b")]
    private static partial Regex Markup();
}
