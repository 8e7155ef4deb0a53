using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Approvals;

namespace OtcBackoffice.Components.Approvals;

/// <summary>
/// The second step of deciding about what somebody else asked for: everything is restated as it was when the sheet was opened, and
/// the button carries the record's number.
/// </summary>
public sealed partial class ApprovalSheet : ComponentBase
{
    // What is longer is an address on a chain and is compared by its ends.
    private const int AccountLengthMax = 24;

    private string _reason = "";

    /// <summary>The request, read with what it is about.</summary>
    [Parameter]
    [EditorRequired]
    public ApprovalView Approval { get; set; } = default!;

    /// <summary>Approve, Reject or Call off.</summary>
    [Parameter]
    [EditorRequired]
    public string Verb { get; set; } = "";

    /// <summary>True where a reason has to be said.</summary>
    [Parameter]
    public bool NeedsReason { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    /// <summary>With the reason, which is empty where none is needed.</summary>
    [Parameter]
    public EventCallback<string> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string? Missing => NeedsReason && string.IsNullOrWhiteSpace(_reason) ? "Say why, for whoever asked." : null;

    private string Lead => NeedsReason ? "Nothing of it is done. Whoever asked for it reads the reason."
        : $"You are {(Approval.ApprovalsNeeded > 1 ? $"one of {Approval.ApprovalsNeeded} who must agree" : "the second person")}. "
            + "Once it is done, this sheet cannot take it back.";

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(_reason);
}
