using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// The second step of an action that moves money or cannot be taken back. It names the record in its title and on its
/// button, so that nobody decides about another record than the one they read. Keys of the page do nothing while it is open.
/// </summary>
public sealed partial class ConfirmSheet : ComponentBase
{
    private readonly string _titleId = "sheet-" + Guid.CreateVersion7().ToString("N");

    /// <summary>The page opens and closes the sheet; the sheet never closes itself.</summary>
    [Parameter]
    [EditorRequired]
    public bool Open { get; set; }

    /// <summary>The verb, for example "Reject". The record id is added.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Human id of the record, taken when the sheet was opened.</summary>
    [Parameter]
    [EditorRequired]
    public string RecordId { get; set; } = "";

    [Parameter]
    public string ConfirmLabel { get; set; } = "Confirm";

    [Parameter]
    public string CancelLabel { get; set; } = "Go back";

    [Parameter]
    public string? Lead { get; set; }

    /// <summary>bad for a rejection or a loss, warn for an override.</summary>
    [Parameter]
    public string? Tone { get; set; }

    /// <summary>Why the action cannot be confirmed yet, as a sentence.</summary>
    [Parameter]
    public string? Because { get; set; }

    /// <summary>Why the desk refused the last attempt, as a sentence.</summary>
    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <summary>The amounts, addresses and names the action is about, restated.</summary>
    [Parameter]
    public RenderFragment? Facts { get; set; }

    /// <summary>Fields such as a reason.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
