using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>Runs stored commands about deposits again, each through the method that its maker called.</summary>
internal static class DepositReplays
{
    public static CommandReplay Confirm(DepositDesk desk) => CommandReplay.Of<ConfirmDeposit, Decided<DepositView>>(
        ApprovalOperation.DepositConfirm, Permission.DepositDecide, VersionAsync, (work, id, command, token) =>
            desk.ConfirmAsync(work, new ConfirmDeposit(id) { RepeatedSeen = command.RepeatedSeen, ProofSeen = command.ProofSeen,
                Reason = command.Reason }, null, token));

    public static CommandReplay Credit(DepositDesk desk) => OfCredit(ApprovalOperation.DepositCredit, desk);

    public static CommandReplay NewWallet(DepositDesk desk) => OfCredit(ApprovalOperation.CreditNewWallet, desk);

    public static CommandReplay Override(DepositDesk desk) => OfCredit(ApprovalOperation.CreditOverride, desk);

    public static CommandReplay PayoutWallet(DepositDesk desk) => CommandReplay.Of<PayoutChange, Decided<DepositView>>(
        ApprovalOperation.PayoutWalletChange, Permission.DepositRedirect, VersionAsync, desk.ChangePayoutAsync);

    public static CommandReplay Unconfirm(DepositDesk desk) => CommandReplay.Of<Unconfirming, Decided<DepositView>>(
        ApprovalOperation.DepositUnconfirm, Permission.DepositDecide, VersionAsync, desk.UnconfirmAsync);

    private static CommandReplay OfCredit(ApprovalOperation operation, DepositDesk desk) =>
        CommandReplay.Of<CreditDeposit, Decided<CreditView>>(
        operation, Permission.DepositCredit, VersionAsync, (work, _, command, token) => desk.CreditAsync(work, command, token))
        with { BeforeAsync = (id, payload, token) => desk.AskBeforeCreditAsync(id, CommandReplay.Read<CreditDeposit>(payload), token) };

    private static async Task<string?> VersionAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        await work.FindDepositAsync(id, cancellation) is { } deposit ? DepositCases.VersionOf(deposit) : null;
}
