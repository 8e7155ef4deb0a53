using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Copies a text. A script does the work, so a table full of these costs the circuit nothing.</summary>
public sealed partial class CopyButton : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>Accessible name, saying what is copied.</summary>
    [Parameter]
    public string Label { get; set; } = "Copy";

    /// <summary>Path copied instead, as a full address, when Shift is held.</summary>
    [Parameter]
    public string? Link { get; set; }

    [Parameter]
    public string? Key { get; set; }
}
