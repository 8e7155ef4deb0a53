using System.Security.Claims;
using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Account;

/// <summary>Shows recovery codes, once.</summary>
public sealed partial class RecoveryCodesPage : ComponentBase
{
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private OnceText Once { get; set; } = default!;

    private IReadOnlyList<string> Codes { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Http is not null && Once.Take(Http, Http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "") is { } text)
        {
            Codes = text.Split('\n');
        }
    }
}
