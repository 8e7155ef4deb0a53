namespace OtcBackoffice.Domain.Evidence;

/// <summary>How documents name currencies. A bare dollar sign names none: twenty countries use it.</summary>
internal static class Currencies
{
    private static readonly HashSet<string> Codes = new(
        ("AED ARS AUD BIF BRL CAD CDF CHF CLP CNY COP DKK EGP ETB EUR GBP GHS HKD IDR ILS INR JPY KES KRW KWD LKR MAD MUR MXN MYR MZN NGN "
            + "NOK NZD PEN PHP PKR "
        + "PLN QAR RON RUB RWF SAR SEK SGD THB TND TRY TZS UAH UGX USD UYU VND XAF XOF ZAR ZMW").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> Signs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ksh"] = "KES", ["kshs"] = "KES", ["us$"] = "USD", ["€"] = "EUR", ["euro"] = "EUR", ["euros"] = "EUR", ["£"] = "GBP",
        ["₦"] = "NGN", ["ush"] = "UGX", ["ugshs"] = "UGX", ["tsh"] = "TZS", ["tzsh"] = "TZS", ["r$"] = "BRL", ["zł"] = "PLN",
    };

    /// <summary>The ISO code that a word stands for, or null.</summary>
    public static string? Of(string word)
    {
        var plain = word.Trim('(', ')', '[', ']', '.', ',', ':', ';', '/', '-');
        return Codes.Contains(plain) ? plain.ToUpperInvariant() : Signs.GetValueOrDefault(plain);
    }
}
