using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>A status as icon, word and colour.</summary>
public sealed partial class StatusChip : ComponentBase
{
    /// <summary>The stored status, for example pending_approval.</summary>
    [Parameter]
    [EditorRequired]
    public string Status { get; set; } = "";

    /// <summary>Another word than the stored one.</summary>
    [Parameter]
    public string? Word { get; set; }

    /// <summary>Another tone than the usual one, out of <see cref="Tones"/>.</summary>
    [Parameter]
    public string? Tone { get; set; }

    [Parameter]
    public string? IconName { get; set; }

    private StatusLook Look { get; set; } = StatusLook.For("");

    protected override void OnParametersSet()
    {
        var look = StatusLook.For(Status);
        Look = new StatusLook(Word ?? look.Word, Tone ?? look.Tone, IconName ?? look.Icon);
    }
}
