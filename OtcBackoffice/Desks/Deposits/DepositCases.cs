using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What the approval policy is told about a deposit.</summary>
internal static class DepositCases
{
    /// <summary>What a stored command about a deposit is bound to: any write changes it.</summary>
    public static string VersionOf(Deposit deposit) => deposit.Version.ToString(CultureInfo.InvariantCulture);

    public static PolicyCase Confirm(Deposit deposit) => Case(ApprovalOperation.DepositConfirm, deposit) with
    {
        Summary = $"{deposit.HumanId}: confirm {DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale)} {deposit.FiatCurrency}.",
    };

    public static PolicyCase Credit(Deposit deposit, CreditRequest request, DeskLimits limits)
    {
        var isOverride = deposit.IsOverride(request.AmountMinor, limits);
        return Case(isOverride ? ApprovalOperation.CreditOverride : ApprovalOperation.DepositCredit, deposit) with
        {
            Summary = $"{deposit.HumanId}: credit {deposit.AssetInfo.Format(request.AmountMinor)} {deposit.AssetInfo.Symbol}"
                + (isOverride ? $" instead of {deposit.AssetInfo.Format(deposit.RequestedCryptoMinor ?? 0)}: {request.OverrideReason}"
                    : "."),
        };
    }

    public static PolicyCase PayoutWallet(Deposit deposit, PayoutTarget target, string reason) =>
        Case(ApprovalOperation.PayoutWalletChange, deposit) with
    {
        Summary = $"{deposit.HumanId}: pay out to {target.Address} instead of {deposit.CreditedToAddress ?? "no address"}. {reason}",
    };

    public static PolicyCase Unconfirm(Deposit deposit, Unconfirming command) => Case(ApprovalOperation.DepositUnconfirm, deposit) with
    {
        Summary = $"{deposit.HumanId}: take the confirmation of {DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale)} "
            + $"{deposit.FiatCurrency} back"
            + $"{(command.Rejects ? " and reject it" : "")}. {command.Reason}",
        Command = command,
    };

    /// <summary>Who added or changed a wallet last, as the audit record says.</summary>
    public static async Task<IReadOnlyList<CaseActor>> WalletEditorAsync(DeskWork work, Guid walletId, CancellationToken cancellation)
    {
        var editor = await work.Db.Audit.Where(row => row.EntityId == walletId && row.EntityKind == "wallet")
            .OrderByDescending(row => row.Id).Select(row => row.ActorId)
            .Take(1).ToListAsync(cancellation);
        return [.. editor.Select(person => new CaseActor(CasePart.WalletEditor, person))];
    }

    private static PolicyCase Case(ApprovalOperation operation, Deposit deposit) =>
        new(operation, "deposit", deposit.Id, VersionOf(deposit), deposit.HumanId)
    {
        MerchantId = deposit.MerchantId,
        NotionalUsdCents = deposit.NotionalUsdCents(),
        Parts = deposit.ConfirmedBy is { } confirmer ? [new CaseActor(CasePart.Confirmer, confirmer)] : [],
    };
}
