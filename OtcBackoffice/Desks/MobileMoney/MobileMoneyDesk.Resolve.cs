using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.MobileMoney;

/// <summary>How two persons say that a payment on a phone ended.</summary>
/// <param name="Outcome"><c>paid</c> or <c>not_paid</c>.</param>
/// <param name="Reason">How they know.</param>
public sealed record PushResolution(string? Outcome, string? Reason);

/// <content>The way out of an unknown outcome, for two persons.</content>
public sealed partial class MobileMoneyDesk
{
    /// <summary>Runs a stored resolution again, as its maker.</summary>
    public CommandReplay Replay =>
        CommandReplay.Of<PushResolution, Decided<DepositView>>(ApprovalOperation.PushOutcome, Permission.DepositDecide,
        async (work, id, token) =>
            await work.FindDepositAsync(id, token) is { } deposit ? DepositCases.VersionOf(deposit) : null, ResolveAsync);

    /// <summary>
    /// Says how a payment ended that the operator does not tell. Paid is money without a receipt number: the operator's number
    /// takes its place when it comes, and is never a second payment.
    /// </summary>
    public Task<Result<Decided<DepositView>>> ResolveAsync(Guid id, PushResolution resolution, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<DepositView>>(new DeskCommand(Permission.DepositDecide),
            (work, token) => ResolveAsync(work, id, resolution, token), cancellation);

    private async Task<Result<Decided<DepositView>>> ResolveAsync(DeskWork work, Guid id, PushResolution resolution,
        CancellationToken cancellation)
    {
        if (await work.FindDepositAsync(id, cancellation) is not { } deposit)
        {
            return DomainError.Missing("deposit");
        }
        if (resolution.Outcome is not ("paid" or "not_paid"))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "outcome", "outcome must be paid or not_paid.");
        }
        if (Receipt.Reason(resolution.Reason).Failed(out var unreasoned))
        {
            return unreasoned;
        }
        if (deposit is not { Status: DepositStatus.Pending, PushState: PushState.OutcomeUnknown })
        {
            return new DomainError(ErrorCode.WrongState,
                $"{deposit.HumanId}: only a payment with an unknown outcome can be resolved by hand.");
        }
        var about = new PolicyCase(ApprovalOperation.PushOutcome, "deposit", deposit.Id, DepositCases.VersionOf(deposit), deposit.HumanId)
        {
            MerchantId = deposit.MerchantId,
            NotionalUsdCents = deposit.NotionalUsdCents(),
            Summary = $"{deposit.HumanId}: the payment on the phone was {(resolution.Outcome == "paid" ? "made" : "not made")}. "
                + $"{resolution.Reason}",
            Command = resolution,
        };
        var ruled = await policy.RuleAsync(work, about, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            work.Touch(Topics.Deposits, deposit.Id);
            return Decided<DepositView>.Later(waiting);
        }
        if (resolution.Outcome == "not_paid")
        {
            await NotPaidAsync(work, deposit, resolution.Reason!.Trim(), cancellation);
        }
        else
        {
            await PaidAsync(work, deposit,
                new MobilePayment(null, deposit.FiatAmountMinor, null, $"resolved by hand: {resolution.Reason!.Trim()}"), cancellation);
        }
        return Decided<DepositView>.Now(DepositView.Of(deposit, work.Actor.Roles.IsStaff));
    }
}
