using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// One line or several lines of text with its label above. Amounts and rates are typed here as well: they stay the text that was
/// typed until the desk reads them, and are never a floating number on the way.
/// </summary>
public sealed partial class TextField : ComponentBase
{
    private const int TextLengthMax = 1000;

    /// <summary>The id of the element that is typed into; unique on the page.</summary>
    [Parameter]
    [EditorRequired]
    public string Id { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>Characters that may be typed.</summary>
    [Parameter]
    public int LengthMax { get; set; } = TextLengthMax;

    [Parameter]
    public int Lines { get; set; } = 1;

    [Parameter]
    public InputType Kind { get; set; } = InputType.Text;

    /// <summary>Which keyboard a phone shows.</summary>
    [Parameter]
    public InputMode Mode { get; set; } = InputMode.text;

    /// <summary>True when every key counts at once, false when leaving the field is enough.</summary>
    [Parameter]
    public bool AsTyped { get; set; }

    /// <summary>True for figures: they stand right, digit below digit.</summary>
    [Parameter]
    public bool Figures { get; set; }

    /// <summary>True for addresses and hashes.</summary>
    [Parameter]
    public bool Mono { get; set; }

    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>True for a field that takes what is left of the row.</summary>
    [Parameter]
    public bool Wide { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public string? Placeholder { get; set; }

    [Parameter]
    public string AutoComplete { get; set; } = "off";

    private string? Look => Figures ? "is-figures" : Mono ? "is-mono" : null;

    private Task TakeAsync(string? text) => ValueChanged.InvokeAsync(text ?? "");
}
