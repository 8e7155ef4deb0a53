using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Deposits;

/// <summary>Puts a usual text into a field.</summary>
public sealed partial class PresetButton : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public string Text { get; set; } = "";

    [Parameter]
    public EventCallback<string> OnPick { get; set; }

    private Task PressAsync() => OnPick.InvokeAsync(Text);
}
