using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The form with which integrators ask to be let in (specification 000, "Auth and keys").</summary>
public sealed partial class AccessPage : ComponentBase
{
    private const string Call = """
        POST /dev/access
        {
          "email": "you@company.example",
          "name": "…",
          "company": "…",
          "regions": ["KE", "TZ"],
          "currencies": ["KES", "USDT"],
          "expected_flow": "200 orders a month, KES to USDT"
        }
        """;

    /// <summary>Whether something was sent.</summary>
    [Parameter]
    public bool IsSent { get; set; }
}
