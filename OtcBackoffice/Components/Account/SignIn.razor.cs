using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Account;

/// <summary>The form of the sign-in page. It posts to an endpoint, because only a response can set the cookie.</summary>
public sealed partial class SignIn : ComponentBase
{
    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "error")]
    private string? ErrorName { get; set; }

    [SupplyParameterFromQuery(Name = "email")]
    private string? Email { get; set; }

    // Only a path of this site may follow the sign-in; "//host" and "/\host" are addresses of other sites.
    private string SafeReturnUrl =>
        ReturnUrl is ['/', .. var rest] && rest is not ['/' or '\\', ..] && ReturnUrl.Length <= 512 ? ReturnUrl : "/";

    // One sentence for a wrong address and a wrong password: the page must not tell which accounts exist.
    private string? Fault => ErrorName switch
    {
        null or "" => null,
        "locked" => "Too many attempts. Wait a few minutes, then try again.",
        "expired" => "The form had been open too long. Please try once more.",
        _ => "Email or password is not right.",
    };
}
