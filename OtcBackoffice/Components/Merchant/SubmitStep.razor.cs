using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Components.Merchant;

/// <summary>The third step: the proof goes up by a plain form, never through the circuit; then the deposit is handed in.</summary>
public sealed partial class SubmitStep : ComponentBase
{
    [Parameter]
    public DepositView? Deposit { get; set; }

    /// <summary>The field that the desk refused, or null.</summary>
    [Parameter]
    public string? BadField { get; set; }

    /// <summary>Why the last upload was refused, or null.</summary>
    [Parameter]
    public string? UploadFault { get; set; }

    [Parameter]
    public EventCallback OnSubmit { get; set; }

    [Parameter]
    [EditorRequired]
    public DepositForm Form { get; set; } = new();

    private string? Blocked => Deposit switch
    {
        { Status: DepositStatus.Draft } => "Take a price first.",
        { ProofUrl: null } => "Upload the proof first.",
        _ => null,
    };

    private string? Invalid(string field) => BadField == field ? "true" : null;
}
