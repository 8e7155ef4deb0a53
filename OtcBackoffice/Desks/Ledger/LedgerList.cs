using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Desks.Ledger;

/// <summary>How the list of accounts is ordered, cut and shown. Amounts of two assets have no common order; filter by one first.</summary>
internal static class LedgerList
{
    public static readonly ListShape<LedgerAccountRow, LedgerAccountView> Accounts =
        ListShape<LedgerAccountRow, LedgerAccountView>.By("account", row => row.Key)
        .Column("account", "Account", row => row.Key, row => row.Key)
        .Column("asset", "Asset", row => row.Asset, row => row.Asset)
        .Column("debit", "Debits", row => row.Debit, row => row.DebitMinor, isFigure: true)
        .Column("credit", "Credits", row => row.Credit, row => row.CreditMinor, isFigure: true)
        .Column("balance", "Balance", row => row.Balance, row => row.CreditMinor - row.DebitMinor, isFigure: true)
        .Find("Account", (text, _) => row => row.Key.ToLower().Contains(text))
        .Filter("asset", "Asset", ListFilterKind.Text, (asset, _) => row => row.Asset == asset)
        .Id("owner_id", "Owner (id)", (id, _) => row => row.OwnerId == id);
}
