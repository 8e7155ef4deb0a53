using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Approvals;

namespace OtcBackoffice.Components.Shared;

/// <summary>The changes of a page's records that wait for a second person or for their time.</summary>
public sealed partial class PendingChanges : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ApprovalView> Rows { get; set; } = [];
}
