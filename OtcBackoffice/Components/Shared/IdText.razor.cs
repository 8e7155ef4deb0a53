using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>An id that people say beside the one that machines use. The button copies the latter, with Shift a link.</summary>
public sealed partial class IdText : ComponentBase
{
    /// <summary>The full machine id: a uuid, a transaction hash, an address.</summary>
    [Parameter]
    [EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>What people say, for example DEP-1042.</summary>
    [Parameter]
    public string? Human { get; set; }

    [Parameter]
    public string? Href { get; set; }

    /// <summary>Shows the shortened machine id beside the human one.</summary>
    [Parameter]
    public bool ShowValue { get; set; }

    /// <summary>How many characters stay at either end.</summary>
    [Parameter]
    public int Ends { get; set; } = 6;

    /// <summary>Single key of the copy button, for the one id that a page is about.</summary>
    [Parameter]
    public string? CopyKey { get; set; }

    private string Short => Shorten(Value, Ends);

    /// <summary>Cuts out the middle; both ends stay, because people compare ends.</summary>
    public static string Shorten(string value, int ends) =>
        value.Length <= (2 * ends) + 1 ? value : string.Concat(value.AsSpan(0, ends), "…", value.AsSpan(value.Length - ends));
}
