using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Account;

/// <summary>Proves anew who the session belongs to.</summary>
public sealed partial class Confirm : ComponentBase
{
    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "error")]
    private string? ErrorName { get; set; }
}
