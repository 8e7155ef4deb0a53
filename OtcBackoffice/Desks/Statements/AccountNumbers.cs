using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Finds the desk's account that a statement is of. Banks write one number in many ways.</summary>
internal static class AccountNumbers
{
    /// <summary>Letters and digits in upper case.</summary>
    public static string Plain(string number) => new([.. number.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    public static (DeskAccount? Account, StatementFaultCode? Fault, string? Sentence) Find(IReadOnlyList<DeskAccount> accounts,
        string? number, string? currency, DeskAccount? asked)
    {
        if (asked is not null && number is not null && !IsOf(asked, number))
        {
            return (null, StatementFaultCode.AccountDiffers,
                $"The statement is of account {number}; expected {asked.Number}, the account that was named for the file.");
        }
        var ofNumber = number is null ? (asked is null ? [] : accounts.Where(row => row.PlainNumber == asked.PlainNumber).ToList())
            : accounts.Where(row => IsOf(row, number)).ToList();
        if (ofNumber.Count == 0)
        {
            return (null, StatementFaultCode.AccountUnknown, number is null
                ? "The file names no account; expected account_id beside it."
                : $"The desk has no account {number}; expected one of its accounts. An admin can add it.");
        }
        var found = ofNumber.Find(row => row.Currency == (currency ?? asked?.Currency))
            ?? (currency is null && ofNumber.Count == 1 ? ofNumber[0] : null);
        return found is null || (asked is not null && asked.Currency != found.Currency)
            ? (null, StatementFaultCode.CurrencyDiffers,
                $"The statement is in {currency ?? "no currency"}; account {ofNumber[0].Number} is kept in "
                + $"{string.Join(" and ", ofNumber.Select(row => row.Currency))}; expected that currency.")
            : (found, null, null);
    }

    // The bank's own code may stand before the number, and the currency behind it.
    private static bool IsOf(DeskAccount account, string number)
    {
        var plain = Plain(number);
        var own = account.PlainNumber;
        return plain == own || plain == own + account.Currency
            || (number.Contains('/', StringComparison.Ordinal) && (Plain(number[(number.LastIndexOf('/') + 1)..]) == own
            || number.Split('/').Any(part => Plain(part) == own)));
    }
}
