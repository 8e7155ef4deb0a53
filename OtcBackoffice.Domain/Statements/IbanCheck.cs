namespace OtcBackoffice.Domain.Statements;

/// <summary>Checks an IBAN by its length and its check digits, ISO 13616.</summary>
public static class IbanCheck
{
    /// <summary>Whether letters and digits in upper case are an IBAN.</summary>
    public static bool IsValid(string plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        if (plain.Length is < 15 or > 34 || !plain.All(char.IsAsciiLetterOrDigit) || !char.IsAsciiLetter(plain[0])
            || !char.IsAsciiLetter(plain[1]) || !char.IsAsciiDigit(plain[2]) || !char.IsAsciiDigit(plain[3]))
        {
            return false;
        }
        var remainder = 0;
        foreach (var letter in plain[4..] + plain[..4])
        {
            var value = char.IsAsciiDigit(letter) ? letter - '0' : char.ToUpperInvariant(letter) - 'A' + 10;
            remainder = ((remainder * (value > 9 ? 100 : 10)) + value) % 97;
        }
        return remainder == 1;
    }
}
