using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Components.Gateway;

/// <summary>One payment of the gateway, and the ways out of what is wrong with its money.</summary>
public sealed partial class PaymentPage : DeskPage<GatewayPaymentView>
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["accept"] = "Accept", ["credit-difference"] = "Credit the difference", ["top-up"] = "Give more time", ["refund"] = "Send back",
    };

    private static readonly Dictionary<string, string> Leads = new(StringComparer.Ordinal)
    {
        ["accept"] = "What came is credited to the merchant now, less the fee. The payment's status stays.",
        ["credit-difference"] = "What came beyond the asked amount is credited to the merchant now, less the fee.",
        ["top-up"] = "The payer gets another window for the rest.",
        ["refund"] = "The coins go to the payer once a second person agrees; that cannot be taken back.",
    };

    private string? _asking, _refusal;
    private string _reason = "", _amount = "", _address = "", _minutes = "60";

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private GatewayPaymentDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayPayment.Kind.Queue];

    private string? Blocked => May(Permission.GatewayDecide) ? null : "Your role does not decide about payments.";

    /// <inheritdoc/>
    protected override Task<Result<GatewayPaymentView>> ReadAsync(CancellationToken cancellation) => Desk.GetAsync(Id, cancellation);

    private string Of(string member) => (string)Load!.Body[member]!;

    // The ways out are chosen by their place, as they stand.
    private static string KeyAt(int at) => (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Ask(string way)
    {
        (_asking, _refusal, _reason, _address) = (way, null, "", "");
        _amount = Load?.Shown is { } shown ? shown.Coin.Format(shown.AmountMinor) : "";
    }

    private void Close() => _asking = null;

    private async Task HoldAsync()
    {
        var held = Load!.Shown is { AssigneeUserId: null } ? await Desk.ClaimAsync(Id, Gone) : await Desk.ReleaseAsync(Id, Gone);
        if (held.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        await ReloadAsync();
    }

    private async Task DecideAsync()
    {
        if (_asking == "refund")
        {
            var asked = await StepUp.RunAsync(() =>
                Desk.RefundAsync(Id, new RefundPayment(_amount.Trim(), _address.Trim(), _reason), Gone));
            await EndAsync(asked.Failed(out var why) ? why : null,
                asked is { IsSuccess: true, Value.Waiting: not null } ? "waits for a second person." : "is sent back.");
            return;
        }
        var minutes = int.TryParse(_minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
        var done = _asking switch
        {
            "accept" => await Desk.AcceptAsync(Id, _reason, Gone),
            "top-up" => await Desk.TopUpAsync(Id, minutes, _reason, Gone),
            _ => await Desk.CreditDifferenceAsync(Id, _reason, Gone),
        };
        await EndAsync(done.Failed(out var refused) ? refused : null, "decided.");
    }

    private async Task EndAsync(DomainError? refused, string done)
    {
        _refusal = refused?.Message;
        if (refused is null)
        {
            Notices.Done($"{Load!.HumanId} {done}");
            _asking = null;
            await ReloadAsync();
        }
    }
}
