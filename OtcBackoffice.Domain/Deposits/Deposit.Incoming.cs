namespace OtcBackoffice.Domain.Deposits;

/// <summary>How far the push to the payer's phone has come.</summary>
public enum PushState
{
    /// <summary>To be sent.</summary>
    Queued,

    /// <summary>Being handed to the operator; found here after a crash it counts as unknown.</summary>
    Sending,

    /// <summary>The payer's phone asks.</summary>
    Sent,

    /// <summary>The operator's answer was lost. It is asked for, and never pushed again.</summary>
    OutcomeUnknown,

    /// <summary>Paid, with the operator's receipt.</summary>
    Paid,

    /// <summary>Refused, cancelled or run out; nothing was paid.</summary>
    Failed,
}

/// <summary>What was decided when a wire was smaller or larger than declared.</summary>
public enum DifferenceOutcome
{
    /// <summary>The crypto is cut or raised in proportion to what came.</summary>
    Prorate,

    /// <summary>The merchant prices what came anew.</summary>
    Requote,

    /// <summary>The money goes back.</summary>
    Return,
}

/// <content>What came in: the push to a phone, and the wire as the bank tells it.</content>
public sealed partial class Deposit
{
    /// <summary>M-Pesa: how far the push has come, or null when there is none.</summary>
    public PushState? PushState { get; private set; }

    /// <summary>M-Pesa: the unguessable part of this push's callback address.</summary>
    public string? PushToken { get; private set; }

    /// <summary>M-Pesa: when the push was last handed over or asked about.</summary>
    public DateTime? PushAskedAtUtc { get; private set; }

    /// <summary>M-Pesa: why it failed, in the operator's words.</summary>
    public string? PushFailure { get; private set; }

    /// <summary>What came in, in fiat minor units: the sum of the receipts on this deposit; null while there is none.</summary>
    public long? ReceivedMinor { get; private set; }

    /// <summary>What of that the books keep apart until the deposit is decided, in fiat minor units.</summary>
    public long HeldMinor { get; private set; }

    /// <summary>What came otherwise than it was asked for beside the amount, in words, or null: the phone that paid.</summary>
    public string? DiffersIn { get; private set; }

    /// <summary>Whether money came for it after it had ended; that money is in the queue of unmatched money.</summary>
    public bool PaidLate { get; private set; }

    /// <summary>The reference in its normal form, by which receipts are found.</summary>
    public string? ReferenceKey { get; private set; }

    /// <summary>What the merchant had declared before a difference was resolved, in fiat minor units.</summary>
    public long? DeclaredMinor { get; private set; }

    /// <summary>What was decided about a difference.</summary>
    public DifferenceOutcome? DifferenceOutcome { get; private set; }

    /// <summary>When.</summary>
    public DateTime? DifferenceResolvedAtUtc { get; private set; }

    /// <summary>By whom.</summary>
    public Guid? DifferenceResolvedBy { get; private set; }

    /// <summary>Whether what came is not what was asked for, and nobody has decided yet.</summary>
    public bool HasOpenDifference => Status == DepositStatus.Pending
        && ((ReceivedMinor is { } received && received != FiatAmountMinor) || (DiffersIn is not null && DifferenceOutcome is null));
}
