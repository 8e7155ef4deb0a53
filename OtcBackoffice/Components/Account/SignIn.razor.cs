using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;

namespace OtcBackoffice.Components.Account;

/// <summary>The form of the sign-in page. It posts to an endpoint, because only a response can set the cookie.</summary>
public sealed partial class SignIn : ComponentBase
{
    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "error")]
    private string? ErrorName { get; set; }

    private string SafeReturnUrl => ReturnUrls.Local(ReturnUrl);

    private bool IsWelcome => ErrorName == "welcome";

    // One sentence for a wrong address, a wrong password and a locked account: the page must not tell which accounts exist.
    private string? Fault => ErrorName switch
    {
        null or "" or "welcome" => null,
        "expired" => "The form had been open too long. Please try once more.",
        "passkey" => "The passkey was not taken. Try again, or sign in with your password.",
        "unavailable" => "The desk cannot take sign-ins now. Try again in a moment.",
        _ => "Email or password is not right, or there were too many attempts. After several wrong ones, wait a few minutes.",
    };
}
