using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Which account of a currency stands for money that names none: the bank account that the desk has had longest.</summary>
internal static class AccountDefaults
{
    public static bool IsDefault(IReadOnlyList<DeskAccount> oldestFirst, DeskAccount account) =>
        account.Kind == "bank" && oldestFirst.FirstOrDefault(row => row.Kind == "bank" && row.Currency == account.Currency
            && row.IsActive)?.Id == account.Id;
}
