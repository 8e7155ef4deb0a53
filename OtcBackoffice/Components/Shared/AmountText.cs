using System.Text;

namespace OtcBackoffice.Components.Shared;

/// <summary>Spelling of amounts for people. Works on the text, so no digit can be lost on the way.</summary>
public static class AmountText
{
    /// <summary>Groups the whole part in threes and writes a true minus sign. Text that is no plain decimal is returned as it
    /// came.</summary>
    public static string Group(string amount)
    {
        var negative = amount.StartsWith('-');
        var digits = negative ? amount[1..] : amount;
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? "" : digits[(point + 1)..];
        if (whole.Length == 0 || !whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit))
        {
            return amount;
        }

        var text = new StringBuilder(amount.Length + (whole.Length / 3));
        if (negative)
        {
            text.Append('−');
        }

        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && (whole.Length - i) % 3 == 0)
            {
                text.Append(',');
            }

            text.Append(whole[i]);
        }

        return point < 0 ? text.ToString() : text.Append('.').Append(fraction).ToString();
    }
}
