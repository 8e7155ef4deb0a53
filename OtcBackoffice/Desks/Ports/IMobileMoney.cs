namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// The way to a mobile money operator that asks a payer on the phone (M-Pesa's STK push). The operator knows no client id, so
/// an order whose answer was lost is never given twice; it is asked about, or its callback comes.
/// </summary>
public interface IMobileMoney
{
    /// <summary>The operator's name of the desk's till: what payments come to.</summary>
    string Account { get; }

    /// <summary>Makes the payer's phone ask for a payment.</summary>
    /// <exception cref="MobileMoneyRefusedException">Nothing was asked, and the same order will be refused again.</exception>
    /// <exception cref="MobileMoneyUnavailableException">Nothing was asked; the same order may be tried later.</exception>
    /// <exception cref="TimeoutException">The answer was lost; the phone may be asking.</exception>
    Task<MobilePush> PushAsync(MobilePushOrder order, CancellationToken cancellation);

    /// <summary>What became of a push.</summary>
    /// <exception cref="MobileMoneyUnavailableException">The operator did not tell.</exception>
    Task<MobileAnswer> QueryAsync(Guid orderId, string? checkoutRequestId, CancellationToken cancellation);
}

/// <summary>A payment to ask for.</summary>
/// <param name="OrderId">Our own id of it.</param>
/// <param name="PhoneNumber">Digits with the country code.</param>
/// <param name="Shillings">Whole shillings.</param>
/// <param name="Reference">What the payer reads: the deposit's number.</param>
/// <param name="CallbackToken">The unguessable part of the callback's address.</param>
public sealed record MobilePushOrder(Guid OrderId, string PhoneNumber, long Shillings, string Reference, string CallbackToken);

/// <summary>The operator's names of a push.</summary>
public sealed record MobilePush(string MerchantRequestId, string CheckoutRequestId);

/// <summary>What the operator says about a push.</summary>
/// <param name="State">How it stands.</param>
/// <param name="ReceiptNumber">The receipt, when it was paid and the operator tells it.</param>
/// <param name="Reason">The operator's words, when it was not.</param>
public sealed record MobileAnswer(MobileAnswerState State, string? ReceiptNumber = null, string? Reason = null)
{
    /// <summary>What was paid, in whole shillings, where the operator tells it; otherwise what was asked for.</summary>
    public string? Amount { get; init; }

    /// <summary>The phone that paid, where the operator tells it.</summary>
    public string? PhoneNumber { get; init; }
}

/// <summary>How a push stands.</summary>
public enum MobileAnswerState
{
    /// <summary>The phone still asks.</summary>
    Waiting,

    /// <summary>The payer paid.</summary>
    Paid,

    /// <summary>The payer did not pay, and no more will come.</summary>
    NotPaid,

    /// <summary>The operator cannot say.</summary>
    Unknown,
}

/// <summary>The operator refused for good; nothing was asked.</summary>
public sealed class MobileMoneyRefusedException(string reason) : Exception(reason);

/// <summary>The operator cannot be reached; nothing was asked.</summary>
public sealed class MobileMoneyUnavailableException(string reason, Exception? inner = null) : Exception(reason, inner);
