using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Pricing;

/// <summary>The fields that say what a price is for.</summary>
public sealed partial class ScopeFields : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public ScopeForm Form { get; set; } = new();

    /// <summary>Whether the scope can no longer change.</summary>
    [Parameter]
    public bool IsFixed { get; set; }
}
