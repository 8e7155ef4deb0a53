using System.Globalization;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Domain.Deposits;

/// <content>What the merchant declared wrongly about the wire, put right by whoever decides.</content>
public sealed partial class Deposit
{
    /// <summary>
    /// Puts a declared value right, so that it can be held against the proof anew: a mistyped reference, date, sender or bank.
    /// Amount and currency are the price's; a wire that differs there is prorated, requoted or returned.
    /// </summary>
    /// <param name="actor">Whoever decides about the deposit.</param>
    /// <param name="field">What is put right.</param>
    /// <param name="value">The right value; a date as yyyy-MM-dd.</param>
    /// <param name="reason">Why; it stays in the record.</param>
    /// <param name="now">The time.</param>
    /// <returns>The deposit, or <c>INVALID_REQUEST</c>, <c>WRONG_STATE</c>, <c>CLAIMED_BY_ANOTHER</c>.</returns>
    public Result<Deposit> CorrectDeclaration(ActorStanding actor, EvidenceField field, string? value, string? reason, DateTime now)
    {
        if (DecisionFault(DepositAction.CorrectDeclaration, actor, now) is { } fault)
        {
            return fault;
        }
        if (Trimmed(reason) is not { Length: <= MessageLengthMax })
        {
            return MessageFault("reason");
        }
        if (Trimmed(value) is not { Length: <= TextLengthMax } right)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "value", $"value must have 1 to {TextLengthMax} characters.");
        }
        if (right == DeclaredText(field))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "value", "This is what was declared already.");
        }
        if (Put(field, right) is { } refused)
        {
            return refused;
        }
        Move(DepositAction.CorrectDeclaration, now);
        return this;
    }

    /// <summary>What is declared in a field that can be put right, or null.</summary>
    public string? DeclaredText(EvidenceField field) => field switch
    {
        EvidenceField.Reference => PaymentReference,
        EvidenceField.ValueDate => TransferDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        EvidenceField.Sender => SenderAccountName,
        EvidenceField.Bank => SenderBankName,
        EvidenceField.Amount or EvidenceField.Currency => null,
    };

    private DomainError? Put(EvidenceField field, string value)
    {
        switch (field)
        {
            case EvidenceField.Reference:
                SetReference(value);
                return null;
            case EvidenceField.Sender:
                SenderAccountName = value;
                return null;
            case EvidenceField.Bank:
                SenderBankName = value;
                return null;
            case EvidenceField.ValueDate when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var date):
                TransferDate = date;
                return null;
            case EvidenceField.ValueDate:
                return DomainError.Of(ErrorCode.InvalidRequest, "value", "value must be a date as yyyy-MM-dd.");
            default:
                return DomainError.Of(ErrorCode.InvalidRequest, "field",
                    "Amount and currency are bound to the price. Resolve the difference (prorate, requote or return), or reject.");
        }
    }
}
