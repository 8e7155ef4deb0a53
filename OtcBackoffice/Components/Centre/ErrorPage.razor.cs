using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The page of a code: when, who mends it, whether to send it again, and how every surface says it (sentence D9).</summary>
public sealed partial class ErrorPage : ComponentBase
{
    /// <summary>The code.</summary>
    [Parameter]
    [EditorRequired]
    public ErrorPageView View { get; set; } = default!;

    private string Lead => View.Refusals.Count == 1 ? View.Refusals[0].Meaning
        : $"One code for {View.Refusals.Count} refusals that a client treats alike; the message says which it is.";
}
