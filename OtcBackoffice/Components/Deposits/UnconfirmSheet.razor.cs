using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What is asked for when a confirmation is taken back.</summary>
/// <param name="Rejects">Whether the deposit is refused with it.</param>
/// <param name="Reason">Why.</param>
public sealed record UnconfirmWish(bool Rejects, string Reason);

/// <summary>Asks why a confirmation is taken back, and where the deposit goes.</summary>
public sealed partial class UnconfirmSheet : ComponentBase
{
    private string _reason = "";
    private bool _rejects;

    [Parameter]
    [EditorRequired]
    public string HumanId { get; set; } = "";

    [Parameter]
    public string? Stale { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<UnconfirmWish> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string? Missing => string.IsNullOrWhiteSpace(_reason) ? "Reason is required." : null;

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(new UnconfirmWish(_rejects, _reason));
}
