using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Workspace;

namespace OtcBackoffice.Components.Home;

/// <summary>The way to the first credited deposit. Hiding it is kept in the browser, like every preference of looks.</summary>
public sealed partial class FirstStepList : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<FirstStep> Steps { get; set; } = [];

    private FirstStep? Next => Steps.FirstOrDefault(step => !step.IsDone);

    // Only a merchant submits; what is then decided about its deposit it sees on its own list.
    private bool IsMerchant => Steps.Any(step => step.Kind == FirstStepKind.Submit);

    private (string Title, string Hint, string Href) Words(FirstStep step) => step.Kind switch
    {
        FirstStepKind.SignIn => ("Sign in", "with your desk account", "/account"),
        FirstStepKind.OpenQueue => ("Open the queue", "W claims the next deposit", "/deposits?view=pending"),
        FirstStepKind.Submit => ("Submit a deposit", "draft, price, proof", "/my/deposits/new"),
        FirstStepKind.Confirm when IsMerchant => ("See it confirmed", "by an officer of the desk", "/my/deposits"),
        FirstStepKind.Confirm => ("Confirm a deposit", "an officer claims it and reads the proof", "/deposits?view=pending"),
        FirstStepKind.Credit => ("Credit it", "treasury proposes the payment", "/deposits?view=confirmed"),
        FirstStepKind.Sign => ("Sign it", "two signers of the wallet", "/treasury/proposals"),
        FirstStepKind.SeeCredited when IsMerchant => ("See it credited", "once its transfer is final", "/my/deposits"),
        FirstStepKind.SeeCredited => ("See it credited", "once its transfer is final", "/deposits?view=credited"),
    };
}
