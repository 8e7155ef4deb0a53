using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Merchant;

/// <summary>A submitted deposit as its merchant follows it.</summary>
public sealed partial class MyDepositView : ComponentBase
{
    private string _answer = "";

    [Parameter]
    [EditorRequired]
    public DepositReview Review { get; set; } = default!;

    /// <summary>Called with the merchant's answer to the desk.</summary>
    [Parameter]
    public EventCallback<string> OnAnswer { get; set; }

    private DepositView Deposit => Review.Deposit;

    private Task SendAsync() => OnAnswer.InvokeAsync(_answer);

    private static string Words(string action)
    {
        var text = action[(action.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('_', ' ');
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
