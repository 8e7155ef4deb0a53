using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Home;

/// <summary>A few deposits with when they are due.</summary>
public sealed partial class DueList : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<DepositLine> Lines { get; set; } = [];

    [Parameter]
    public DateTime NowUtc { get; set; }

    [Parameter]
    public ConsoleZone Zone { get; set; } = ConsoleZone.Utc;
}
