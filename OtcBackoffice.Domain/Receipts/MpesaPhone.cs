namespace OtcBackoffice.Domain.Receipts;

/// <summary>The one form that phone numbers are compared in: the last nine digits, which every spelling of a Kenyan number
/// shares.</summary>
public static class MpesaPhone
{
    private const int SubscriberDigits = 9;

    private const string Kenya = "254";

    /// <summary>
    /// The form that the operator takes, 254 and nine digits, of a Kenyan mobile number in any spelling; null when it is none.
    /// Numbers are ported between operators, so every mobile range counts.
    /// </summary>
    public static string? Normal(string? phone)
    {
        if (phone is null || phone.Any(letter => !char.IsAsciiDigit(letter) && !" +-()".Contains(letter, StringComparison.Ordinal)))
        {
            return null;
        }
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        var isInternational = phone.TrimStart().StartsWith('+');
        var subscriber = digits switch
        {
            { Length: 12 } when digits.StartsWith(Kenya, StringComparison.Ordinal) => digits[3..],
            { Length: 10 } when digits[0] == '0' && !isInternational => digits[1..],
            { Length: SubscriberDigits } when !isInternational => digits,
            _ => "",
        };
        return subscriber is ['7' or '1', ..] ? Kenya + subscriber : null;
    }

    /// <summary>The form, or null when there is no number. The operator masks digits in some answers; a masked number has none.</summary>
    public static string? Digits(string? phone)
    {
        if (phone is null || phone.Contains('*', StringComparison.Ordinal))
        {
            return null;
        }
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length <= SubscriberDigits ? digits : digits[^SubscriberDigits..];
    }
}
