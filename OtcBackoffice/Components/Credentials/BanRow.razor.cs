using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Credentials;

namespace OtcBackoffice.Components.Credentials;

/// <summary>One banned address.</summary>
public sealed partial class BanRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public BanView Row { get; set; } = default!;

    /// <summary>Why it cannot be lifted, or null.</summary>
    [Parameter]
    public string? Because { get; set; }

    [Parameter]
    public EventCallback<BanView> OnLift { get; set; }

    private Task LiftAsync() => OnLift.InvokeAsync(Row);
}
