using System.Collections.Concurrent;
using System.Text;

namespace OtcBackoffice.Domain.Lifecycles;

/// <summary>The one spelling of enum members outside the code: lower snake case in the database and on the wire.</summary>
public static class Names
{
    /// <summary>The member in lower snake case: <c>outcome_unknown</c>.</summary>
    public static string Snake<T>(T value)
        where T : struct, Enum => Spelling<T>.ByValue[value];

    /// <summary>The member as words: <c>Change payout wallet</c>.</summary>
    public static string Words<T>(T value)
        where T : struct, Enum
    {
        var text = Snake(value).Replace('_', ' ');
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>Reads a lower snake case name, in any case; unknown names answer false.</summary>
    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text is not null && Spelling<T>.ByName.TryGetValue(text, out value);
    }

    private static string ToSnake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0)
            {
                text.Append('_');
            }
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    private static class Spelling<T>
        where T : struct, Enum
    {
        public static readonly ConcurrentDictionary<T, string> ByValue =
            new(Enum.GetValues<T>().Distinct().Select(value => KeyValuePair.Create(value, ToSnake(value.ToString()))));

        public static readonly Dictionary<string, T> ByName =
            ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
    }
}
