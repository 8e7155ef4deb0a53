using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <content>Another payout wallet, and what a step leaves behind that waits for a second person.</content>
public sealed partial class DepositDesk
{
    /// <summary>Changes where a submitted deposit pays out to, which the policy lets nobody do alone.</summary>
    public Task<Result<Decided<DepositView>>> ChangePayoutAsync(Guid depositId, Guid toWalletId, string? reason,
        CancellationToken cancellation) =>
        Transaction.RunAsync<Decided<DepositView>>(new DeskCommand(Permission.DepositRedirect) { NeedsFreshSignIn = true },
            async (work, token) =>
            string.IsNullOrWhiteSpace(reason) || reason.Length > 1_000
                ? DomainError.Of(ErrorCode.InvalidRequest, "reason", "reason must have 1 to 1000 characters.")
                : await ChangePayoutAsync(work, depositId, new PayoutChange(toWalletId, reason.Trim()), token), cancellation);

    internal async Task<Result<Decided<DepositView>>> ChangePayoutAsync(DeskWork work, Guid depositId, PayoutChange change,
        CancellationToken cancellation)
    {
        var deposit = await work.FindDepositAsync(depositId, cancellation);
        if (deposit is null)
        {
            return DomainError.Missing("deposit");
        }
        var choice = await PayoutChoice.ForAsync(work.Db, deposit.MerchantId, change.ToWalletId, deposit.AssetInfo.Network.Code,
            cancellation);
        if (choice.Failed(out var unusable))
        {
            return unusable;
        }
        if (deposit.Copy().ChangePayoutWallet(choice.Value!, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        var about = DepositCases.PayoutWallet(deposit, choice.Value!, change.Reason);
        var editor = await DepositCases.WalletEditorAsync(work, change.ToWalletId, cancellation);
        return await DecideAsync(work, deposit, about with { Command = change, Parts = [.. about.Parts, .. editor] }, async () =>
            (await change.ApplyAsync(work, deposit, cancellation)).Map(changed => View(work, changed)), cancellation);
    }
}
