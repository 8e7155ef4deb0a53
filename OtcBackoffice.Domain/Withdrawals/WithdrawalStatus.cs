namespace OtcBackoffice.Domain.Withdrawals;

/// <summary>Where a withdrawal stands (contracts, section 3).</summary>
public enum WithdrawalStatus
{
    /// <summary>Asked for; the crypto is locked and an officer has to decide.</summary>
    Pending,

    /// <summary>Somebody who may agreed; the fiat is to be paid.</summary>
    Approved,

    /// <summary>Refused; the crypto is free again. Final.</summary>
    Rejected,

    /// <summary>The crypto is the desk's, and the fiat is on its way.</summary>
    Executing,

    /// <summary>The fiat was paid, with the bank's or M-Pesa's reference. Final.</summary>
    Completed,

    /// <summary>The fiat could not be paid; the crypto is the merchant's again. Final.</summary>
    Failed,
}

/// <summary>Everything that may be done to a withdrawal.</summary>
public enum WithdrawalAction
{
    /// <summary>An officer takes it.</summary>
    Claim,

    /// <summary>An officer gives it back.</summary>
    Release,

    /// <summary>An admin gives it to somebody.</summary>
    Assign,

    /// <summary>The fiat shall be paid.</summary>
    Approve,

    /// <summary>It is refused, and the lock ends.</summary>
    Reject,

    /// <summary>The customer takes it back before it was approved; the lock ends.</summary>
    CancelByCustomer,

    /// <summary>The payment is ordered at the bank or with M-Pesa.</summary>
    Execute,

    /// <summary>The payment was made.</summary>
    Complete,

    /// <summary>The payment cannot be made, and everything is undone.</summary>
    Fail,
}

/// <summary>How the fiat goes out.</summary>
public enum PayoutMethod
{
    /// <summary>A bank wire.</summary>
    Bank,

    /// <summary>An M-Pesa payment to a phone.</summary>
    Mpesa,
}
