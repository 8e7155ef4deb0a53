using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Merchant;

/// <summary>A submitted deposit as its merchant follows it.</summary>
public sealed partial class MyDepositView : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DepositReview Review { get; set; } = default!;

    private DepositView Deposit => Review.Deposit;

    private static string Words(string action)
    {
        var text = action[(action.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('_', ' ');
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
