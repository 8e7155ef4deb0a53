namespace OtcBackoffice.Domain.Receipts;

/// <summary>The one form that phone numbers are compared in: the last nine digits, which every spelling of a Kenyan number shares.</summary>
public static class MpesaPhone
{
    private const int SubscriberDigits = 9;

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
