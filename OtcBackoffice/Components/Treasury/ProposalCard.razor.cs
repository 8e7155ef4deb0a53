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

    private Task SignAsync() => OnSign.InvokeAsync(Proposal);

    private Task RejectAsync() => OnReject.InvokeAsync(Proposal);
}
