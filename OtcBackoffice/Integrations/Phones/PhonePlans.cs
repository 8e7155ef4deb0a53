using OtcBackoffice.Desks.Ports;
using PhoneNumbers;

namespace OtcBackoffice.Integrations.Phones;

/// <summary>The numbering plans that libphonenumber carries.</summary>
public sealed class PhonePlans : IPhoneNumbers
{
    private const int LettersMax = 40;

    private readonly PhoneNumberUtil _plans = PhoneNumberUtil.GetInstance();

    /// <inheritdoc/>
    public string? E164(string text, string region)
    {
        // It takes letters for digits of a keypad and digits of any script; what a form holds is a number as people write it here.
        if (string.IsNullOrWhiteSpace(text) || text.Length > LettersMax
            || text.Any(letter => !char.IsAsciiDigit(letter) && !" +-().".Contains(letter, StringComparison.Ordinal)))
        {
            return null;
        }
        try
        {
            var number = _plans.Parse(text, region);
            return _plans.IsValidNumber(number) ? _plans.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
