using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Account;

/// <summary>Makes the first administrator of an empty desk.</summary>
public sealed partial class Setup : ComponentBase
{
    [SupplyParameterFromQuery(Name = "error")]
    private string? ErrorName { get; set; }

    private string? Fault => ErrorName switch
    {
        null or "" => null,
        "expired" => "The form had been open too long. Please try once more.",
        "password" => "The password must have at least twelve characters and be hard to guess.",
        "email" => "That is no e-mail address.",
        _ => "The token is not valid: it is unknown, used or expired. Ask for a new one.",
    };
}
