using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What holds instead of a declared value, and why.</summary>
public sealed record CorrectedValue(string Value, string Reason);

/// <summary>Asks for the right value of a field that the merchant declared wrongly. It begins with what the proof says.</summary>
public sealed partial class CorrectSheet : ComponentBase
{
    private string _value = "", _reason = "";

    [Parameter]
    [EditorRequired]
    public EvidenceLine Line { get; set; } = default!;

    /// <summary>The number of the record that the sheet was opened for.</summary>
    [Parameter]
    [EditorRequired]
    public string RecordId { get; set; } = "";

    /// <summary>Why the sheet no longer fits the record, or null.</summary>
    [Parameter]
    public string? Stale { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<CorrectedValue> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string Name => Names.Words(Line.Finding.Field);

    // Proofs print dates in every way there is, so a date is typed and never taken over.
    private bool IsDate => Line.Finding.Field == EvidenceField.ValueDate;

    private string Lead => $"{Line.Finding.Declared ?? "Nothing"} was declared. Both values and your reason stay in the record.";

    private string? Missing =>
        string.IsNullOrWhiteSpace(_value) ? $"{Name} is required." : string.IsNullOrWhiteSpace(_reason) ? "Reason is required." : null;

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        _value = (IsDate ? Line.Finding.Declared : Line.Finding.InProof ?? Line.Finding.Declared) ?? "";

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(new CorrectedValue(_value, _reason));
}
