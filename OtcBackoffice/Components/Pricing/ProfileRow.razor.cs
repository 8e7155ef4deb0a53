using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Pricing;

namespace OtcBackoffice.Components.Pricing;

/// <summary>One pricing profile.</summary>
public sealed partial class ProfileRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public PricingProfileView Row { get; set; } = default!;

    [Parameter]
    public bool MayEdit { get; set; }

    [Parameter]
    public EventCallback<PricingProfileView> OnEdit { get; set; }

    private Task EditAsync() => OnEdit.InvokeAsync(Row);
}
