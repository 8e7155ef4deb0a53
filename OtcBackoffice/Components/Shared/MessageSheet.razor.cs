using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Asks for one text, a reason, a message or a reference, before something is done to a record.</summary>
public sealed partial class MessageSheet : ComponentBase
{
    private string _text = "";

    /// <summary>The verb, for example "Take over".</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The number of the record that the sheet was opened for.</summary>
    [Parameter]
    [EditorRequired]
    public string RecordId { get; set; } = "";

    /// <summary>What the text is: "Reason".</summary>
    [Parameter]
    public string Label { get; set; } = "Reason";

    /// <summary>What will happen, in a sentence.</summary>
    [Parameter]
    public string? Lead { get; set; }

    [Parameter]
    public string? Tone { get; set; }

    /// <summary>Why the sheet no longer fits the record, or null.</summary>
    [Parameter]
    public string? Stale { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<string> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string? Missing => string.IsNullOrWhiteSpace(_text) ? $"{Label} is required." : null;

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(_text);
}
