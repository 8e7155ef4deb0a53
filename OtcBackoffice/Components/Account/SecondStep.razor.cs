using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Account;

/// <summary>The second step of signing in.</summary>
public sealed partial class SecondStep : ComponentBase
{
    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "error")]
    private string? ErrorName { get; set; }
}
