using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Catalog;

namespace OtcBackoffice.Desks.Catalog;

/// <summary>How the currency catalogue is ordered, cut and shown.</summary>
internal static class CurrencyList
{
    private static readonly string[] States = ["active", "inactive"];

    // Currencies of one place in the order stand by their codes, as wherever else they are offered.
    public static readonly ListShape<FiatCurrency, FiatCurrencyView> Shape =
        ListShape<FiatCurrency, FiatCurrencyView>.By("sort_order", row => row.IsoCode)
        .Column("iso_code", "Code", row => row.IsoCode, row => row.IsoCode)
        .Column("name", "Name", row => row.DisplayName, row => row.DisplayName.ToLower())
        .Column("decimals", "Decimals", row => Number(row.FractionDigits), row => row.FractionDigits, isFigure: true)
        .Column("sort_order", "Order", row => Number(row.SortOrder), row => row.SortOrder, isFigure: true)
        .Column("state", "State", row => row.IsActive ? "active" : "inactive", row => row.IsActive ? 0 : 1)
        .Find("Code or name", (text, _) => row => row.IsoCode.ToLower().Contains(text) || row.DisplayName.ToLower().Contains(text))
        .Words("state", "State", States, (state, _) => row => row.IsActive == (state == "active"));

    private static string? Number(long? value) => ListShape<FiatCurrency, FiatCurrencyView>.Number(value);
}
