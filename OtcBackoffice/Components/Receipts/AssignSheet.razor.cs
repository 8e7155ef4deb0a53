using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Receipts;

namespace OtcBackoffice.Components.Receipts;

/// <summary>What an assignment was confirmed with.</summary>
/// <param name="RecordId">The record, where it was one of the proposals.</param>
/// <param name="Number">What people call the record.</param>
/// <param name="Amount">How much, or null for all that is left.</param>
/// <param name="Reason">Why.</param>
public sealed record Assignment(Guid? RecordId, string Number, string? Amount, string Reason);

/// <summary>Asks which record a receipt is put on. The best proposal is filled in with its reasons, so that Enter is enough.</summary>
public sealed partial class AssignSheet : ComponentBase
{
    private string _number = "";
    private string _amount = "";
    private string _reason = "";

    /// <summary>The receipt that the sheet was opened for.</summary>
    [Parameter]
    [EditorRequired]
    public ReceiptView Receipt { get; set; } = default!;

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<Assignment> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string? Missing =>
        string.IsNullOrWhiteSpace(_number) ? "Name a record." : string.IsNullOrWhiteSpace(_reason) ? "Write why." : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _amount = Receipt.Remaining.TrimStart('-');
        if (Receipt.Proposals.FirstOrDefault(proposal => proposal.IsOpen) is { } best)
        {
            (_number, _reason) = (best.Number, string.Join("; ", best.Because));
        }
    }

    private Task ConfirmAsync()
    {
        var number = _number.Trim().ToUpperInvariant();
        var known = Receipt.Proposals.FirstOrDefault(proposal => proposal.Number == number);
        return OnConfirm.InvokeAsync(
            new Assignment(known?.RecordId, number, string.IsNullOrWhiteSpace(_amount) ? null : _amount.Trim(), _reason));
    }
}
