using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Deposits;

/// <content>What the desk does: claim, decide, credit, settle.</content>
public sealed partial class Deposit
{
    /// <summary>Takes the deposit when nobody holds it, or renews the actor's own claim.</summary>
    public Result<Deposit> Claim(ActorStanding actor, int leaseSeconds, DateTime now) =>
        Held(DepositAction.Claim, Claimed.Take(actor, leaseSeconds, now, HumanId), now);

    /// <summary>Gives the claim back.</summary>
    public Result<Deposit> Release(ActorStanding actor, DateTime now) =>
        Held(DepositAction.Release, Claimed.Release(actor, Permission.DepositAssign, HumanId), now);

    /// <summary>Gives the deposit to a person, whoever holds it.</summary>
    public Result<Deposit> Assign(Guid personId, int leaseSeconds, DateTime now) =>
        Held(DepositAction.Assign, Records.Claim.Of(personId, leaseSeconds, now), now);

    /// <summary>
    /// The fiat arrived. An unclaimed deposit is claimed in the same step; one that somebody else holds is refused unless
    /// the actor is treasury or admin. Caps and second persons are the approval policy's.
    /// </summary>
    public Result<Deposit> Confirm(ActorStanding actor, DeskLimits limits, DateTime now)
    {
        if (DecisionFault(DepositAction.Confirm, actor, now) is { } fault)
        {
            return fault;
        }
        Move(DepositAction.Confirm, now);
        Hold(Claimed.WithDecisionOf(actor, limits.ClaimLeaseSeconds, now));
        (ConfirmedAtUtc, ConfirmedBy) = (now, actor.PersonId);
        return this;
    }

    /// <summary>The deposit is refused, with a reason that the merchant will read.</summary>
    public Result<Deposit> Reject(ActorStanding actor, string? reason, string? internalNote, DateTime now)
    {
        if (DecisionFault(DepositAction.Reject, actor, now) is { } fault)
        {
            return fault;
        }
        if (Trimmed(reason) is not { Length: <= 1_000 } text)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason", "reason must have 1 to 1000 characters.");
        }
        if (text == CancelledByCustomer)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason",
                "These words are kept for what the customer takes back. Say why the desk rejects.");
        }
        Move(DepositAction.Reject, now);
        (RejectedAtUtc, RejectedBy, RejectionReason) = (now, actor.PersonId, text);
        InternalNote = Trimmed(internalNote) ?? InternalNote;
        return this;
    }

    /// <summary>
    /// Makes a credit proposal (specification 004, desk controls): the amount must match the quote within the tolerance,
    /// or there is a reason. Who may override, and who may not do both steps, is the approval policy's.
    /// </summary>
    public Result<Deposit> ProposeCredit(ActorStanding actor, CreditRequest request, DeskLimits limits, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Refusal(DepositAction.Credit) is { } wrong)
        {
            return wrong;
        }
        if (CreditFault(request, limits) is { } fault)
        {
            return fault;
        }
        Move(DepositAction.Credit, now);
        CryptoMinor = request.AmountMinor;
        CreditedBy = actor.PersonId;
        ProposalId = request.ProposalId;
        SettlementState = SettlementState.Proposed;
        CreditCount++;
        return this;
    }

    /// <summary>Follows the proposal: signed once, signed enough, sent, unknown.</summary>
    public void Progress(SettlementState state, Guid? transferId, DateTime now)
    {
        SettlementState = state;
        TransferId = transferId ?? TransferId;
        UpdatedAtUtc = now;
        Version++;
    }

    /// <summary>The proposal was rejected or no longer fits; the deposit stays confirmed and may be credited anew.</summary>
    public void EndProposal(DateTime now)
    {
        (SettlementState, ProposalId, CryptoMinor, CreditedBy) = (SettlementState.None, null, null, null);
        UpdatedAtUtc = now;
        Version++;
    }

    /// <summary>The transfer is final: the one and only way to <see cref="DepositStatus.Credited"/>.</summary>
    public Result<Deposit> Settle(Guid transferId, DateTime now)
    {
        if (Move(DepositAction.Settle, now) is { } wrong)
        {
            return wrong;
        }
        (SettlementState, TransferId, CreditedAtUtc) = (SettlementState.Final, transferId, now);
        return this;
    }

    /// <summary>Changes where the deposit pays out to, until it is sent.</summary>
    public Result<Deposit> ChangePayoutWallet(PayoutTarget target, DateTime now)
    {
        if (Refusal(DepositAction.ChangePayoutWallet) is { } wrong)
        {
            return wrong;
        }
        if (IsUnderWay)
        {
            return Impossible(DepositAction.ChangePayoutWallet, $"{HumanId}: Change payout wallet is not possible while the transfer is "
                + "under way.");
        }
        Move(DepositAction.ChangePayoutWallet, now);
        SetPayout(target);
        return this;
    }

    /// <summary>Fills a payout wallet that an old row lacks; no lifecycle move, never on an ended deposit.</summary>
    public bool FillPayout(PayoutTarget target, DateTime now)
    {
        if (CreditedToAddress is not null || Status is DepositStatus.Rejected or DepositStatus.Credited or DepositStatus.Abandoned)
        {
            return false;
        }
        SetPayout(target);
        UpdatedAtUtc = now;
        Version++;
        return true;
    }

    /// <summary>The value in US cents at the snapshot's reference rate, or null when it cannot be known.</summary>
    public long? NotionalUsdCents() => UsdNotional.Cents(FiatCurrency, FiatAmountMinor, FiatScale, AssetInfo, ReferenceRate);

    private DomainError? CreditFault(CreditRequest request, DeskLimits limits)
    {
        if (ProposalId is not null)
        {
            return new DomainError(ErrorCode.ProposalOpen, $"{HumanId} has a credit proposal already.");
        }
        if (CreditedToAddress is null)
        {
            return new DomainError(ErrorCode.PayoutWalletMissing,
                $"{HumanId} has no payout address: the merchant has no wallet on {AssetInfo.Network.Code}. Create a default "
                    + $"{AssetInfo.Network.DisplayName} wallet on the master or a sub-vendor.");
        }
        if (request.Asset.Code.Text != Asset)
        {
            return DomainError.Of(ErrorCode.PricingMismatch, "asset",
                $"{HumanId} was priced in {AssetInfo.Symbol} on {AssetInfo.Network.Code}.");
        }
        if (request.AmountMinor <= 0)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "crypto_amount", "crypto_amount must be above zero.");
        }
        return ToleranceFault(request, limits);
    }

    /// <summary>Whether an amount is farther from the quote than the tolerance lets it be.</summary>
    public bool IsOverride(long amountMinor, DeskLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return RequestedCryptoMinor is { } requested && !Bps.Within(amountMinor, requested, limits.ToleranceBps);
    }

    private DomainError? ToleranceFault(CreditRequest request, DeskLimits limits)
    {
        if (RequestedCryptoMinor is not { } requested)
        {
            return new DomainError(ErrorCode.PricingMismatch, $"{HumanId} was never priced.");
        }
        if (Bps.Within(request.AmountMinor, requested, limits.ToleranceBps))
        {
            return null;
        }
        return Trimmed(request.OverrideReason) is not null ? null
            : new DomainError(ErrorCode.OutsideTolerance,
                $"crypto_amount is more than {limits.ToleranceBps} basis points away from the quoted {AssetInfo.Format(requested)} "
                    + $"{AssetInfo.Symbol}. Treasury or an admin may give an override_reason.")
            {
                Field = "crypto_amount",
                Facts = new Dictionary<string, string> { ["requested_crypto_amount"] = AssetInfo.Format(requested) },
            };
    }

    /// <summary>Why the actor may not check the proof now, or null; checking is part of deciding.</summary>
    public DomainError? EvidenceFault(ActorStanding actor, DateTime now) =>
        DecisionFault(DepositAction.Reject, actor, now, isDecided: false);

    private DomainError? DecisionFault(DepositAction action, ActorStanding actor, DateTime now, bool isDecided = true)
    {
        if (Refusal(action) is { } wrong)
        {
            return wrong;
        }
        if (action == DepositAction.Confirm && ArrivalFault() is { } missing)
        {
            return missing;
        }
        return isDecided && (action is DepositAction.Confirm or DepositAction.Reject) ? Claimed.HolderFault(actor, now, HumanId)
            : Claimed.DecisionFault(actor, now, HumanId);
    }

    private DomainError? Refusal(DepositAction action) => DepositLifecycle.Table.Move(Status, action).Failed(out var error)
        ? error with { Message = $"{HumanId}: {error.Message}" }
        : null;

    private Result<Deposit> Held(DepositAction action, Result<Claim> claim, DateTime now)
    {
        if (Refusal(action) is { } wrong)
        {
            return wrong;
        }
        if (claim.Failed(out var refused))
        {
            return refused;
        }
        Move(action, now);
        Hold(claim.Value);
        return this;
    }

    private void Hold(Claim claim) => (AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc) = claim;
}
