using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Account;

/// <summary>What a person sees for a refused or failed request that no page answered. Plain HTML, so it always works.</summary>
public sealed partial class Fault : ComponentBase
{
    [Parameter]
    public int Code { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private string RequestId => Http?.TraceIdentifier ?? "";

    private string Title => Code switch
    {
        400 => "The request was not understood",
        401 or 403 => "You may not do this",
        405 => "This address does not take that request",
        429 => "Too many requests",
        503 => "The desk is not ready",
        _ => "Something went wrong",
    };

    private string Explanation => Code switch
    {
        400 => "The form may have been open too long, or in another browser window you signed out. Nothing was changed. Go back, load the "
            + "page again and send it once more.",
        401 or 403 => "Your account does not hold the role for it. An administrator of the desk can give you another role. Nothing was "
            + "changed.",
        405 => "Nothing was changed.",
        429 => "Wait a minute, then try again. Nothing was changed.",
        503 => "It is starting or cannot reach its database. Actions you had seen confirmed are saved.",
        _ => "The fault is recorded under the id below. Actions you had seen confirmed are saved; look at the record before you repeat one.",
    };
}
