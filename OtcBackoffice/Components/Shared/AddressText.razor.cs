using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>A whole on-chain address. Nothing is cut out, and both ends are set off, because that is what people compare.</summary>
public sealed partial class AddressText : ComponentBase
{
    private const int Ends = 6;

    [Parameter]
    [EditorRequired]
    public string Value { get; set; } = "";

    private string Head => Value.Length > 2 * Ends ? Value[..Ends] : Value;

    private string Middle => Value.Length > 2 * Ends ? Value[Ends..^Ends] : "";

    private string Tail => Value.Length > 2 * Ends ? Value[^Ends..] : "";
}
