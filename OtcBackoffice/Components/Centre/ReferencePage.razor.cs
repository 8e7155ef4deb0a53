using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The reference of a surface, made from its document; a whole page without script.</summary>
public sealed partial class ReferencePage : ComponentBase
{
    /// <summary>What is shown.</summary>
    [Parameter]
    [EditorRequired]
    public ReferenceView View { get; set; } = default!;

    private static string Anchor(ReferenceRoute route) =>
        string.Concat(route.Route.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
}

/// <summary>One line of a route as the reference shows it.</summary>
/// <param name="Where">Where it stands: in the path, the query, the body or the answer.</param>
/// <param name="Name">Its name; of an answer as a whole, the status.</param>
/// <param name="Type">Its kinds, in words; empty where the document names none.</param>
/// <param name="IsRequired">Whether it is always there.</param>
internal sealed record ReferenceLine(string Where, string Name, string Type, bool IsRequired)
{
    private const string Required = " required";

    /// <summary>The line of a contract: <c>amount null|string required</c>.</summary>
    public static ReferenceLine Of((string Kind, string Text) line)
    {
        var isRequired = line.Text.EndsWith(Required, StringComparison.Ordinal);
        var words = (isRequired ? line.Text[..^Required.Length] : line.Text).Split(' ', 2);
        var type = words.Length > 1 && words[1] != "any" ? words[1].Replace("null|", "", StringComparison.Ordinal).Replace("|", " or ",
            StringComparison.Ordinal) : "";
        var mayBeNull = words.Length > 1 && words[1].StartsWith("null|", StringComparison.Ordinal);
        return new ReferenceLine(Place(line.Kind), words[0], mayBeNull ? type + " or null" : type, isRequired);
    }

    private static string Place(string kind) => kind switch
    {
        "takes" => "body",
        "gives" => "answer",
        "answers" => "status",
        _ => kind,
    };
}
