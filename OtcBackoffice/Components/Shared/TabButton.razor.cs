using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>One tab of <see cref="Tabs"/>.</summary>
public sealed partial class TabButton : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public TabItem Item { get; set; } = default!;

    [Parameter]
    public bool Selected { get; set; }

    [Parameter]
    public string Prefix { get; set; } = "";

    [Parameter]
    public EventCallback<string> OnPick { get; set; }

    private Task PressAsync() => OnPick.InvokeAsync(Item.Id);
}
