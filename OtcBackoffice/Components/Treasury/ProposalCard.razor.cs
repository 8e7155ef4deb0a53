using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Treasury;

/// <summary>One proposal with who has signed it.</summary>
public sealed partial class ProposalCard : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public ProposalView Proposal { get; set; } = default!;

    [Parameter]
    public EventCallback<ProposalView> OnSign { get; set; }

    [Parameter]
    public EventCallback<ProposalView> OnReject { get; set; }

    /// <summary>Treasury says by which transaction the signers paid it.</summary>
    [Parameter]
    public EventCallback<ProposalView> OnEnter { get; set; }

    /// <summary>Why the viewer cannot enter a transaction, or null when it may.</summary>
    [Parameter]
    public string? EnterBlockedBecause { get; set; }

    /// <summary>The payment is given up.</summary>
    [Parameter]
    public EventCallback<ProposalView> OnVoid { get; set; }

    /// <summary>Whether it is among those that are signed together.</summary>
    [Parameter]
    public bool IsSelected { get; set; }

    [Parameter]
    public EventCallback<ProposalView> OnSelect { get; set; }

    private Task SelectAsync() => OnSelect.InvokeAsync(Proposal);

    private Task VoidAsync() => OnVoid.InvokeAsync(Proposal);

    private Task EnterAsync() => OnEnter.InvokeAsync(Proposal);

    private Task SignAsync() => OnSign.InvokeAsync(Proposal);

    private Task RejectAsync() => OnReject.InvokeAsync(Proposal);
}
