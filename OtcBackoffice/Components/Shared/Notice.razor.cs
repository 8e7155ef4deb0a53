using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>A banner inside a page: something changed, something is stale, something is in the way.</summary>
public sealed partial class Notice : ComponentBase
{
    /// <summary>One of <see cref="Tones"/>.</summary>
    [Parameter]
    public string Tone { get; set; } = Tones.Info;

    [Parameter]
    public string? Title { get; set; }

    /// <summary>Announced politely when it appears.</summary>
    [Parameter]
    public bool Live { get; set; }

    /// <summary>Announced at once when it appears.</summary>
    [Parameter]
    public bool Urgent { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private string IconName => Tone switch
    {
        Tones.Ok => "check-ring",
        Tones.Warn or Tones.Bad => "warning",
        Tones.Hold => "hourglass",
        _ => "info",
    };
}
