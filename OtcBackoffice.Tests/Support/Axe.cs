using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Newtonsoft.Json;

namespace OtcBackoffice.Tests.Support;

/// <summary>Accessibility checks by axe-core, under the content policy that people get.</summary>
public static class Axe
{
    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>Fails with every violation, the elements concerned and what to do about them.</summary>
    /// <param name="page">The page in the state to judge, with dialogs and toasts fully shown.</param>
    /// <param name="include">A CSS selector of the part to judge; the whole page without it.</param>
    public static async Task AssertCleanAsync(IPage page, string? include = null)
    {
        var violations = await ViolationsAsync(page, include);
        Assert.True(violations.Count == 0, Describe(page.Url, violations));
    }

    public static async Task<IReadOnlyList<AxeResultItem>> ViolationsAsync(IPage page, string? include = null)
    {
        var options = new Options { RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Tags] } };
        var result = include is null
            ? await page.RunAxe(options)
            : await page.RunAxe(new AxeRunContext { Include = [new AxeSelector(include)] }, options);
        return result.Violations;
    }

    // Reading style sheets ahead puts style elements into the page, which its policy refuses and which no rule asked for here needs.
    private sealed class Options : AxeRunOptions
    {
        [JsonProperty("preload")]
        public bool Preload { get; } = false;
    }

    private static string Describe(string url, IReadOnlyList<AxeResultItem> violations)
    {
        var text = new StringBuilder($"{violations.Count} kinds of accessibility violations on {url}");
        foreach (var violation in violations)
        {
            text.Append($"\n{violation.Id} ({violation.Impact}): {violation.Help}");
            foreach (var node in violation.Nodes)
            {
                text.Append($"\n  {node.Target}  {node.Html}");
                foreach (var check in node.Any.Concat(node.All).Concat(node.None))
                {
                    text.Append($"\n    {check.Message}");
                }
            }
        }
        return text.ToString();
    }
}
