using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What a rejection was confirmed with.</summary>
public sealed record Rejection(string Reason, string? InternalNote);

/// <summary>Asks for the reason of a rejection.</summary>
public sealed partial class RejectSheet : ComponentBase
{
    private static readonly string[] Presets =
        ["The amount differs from the proof.", "The sender is not the merchant.", "No such payment has arrived.",
        "The proof cannot be read."];

    private string _reason = "";
    private string? _note;

    /// <summary>The number of the record that the sheet was opened for.</summary>
    [Parameter]
    [EditorRequired]
    public string HumanId { get; set; } = "";

    /// <summary>Why the sheet no longer fits the record, or null.</summary>
    [Parameter]
    public string? Stale { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    /// <summary>A reason that the record itself gives, filled in at the start, or null.</summary>
    [Parameter]
    public string? Suggestion { get; set; }

    [Parameter]
    public EventCallback<Rejection> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string? Missing => string.IsNullOrWhiteSpace(_reason) ? "Write or choose a reason." : null;

    private IEnumerable<string> Offered => Suggestion is null ? Presets : [Suggestion, .. Presets];

    /// <inheritdoc/>
    protected override void OnInitialized() => _reason = Suggestion ?? "";

    private void Pick(string text) => _reason = text;

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(new Rejection(_reason, _note));
}
