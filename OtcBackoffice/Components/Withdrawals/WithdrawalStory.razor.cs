using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Withdrawals;

namespace OtcBackoffice.Components.Withdrawals;

/// <summary>A withdrawal's history, newest first.</summary>
public sealed partial class WithdrawalStory : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<WithdrawalHistoryLine> Lines { get; set; } = [];

    private static string Words(string action)
    {
        var text = action[(action.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('_', ' ');
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
