using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Approvals;

namespace OtcBackoffice.Components.Approvals;

/// <summary>One command that waits for, or got, a second person.</summary>
public sealed partial class ApprovalRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public ApprovalView Row { get; set; } = default!;

    /// <summary>True for a row that was decided while it was looked at; it stays in its place until the list is read again.</summary>
    [Parameter]
    public bool IsDecided { get; set; }

    [Parameter]
    public EventCallback<ApprovalView> OnApprove { get; set; }

    [Parameter]
    public EventCallback<ApprovalView> OnReject { get; set; }

    [Parameter]
    public EventCallback<ApprovalView> OnCallOff { get; set; }

    // The record itself, or the page that its kind is kept on.
    private string Href => Row.EntityKind switch
    {
        "deposit" => $"/deposits/{Row.EntityId}",
        "withdrawal" => $"/withdrawals/{Row.EntityId}",
        "exchange" => $"/exchanges/{Row.EntityId}",
        "receipt" => $"/unmatched/{Row.EntityId}",
        "screening_case" => $"/screening/{Row.EntityId}",
        "gateway_withdrawal" => $"/gateway-withdrawals/{Row.EntityId}",
        "gateway_payment" => $"/gateway-payments/{Row.EntityId}",
        "settings" => "/settings",
        "policy" => "/policies",
        "pricing_profile" => "/pricing/profiles",
        "fiat_currency" => "/currencies",
        "webhook_endpoint" => "/developers/webhooks",
        "treasury_wallet" => "/treasury/wallets",
        "proposal" => "/treasury/proposals?status=approved",
        "user" => "/users",
        _ => "/approvals",
    };

    private string Who => Row.EligibleApprovers.Count > 0 ? string.Join(", ", Row.EligibleApprovers.Select(person => person.Name))
        : Row.Approvers;

    private Task ApproveAsync() => OnApprove.InvokeAsync(Row);

    // What a reader of this list waits for: the end of waiting, the beginning of the effect, or when it was decided.
    private DateTime When =>
        Row.Status switch { "waiting" => Row.ExpiresAtUtc, "scheduled" => Row.EffectiveAtUtc ?? Row.ExpiresAtUtc,
        _ => Row.DecidedAtUtc ?? Row.ExpiresAtUtc };

    private string WhenLabel => Row.Status switch { "waiting" => "Ends", "scheduled" => "Takes effect", _ => "Decided" };

    private Task CallOffAsync() => OnCallOff.InvokeAsync(Row);

    private Task RejectAsync() => OnReject.InvokeAsync(Row);
}
