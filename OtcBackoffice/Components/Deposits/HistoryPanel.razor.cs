using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>A deposit's history, newest first, with actor, reason and what changed.</summary>
public sealed partial class HistoryPanel : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<DepositHistoryLine> Lines { get; set; } = [];

    private IEnumerable<DepositHistoryLine> Newest => Lines.Reverse();
}
