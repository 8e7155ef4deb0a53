using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// A word with its meaning behind it, shown under the pointer and on focus. Each holds a popover of the library, so it belongs to
/// heads and labels, never to the rows of a list.
/// </summary>
public sealed partial class Hint : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public string Word { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string Text { get; set; } = "";
}
