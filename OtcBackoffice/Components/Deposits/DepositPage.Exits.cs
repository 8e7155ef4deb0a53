using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Deposits;

/// <content>The confirmation that is taken back.</content>
public sealed partial class DepositPage
{
    private void OpenUnconfirm() => _sheet = new OpenSheet(SheetKind.Unconfirm, Deposit);

    private async Task UnconfirmAsync(UnconfirmWish wish)
    {
        var seen = _sheet!.Deposit;
        var to = Names.Snake(wish.Rejects ? DepositStatus.Rejected : DepositStatus.Pending);
        await SettleAsync(await Desk.UnconfirmAsync(seen.Id, to, wish.Reason, Gone), decided =>
            decided.Waiting is { } waiting ? Waits(waiting) : $"{seen.HumanId}: the confirmation was taken back.");
    }
}
