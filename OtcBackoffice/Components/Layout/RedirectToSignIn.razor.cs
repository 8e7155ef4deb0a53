using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Layout;

/// <summary>Leads somebody whose session has ended to the sign-in page and remembers where they were.</summary>
public sealed partial class RedirectToSignIn : ComponentBase
{
    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnInitialized()
    {
        var here = "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
        Navigation.NavigateTo($"/account/sign-in?returnUrl={Uri.EscapeDataString(here)}", forceLoad: true);
    }
}
