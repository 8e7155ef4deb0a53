using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Credentials;

namespace OtcBackoffice.Components.Credentials;

/// <summary>One credential with what can be done about it.</summary>
public sealed partial class CredentialRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public CredentialView Row { get; set; } = default!;

    /// <summary>Why it cannot be changed, or null.</summary>
    [Parameter]
    public string? Because { get; set; }

    [Parameter]
    public EventCallback<CredentialView> OnRotate { get; set; }

    [Parameter]
    public EventCallback<CredentialView> OnRevoke { get; set; }

    private Task RotateAsync() => OnRotate.InvokeAsync(Row);

    private Task RevokeAsync() => OnRevoke.InvokeAsync(Row);
}
