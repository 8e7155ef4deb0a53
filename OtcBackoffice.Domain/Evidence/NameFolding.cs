using System.Globalization;
using System.Text;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>Takes from names what people and banks spell differently: case, accents, punctuation, forms of companies.</summary>
internal static class NameFolding
{
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ß'] = "ss", ['ø'] = "o", ['đ'] = "d", ['ð'] = "d", ['ł'] = "l", ['æ'] = "ae", ['œ'] = "oe", ['þ'] = "th", ['ı'] = "i",
    };

    private static readonly Dictionary<string, string> Forms = new(StringComparer.Ordinal)
    {
        ["limited"] = "ltd", ["company"] = "co", ["incorporated"] = "inc", ["corporation"] = "corp", ["sociedade"] = "soc",
    };

    private static readonly HashSet<string> Suffixes =
        new(["ltd", "co", "inc", "corp", "plc", "llc", "llp", "gmbh", "ag", "sa", "sarl", "bv", "lda", "pty", "soc"],
        StringComparer.Ordinal);

    /// <summary>Letters and digits only, lower case, without accents.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in Decompose(text))
        {
            var lower = char.ToLowerInvariant(letter);
            if (Letters.TryGetValue(lower, out var plain))
            {
                folded.Append(plain);
            }
            else if (char.IsLetterOrDigit(lower)
                || (char.GetUnicodeCategory(letter) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Surrogate))
            {
                folded.Append(lower);
            }
        }
        return folded.ToString();
    }

    /// <summary>The words of a name, folded, with forms of companies in their short spelling.</summary>
    public static IReadOnlyList<string> Words(string name) => [.. name
        .Split([' ', '\t', '\u00a0', ',', '/', '-', '&'], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => Short(Fold(word))).Where(word => word.Length > 0)];

    /// <summary>A folded word with the form of a company in its short spelling.</summary>
    public static string Short(string folded) => Forms.GetValueOrDefault(folded, folded);

    /// <summary>Whether a word only says what form a company has.</summary>
    public static bool IsForm(string word) => Suffixes.Contains(word);

    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
