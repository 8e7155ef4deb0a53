using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Deposits;

/// <content>What came in changes the deposit: a payment on a phone, and a wire that is not what was declared.</content>
public sealed partial class Deposit
{
    private const long MinorPerShilling = 100;

    /// <summary>Hands a deposit in that was created in one step. One by M-Pesa gets its push queued in the same write.</summary>
    /// <param name="pushToken">The unguessable part of the push's callback address.</param>
    /// <param name="now">The time.</param>
    public Result<Deposit> HandIn(string pushToken, DateTime now)
    {
        if (Refusal(DepositAction.HandIn) is { } wrong)
        {
            return wrong;
        }
        if (Method == DepositMethod.Mpesa)
        {
            if (MpesaPhoneNumber is null)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "phone_number", "phone_number is required for M-Pesa.");
            }
            if (FiatCurrency != "KES" || FiatAmountMinor % MinorPerShilling != 0)
            {
                return DomainError.Of(ErrorCode.InvalidAmount, "fiat_amount", "M-Pesa takes whole shillings: fiat_amount must be KES without cents.");
            }
            (PushState, PushToken) = (Deposits.PushState.Queued, pushToken);
        }
        Move(DepositAction.HandIn, now);
        SubmittedAtUtc = now;
        return this;
    }

    /// <summary>Takes the queued push for sending; false when there is none to take.</summary>
    public bool TakePush(DateTime now)
    {
        if (PushState != Deposits.PushState.Queued || Status != DepositStatus.Pending)
        {
            return false;
        }
        Push(Deposits.PushState.Sending, now);
        return true;
    }

    /// <summary>The operator took the push.</summary>
    public void PushSent(string merchantRequestId, string checkoutRequestId, DateTime now)
    {
        (MerchantRequestId, CheckoutRequestId) = (merchantRequestId, checkoutRequestId);
        if (PushState is not Deposits.PushState.Paid and not Deposits.PushState.Failed)
        {
            Push(Deposits.PushState.Sent, now);
        }
    }

    /// <summary>The operator's answer was lost; or nothing was sent at all, and the push waits for another try.</summary>
    public void PushLost(bool isUnsent, DateTime now)
    {
        if (PushState == Deposits.PushState.Sending)
        {
            Push(isUnsent ? Deposits.PushState.Queued : Deposits.PushState.OutcomeUnknown, now);
        }
    }

    /// <summary>Notes that the operator was asked.</summary>
    public void PushAsked(DateTime now) => Push(PushState ?? Deposits.PushState.OutcomeUnknown, now);

    /// <summary>The payer paid; false when that is known already.</summary>
    public bool PushPaid(string? receiptNumber, DateTime now)
    {
        if (PushState is null or Deposits.PushState.Failed || (PushState == Deposits.PushState.Paid && (MpesaReceiptNumber is not null || receiptNumber is null)))
        {
            return false;
        }
        MpesaReceiptNumber = receiptNumber ?? MpesaReceiptNumber;
        PaymentReference ??= receiptNumber;
        Push(Deposits.PushState.Paid, now);
        return true;
    }

    /// <summary>The payer did not pay, and no more will come; the deposit ends.</summary>
    public bool PushFailed(string reason, DateTime now)
    {
        if (PushState is null or Deposits.PushState.Paid or Deposits.PushState.Failed || Refusal(DepositAction.PushFail) is not null)
        {
            return false;
        }
        Move(DepositAction.PushFail, now);
        (PushState, PushFailure) = (Deposits.PushState.Failed, reason);
        (RejectedAtUtc, RejectionReason) = (now, $"The payment on the phone was not made: {reason}.");
        return true;
    }

    /// <summary>The bank's statement has a line for this deposit; false when it has one already.</summary>
    public bool Receive(long receivedMinor, DateTime now)
    {
        if (ReceivedMinor is not null || Status != DepositStatus.Pending)
        {
            return false;
        }
        ReceivedMinor = receivedMinor;
        UpdatedAtUtc = now;
        Version++;
        return true;
    }

    /// <summary>
    /// Decides about a wire that is not what was declared. Prorate: every part of the price times received, divided by declared,
    /// rounded down. Requote: the merchant prices what came anew. Return: the money goes back and the deposit ends.
    /// </summary>
    public Result<Deposit> ResolveDifference(ActorStanding actor, DifferenceOutcome outcome, DateTime now)
    {
        var action = outcome switch
        {
            Deposits.DifferenceOutcome.Prorate => DepositAction.ProrateDifference,
            Deposits.DifferenceOutcome.Requote => DepositAction.RequoteDifference,
            Deposits.DifferenceOutcome.Return => DepositAction.ReturnDifference,
        };
        if (DecisionFault(action, actor, now) is { } fault)
        {
            return fault;
        }
        if (!HasOpenDifference || ReceivedMinor is not { } received || DifferenceOutcome is not null)
        {
            return new DomainError(ErrorCode.NoDifference, $"{HumanId} has no difference to resolve: no statement line differs from the declared amount.");
        }
        if (outcome == Deposits.DifferenceOutcome.Prorate && RequestedCryptoMinor is null)
        {
            return new DomainError(ErrorCode.PricingMismatch, $"{HumanId} was never priced, so there is nothing to prorate. Requote or return it.");
        }
        var declared = FiatAmountMinor;
        Move(action, now);
        (DifferenceOutcome, DifferenceResolvedAtUtc, DifferenceResolvedBy, DeclaredMinor) = (outcome, now, actor.PersonId, declared);
        if (outcome == Deposits.DifferenceOutcome.Prorate)
        {
            Prorate(received, declared);
        }
        else if (outcome == Deposits.DifferenceOutcome.Requote)
        {
            ClearPrice();
            FiatAmountMinor = received;
        }
        else
        {
            (RejectedAtUtc, RejectedBy, RejectionReason) = (now, actor.PersonId, "The wire is not what was declared, and the money goes back to its sender.");
        }
        return this;
    }

    private void Prorate(long received, long declared)
    {
        long? Part(long? whole) => whole is { } minor ? checked((long)((Int128)minor * received / declared)) : null;

        FiatAmountMinor = received;
        RequestedCryptoMinor = Part(RequestedCryptoMinor);
        (FeeMinor, GrossAssetMinor) = (Part(FeeMinor), Part(GrossAssetMinor));
        (SpreadAssetMinor, FeeAssetMinor) = (Part(SpreadAssetMinor), Part(FeeAssetMinor));
    }

    // The books may say that fiat arrived only when it has, and only as much as has.
    private DomainError? ArrivalFault()
    {
        if (PushState is not null and not Deposits.PushState.Paid)
        {
            return new DomainError(ErrorCode.PaymentNotReceived, $"{HumanId}: the payment on the phone has not been made.");
        }
        return HasOpenDifference
            ? new DomainError(ErrorCode.AmountDiffers,
                $"{HumanId}: {DecimalText.Format(ReceivedMinor!.Value, FiatScale)} {FiatCurrency} came, and {DecimalText.Format(FiatAmountMinor, FiatScale)} was declared. Resolve the difference first.")
            : null;
    }

    private void Push(PushState state, DateTime now)
    {
        (PushState, PushAskedAtUtc) = (state, now);
        UpdatedAtUtc = now;
        Version++;
    }
}
