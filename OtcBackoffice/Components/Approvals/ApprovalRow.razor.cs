using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Approvals;

namespace OtcBackoffice.Components.Approvals;

/// <summary>One command that waits for, or got, a second person.</summary>
public sealed partial class ApprovalRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public ApprovalView Row { get; set; } = default!;

    [Parameter]
    public EventCallback<ApprovalView> OnApprove { get; set; }

    [Parameter]
    public EventCallback<ApprovalView> OnReject { get; set; }

    private Task ApproveAsync() => OnApprove.InvokeAsync(Row);

    private Task RejectAsync() => OnReject.InvokeAsync(Row);
}
