using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Stands where a list would be.</summary>
public sealed partial class EmptyState : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public EmptyKind Kind { get; set; }

    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Address of the same list without filters.</summary>
    [Parameter]
    public string? ClearHref { get; set; }

    [Parameter]
    public int? CountWithoutFilter { get; set; }

    [Parameter]
    public string? IconName { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private string KindName => Kind switch
    {
        EmptyKind.NothingYet => "nothing-yet",
        EmptyKind.NothingMatches => "nothing-matches",
        EmptyKind.AllDone => "all-done",
    };

    private string UsualIcon => Kind switch
    {
        EmptyKind.NothingYet => "inbox",
        EmptyKind.NothingMatches => "filter",
        EmptyKind.AllDone => "check-ring",
    };
}
