namespace OtcBackoffice.Domain.Statements;

/// <summary>
/// The signs that banks set beside an amount instead of its currency's code. One sign may stand for several currencies; one that
/// stands for none of an account's is another currency, and is never read as the account's.
/// </summary>
internal static class CurrencySigns
{
    private static readonly (string Sign, string Currencies)[] Known =
    [
        ("€", "EUR"), ("£", "GBP EGP LBP SSP SDG SYP FKP GIP SHP"), ("¥", "JPY CNY"), ("₹", "INR"), ("₦", "NGN"), ("₵", "GHS"),
        ("GH₵", "GHS"),
        ("GH¢", "GHS"), ("₺", "TRY"), ("₽", "RUB"), ("₴", "UAH"), ("₪", "ILS"), ("₫", "VND"), ("₩", "KRW"), ("₱", "PHP"),
        ("฿", "THB"),
        ("₡", "CRC"), ("₲", "PYG"), ("₸", "KZT"), ("₾", "GEL"), ("֏", "AMD"), ("৳", "BDT"), ("₨", "INR PKR LKR NPR MUR SCR"),
        ("R$", "BRL"), ("US$", "USD"), ("A$", "AUD"), ("C$", "CAD"), ("CA$", "CAD"), ("HK$", "HKD"), ("NZ$", "NZD"), ("S$", "SGD"),
        ("MX$", "MXN"),
        ("$", "USD MXN ARS CAD AUD NZD HKD SGD CLP COP TWD BRL UYU NAD JMD BBD BSD TTD XCD FJD LRD"),
        ("KSH", "KES"), ("KSHS", "KES"), ("SH", "KES TZS UGX SOS"), ("SHS", "KES TZS UGX SOS"), ("USH", "UGX"), ("TSH", "TZS"),
        ("RS", "INR PKR LKR NPR MUR SCR"), ("FR", "CHF"), ("SFR", "CHF"), ("KR", "SEK NOK DKK ISK"), ("DKR", "DKK"), ("ZŁ", "PLN"),
        ("KČ", "CZK"), ("FT", "HUF"), ("LEI", "RON MDL"), ("ЛВ", "BGN"), ("RM", "MYR"), ("RP", "IDR"),
        ("FCFA", "XOF XAF"), ("CFA", "XOF XAF"),
    ];

    /// <summary>Whether a code or sign, in upper case and without a point behind it, stands for the currency.</summary>
    public static bool IsOf(string sign, string currency)
    {
        return sign == currency
            || Array.Exists(Known, one => one.Sign == sign && one.Currencies.Contains(currency, StringComparison.Ordinal));
    }
}
