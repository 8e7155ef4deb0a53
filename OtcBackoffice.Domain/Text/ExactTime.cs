using System.Globalization;

namespace OtcBackoffice.Domain.Text;

/// <summary>
/// The forms of dates and times that every door takes, and no other: yyyy-MM-dd, and ISO-8601 with a T and an offset.
/// A day that comes first is not guessed at, because 03/04 is a day in April here and one in March there.
/// </summary>
public static class ExactTime
{
    private const string DayForm = "yyyy-MM-dd",
        DayFirstHint = "; the year comes first, because a day or month that comes first can be read in two ways";

    private static readonly string[] InstantForms =
        [.. from seconds in (string[])["", ":ss", ":ss.f", ":ss.ff", ":ss.fff", ":ss.ffff", ":ss.fffff", ":ss.ffffff", ":ss.fffffff"]
            from offset in (string[])["'Z'", "zzz"] select $"yyyy-MM-dd'T'HH:mm{seconds}{offset}"];

    /// <summary>Reads a day.</summary>
    public static bool TryDay(string? text, out DateOnly day)
    {
        day = default;
        return IsAscii(text, DayForm.Length)
            && DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <summary>The first moment after a day, in UTC: what a filter that ends with a day ends before.</summary>
    public static DateTime EndOf(DateOnly day) => day == DateOnly.MaxValue ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)
        : day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    /// <summary>Reads an instant with its offset; it comes back in UTC.</summary>
    public static bool TryInstant(string? text, out DateTime utc)
    {
        utc = default;
        if (!IsAscii(text, 33) || !DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var instant))
        {
            return false;
        }
        utc = instant.UtcDateTime;
        return true;
    }

    /// <summary>What to add to a refusal where somebody wrote the day first; empty otherwise.</summary>
    public static string HintOf(string? text)
    {
        var parts = (text ?? "").Split('/', '.', '-', ' ');
        return parts.Length >= 3 && parts[0].Length is 1 or 2 && parts[0].All(char.IsAsciiDigit) && parts[1].Length is >= 1 and <= 9
            ? DayFirstHint : "";
    }

    private static bool IsAscii(string? text, int lengthMax) =>
        text is { Length: > 0 } && text.Length <= lengthMax && text.All(char.IsAscii);
}
