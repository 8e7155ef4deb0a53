using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>A sample to read and copy. Names, texts and comments are told apart; it is text and never markup.</summary>
public sealed partial class CodeSample : ComponentBase
{
    /// <summary>What it is.</summary>
    [Parameter]
    [EditorRequired]
    public string Caption { get; set; } = "";

    /// <summary>The sample.</summary>
    [Parameter]
    [EditorRequired]
    public string Text { get; set; } = "";

    private string Id => "s-" + string.Concat(Caption.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private IEnumerable<(string Kind, string Text)> Parts
    {
        get
        {
            var at = 0;
            foreach (Match match in Tokens().Matches(Text))
            {
                if (match.Index > at)
                {
                    yield return ("", Text[at..match.Index]);
                }
                yield return (match.Groups["said"].Success ? "said" : match.Groups["name"].Success ? "name" : "text", match.Value);
                at = match.Index + match.Length;
            }
            if (at < Text.Length)
            {
                yield return ("", Text[at..]);
            }
        }
    }

    [GeneratedRegex("""(?<said>(?<=^|\n)[ \t]*(?:#|//)[^\n]*)|(?<name>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<text>"(?:[^"\\\n]|\\.)*")""",
        RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Tokens();
}
