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
                return DomainError.Of(ErrorCode.InvalidAmount, "fiat_amount",
                    "M-Pesa takes whole shillings: fiat_amount must be KES without cents.");
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

    /// <summary>The operator's answer says neither yes nor no: it is found out by asking, or by two persons.</summary>
    public bool PushUnknown(DateTime now)
    {
        if (PushState is null or Deposits.PushState.Queued or Deposits.PushState.Paid or Deposits.PushState.Failed
            || Status != DepositStatus.Pending)
        {
            return false;
        }
        var isNew = PushState != Deposits.PushState.OutcomeUnknown;
        Push(Deposits.PushState.OutcomeUnknown, now);
        return isNew;
    }

    /// <summary>Notes that the operator was asked.</summary>
    public void PushAsked(DateTime now) => Push(PushState ?? Deposits.PushState.OutcomeUnknown, now);

    /// <summary>The payer paid; false when that is known already.</summary>
    public bool PushPaid(string? receiptNumber, DateTime now)
    {
        if (PushState is null or Deposits.PushState.Failed
            || (PushState == Deposits.PushState.Paid && (MpesaReceiptNumber is not null || receiptNumber is null)))
        {
            return false;
        }
        MpesaReceiptNumber = receiptNumber ?? MpesaReceiptNumber;
        SetReference(PaymentReference ?? receiptNumber);
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

    /// <summary>
    /// A receipt, or a part of one, is put on this deposit. Parts add up. While the deposit waits, the books keep it apart;
    /// one that was confirmed on somebody's word is in the books already.
    /// </summary>
    /// <param name="receivedMinor">How much, in fiat minor units; a recall has a minus.</param>
    /// <param name="now">The time.</param>
    public Result<Deposit> Receive(long receivedMinor, DateTime now)
    {
        if (Refusal(DepositAction.Receive) is { } wrong)
        {
            return wrong;
        }
        if (Status == DepositStatus.Pending && DifferenceOutcome is not null)
        {
            return new DomainError(ErrorCode.WrongState, $"{HumanId}: its difference was resolved, so nothing is added to it.");
        }
        var held = Status == DepositStatus.Pending ? receivedMinor : 0;
        Move(DepositAction.Receive, now);
        (ReceivedMinor, HeldMinor) = (checked((ReceivedMinor ?? 0) + receivedMinor), checked(HeldMinor + held));
        return this;
    }

    /// <summary>A receipt is taken off again; none left reads as never arrived.</summary>
    public Result<Deposit> TakeBack(long receivedMinor, DateTime now)
    {
        if (Refusal(DepositAction.TakeBack) is { } wrong)
        {
            return wrong;
        }
        Move(DepositAction.TakeBack, now);
        (ReceivedMinor, HeldMinor) = ((ReceivedMinor ?? 0) - receivedMinor, IsUndecided ? HeldMinor - receivedMinor : HeldMinor);
        ReceivedMinor = ReceivedMinor == 0 ? null : ReceivedMinor;
        return this;
    }

    /// <summary>Notes that something beside the amount came otherwise than it was asked for.</summary>
    public void NoteDifference(string words, DateTime now)
    {
        DiffersIn = words;
        UpdatedAtUtc = now;
        Version++;
    }

    /// <summary>Notes that money came after the deposit had ended.</summary>
    public void MarkPaidLate(DateTime now)
    {
        PaidLate = true;
        UpdatedAtUtc = now;
        Version++;
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
            return new DomainError(ErrorCode.NoDifference,
                $"{HumanId} has no difference to resolve: nothing came that differs from what was declared.");
        }
        if (outcome == Deposits.DifferenceOutcome.Prorate && RequestedCryptoMinor is null)
        {
            return new DomainError(ErrorCode.PricingMismatch,
                $"{HumanId} was never priced, so there is nothing to prorate. Requote or return it.");
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
            (RejectedAtUtc, RejectedBy, RejectionReason) =
                (now, actor.PersonId, "The wire is not what was declared, and the money goes back to its sender.");
            // What the books held apart leaves with its receipts; what came before there were receipts is posted here.
            (ReceivedMinor, HeldMinor) = (HeldMinor == 0 ? ReceivedMinor : null, 0);
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
        return HasOpenDifference ? new DomainError(ErrorCode.AmountDiffers, $"{HumanId}: {DifferenceWords()} Resolve the difference first.")
            : null;
    }

    private string DifferenceWords()
    {
        var amount = ReceivedMinor is { } received && received != FiatAmountMinor
            ? $"{DecimalText.Format(received, FiatScale)} {FiatCurrency} came, and {DecimalText.Format(FiatAmountMinor, FiatScale)} was "
            + $"declared." : null;
        return string.Join(' ', new[] { amount, DiffersIn is null ? null : $"{DiffersIn}." }.OfType<string>());
    }

    private void SetReference(string? reference) => (PaymentReference, ReferenceKey) = (reference, Receipts.ReferenceText.Key(reference));

    private void Push(PushState state, DateTime now)
    {
        (PushState, PushAskedAtUtc) = (state, now);
        UpdatedAtUtc = now;
        Version++;
    }
}
