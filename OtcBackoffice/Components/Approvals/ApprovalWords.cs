using System.Text.Json;
using System.Text.RegularExpressions;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;

namespace OtcBackoffice.Components.Approvals;

/// <summary>What waits for a second person, in words for people: whose number it has, and amounts as everywhere else.</summary>
internal static partial class ApprovalWords
{
    private const int SubjectLengthMax = 48;

    /// <summary>The number of the record, such as DEP-1042, or what the request calls it: the sheets carry it on their button.</summary>
    public static string Subject(ApprovalView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var end = view.Summary.IndexOf(':', StringComparison.Ordinal);
        var head = end is > 0 and <= SubjectLengthMax ? view.Summary[..end] : "";
        var number = HumanId().Match(head);
        return number.Success ? number.Value : head.Length > 0 && !head.Contains(',', StringComparison.Ordinal) ? Plain(head)
            : $"the {Plain(view.EntityKind)}";
    }

    /// <summary>The request in a sentence: the code before the number, thousands apart, no names of machines.</summary>
    public static string Said(ApprovalView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Plain(Money().Replace(view.Summary,
            found => $"{found.Groups["unit"].Value} {AmountText.Group(found.Groups["amount"].Value)}"));
    }

    /// <summary>Why it is here: the rule of the policy, without its underscores.</summary>
    public static string Why(ApprovalView view) => Plain(view.Rule);

    /// <summary>What speaks for it, as the record has it now.</summary>
    public static IReadOnlyList<(string Label, string Text)> Evidence(ApprovalSubject? about) => about?.Evidence is null ? []
        : [.. ChangeList.Read(JsonSerializer.Serialize(about.Evidence, Snake)).Where(fact => fact.Field != StatusLook.For("proof_url").Word)
            .Select(fact => (fact.Field, Grouped(fact.After)))];

    /// <summary>Status in words for a row that was decided while it was looked at.</summary>
    public static string Status(string status) => StatusLook.For(status).Word;

    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static string Grouped(string text) =>
        Figure().Replace(AmountText.Group(text), found => AmountText.Group(found.Value));

    private static string Plain(string text) => Machine().Replace(text, found => found.Value.Replace('_', ' '))
        .Replace("->", "→", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Z]{2,4}-[0-9]+")]
    private static partial Regex HumanId();

    [GeneratedRegex(@"(?<![\w.-])(?<amount>-?[0-9]+(?:\.[0-9]+)?) (?<unit>[A-Z]{3,5})\b(?! account)")]
    private static partial Regex Money();

    [GeneratedRegex(@"(?<=\A[A-Z]{3,5} )[0-9]+(?:\.[0-9]+)?\b")]
    private static partial Regex Figure();

    [GeneratedRegex(@"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")]
    private static partial Regex Machine();
}
