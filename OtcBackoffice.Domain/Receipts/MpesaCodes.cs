namespace OtcBackoffice.Domain.Receipts;

/// <summary>What an operator's answer code means.</summary>
public enum OperatorAnswer
{
    /// <summary>The payer paid; it counts only with the facts that a payment carries.</summary>
    Paid,

    /// <summary>The payer did not pay, and no money will come.</summary>
    NotPaid,

    /// <summary>The phone still asks, or the operator still works on it.</summary>
    StillOpen,

    /// <summary>The question did not reach whoever knows; it is asked again.</summary>
    NotAsked,

    /// <summary>Anything that is not listed. It ends nothing.</summary>
    Unknown,
}

/// <summary>One code of an operator.</summary>
/// <param name="Code">The code as the operator writes it.</param>
/// <param name="Answer">What it means to a deposit.</param>
/// <param name="Meaning">What the operator means by it.</param>
public sealed record OperatorCode(string Code, OperatorAnswer Answer, string Meaning);

/// <summary>
/// M-Pesa's codes (docs/mobile-money.md is made from this). Only what stands here as final ends a deposit; a code that the
/// operator adds tomorrow ends nothing.
/// </summary>
public static class MpesaCodes
{
    /// <summary>Every code that is understood.</summary>
    public static readonly IReadOnlyList<OperatorCode> All =
    [
        new("0", OperatorAnswer.Paid,
            "Processed. A payment carries its receipt number and amount; a query carries neither, and is the operator's own word."),
        new("1", OperatorAnswer.NotPaid, "The balance is too small."),
        new("1001", OperatorAnswer.NotPaid, "The subscriber is locked by another transaction; nothing was asked of the phone."),
        new("1019", OperatorAnswer.NotPaid, "The transaction has expired."),
        new("1025", OperatorAnswer.NotPaid, "The request could not be sent to the phone."),
        new("1032", OperatorAnswer.NotPaid, "Cancelled by the user."),
        new("1037", OperatorAnswer.NotPaid, "The phone cannot be reached, or was not answered in time."),
        new("2001", OperatorAnswer.NotPaid, "The initiator's information is invalid: a wrong PIN."),
        new("9999", OperatorAnswer.NotPaid, "The request could not be sent to the phone."),
        new("4999", OperatorAnswer.StillOpen, "The transaction is still under processing."),
        new("500.001.1001", OperatorAnswer.StillOpen, "The transaction is being processed."),
        new("400.003.01", OperatorAnswer.NotAsked, "The access token is not valid any more."),
        new("404.001.03", OperatorAnswer.NotAsked, "The access token is not valid any more."),
        new("500.003.02", OperatorAnswer.NotAsked, "Too many requests: a spike arrest of the gateway."),
        new("500.003.03", OperatorAnswer.NotAsked, "Too many requests: the quota of the gateway is used up."),
        new("500.003.1001", OperatorAnswer.NotAsked, "The gateway has an error of its own."),
    ];

    private static readonly Dictionary<string, OperatorAnswer> ByCode =
        All.ToDictionary(code => code.Code, code => code.Answer, StringComparer.Ordinal);

    /// <summary>What a code means; a code that is not listed, or none, is unknown.</summary>
    public static OperatorAnswer Of(string? code) =>
        code is not null && ByCode.TryGetValue(code.Trim(), out var answer) ? answer : OperatorAnswer.Unknown;
}
