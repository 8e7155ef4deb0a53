using System.Text;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Statements;

/// <summary>What the fields :86: and :NS: say about a line.</summary>
internal sealed partial record Mt940Text(string Whole, string? Remittance, string? EndToEndId, string? Name, string? Account)
{
    /// <summary>Reads the three ways in which :86: is written: numbered parts, words between slashes, or plain text.</summary>
    public static Mt940Text Read(IReadOnlyList<Mt940Field> fields)
    {
        if (fields.Count == 0)
        {
            return new Mt940Text("", null, null, null, null);
        }
        if (fields[0].Tag == "NS")
        {
            return Numbered(fields.SelectMany(field => field.Rows)
                .Where(row => row.Length > 2 && char.IsAsciiDigit(row[0]) && char.IsAsciiDigit(row[1]))
                .Select(row => (NationalCode(row[..2]), row[2..])));
        }
        // A bank that repeats :86: for each part of one text goes on with the same text.
        var rows = fields.SelectMany(field => field.Rows).ToList();
        var joined = string.Concat(rows);
        if (StructuredStart().Match(joined) is { Success: true } start)
        {
            return Numbered(Parts(joined[start.Groups["mark"].Index..], start.Groups["mark"].Value[0]));
        }
        return Slashed(joined) ?? new Mt940Text(string.Join('\n', rows.Select(row => row.TrimEnd())).Trim(), null, null, null, null);
    }

    // ?20 begins a part of the payment's text; a mark without two digits belongs to the text.
    private static IEnumerable<(string Code, string Text)> Parts(string text, char mark)
    {
        for (var from = 0; from >= 0 && from + 3 <= text.Length;)
        {
            var next = from + 3;
            while ((next = text.IndexOf(mark, next)) >= 0
                && !(next + 2 < text.Length && char.IsAsciiDigit(text[next + 1]) && char.IsAsciiDigit(text[next + 2])))
            {
                next++;
            }
            yield return (text[(from + 1)..(from + 3)], next < 0 ? text[(from + 3)..] : text[(from + 3)..next]);
            from = next;
        }
    }

    // The national field counts its parts in its own way: 01 to 14 are the text, 15 and 16 the name, 34 the account.
    private static string NationalCode(string code) => string.CompareOrdinal(code, "14") <= 0 ? "20" : code switch
    {
        "15" or "16" => "32",
        "34" => "31",
        _ => "00",
    };

    private static Mt940Text Numbered(IEnumerable<(string Code, string Text)> parts)
    {
        StringBuilder remittance = new(), name = new(), account = new(), whole = new();
        foreach (var part in parts)
        {
            whole.Append(whole.Length > 0 ? " " : "").Append(part.Text.Trim());
            _ = part.Code switch
            {
                ['2', _] or "60" or "61" or "62" or "63" => remittance.Append(part.Text),
                "32" or "33" => name.Append(part.Text),
                "31" => account.Append(part.Text.Trim()),
                _ => whole,
            };
        }
        var words = SepaWords(remittance.ToString());
        return new Mt940Text(whole.ToString().Trim(),
            words.GetValueOrDefault("SVWZ") ?? (words.Count > 0 ? null : remittance.ToString().Trim()),
            words.GetValueOrDefault("EREF"), name.ToString().Trim(), account.ToString());
    }

    private static Dictionary<string, string> SepaWords(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in SepaWord().Matches(text))
        {
            found.TryAdd(match.Groups["word"].Value, match.Groups["text"].Value.Trim());
        }
        return found;
    }

    private static Mt940Text? Slashed(string text)
    {
        var words = SlashWord().Matches(text);
        if (words.Count == 0)
        {
            return null;
        }
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in words)
        {
            found.TryAdd(match.Groups["word"].Value, match.Groups["text"].Value.Trim('/', ' '));
        }
        var remittance = found.GetValueOrDefault("REMI") is { } told ? Structured().Replace(told, "") : null;
        // The counterparty is its account, its bank, its name and its town, in this order.
        var party = found.GetValueOrDefault("CNTP")?.Split('/') ?? [];
        return new Mt940Text(text.Trim(), remittance, found.GetValueOrDefault("EREF"),
            found.GetValueOrDefault("NAME") ?? party.ElementAtOrDefault(2), found.GetValueOrDefault("IBAN") ?? party.ElementAtOrDefault(0));
    }

    // What kind of text follows: free, or structured with the name of its form.
    [GeneratedRegex("^(?:USTD//?|STRD/[A-Z]{3}/)")]
    private static partial Regex Structured();

    [GeneratedRegex(@"^(?:[0-9]{3}(?<mark>[^0-9A-Za-z\s/])|(?<mark>[?]))(?=[0-9]{2})")]
    private static partial Regex StructuredStart();

    [GeneratedRegex("(?<word>EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT|PURP|BREF|RREF)\\+(?<text>.*?)(?=(?:EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT|PURP|BREF|RREF)\\+|\\z)", RegexOptions.Singleline)]
    private static partial Regex SepaWord();

    [GeneratedRegex("/(?<word>EREF|REMI|NAME|IBAN|BIC|CNTP|TRTP|ORDP|BENM|RTRN|MARF|CSID|PREF|ISDT|PURP|ULTD|ULTC|TRCD|ADDR|OCMT|CHGS|EXCH|SVCL|RREF|BUSP|CREF)/(?<text>.*?)(?=/(?:EREF|REMI|NAME|IBAN|BIC|CNTP|TRTP|ORDP|BENM|RTRN|MARF|CSID|PREF|ISDT|PURP|ULTD|ULTC|TRCD|ADDR|OCMT|CHGS|EXCH|SVCL|RREF|BUSP|CREF)/|\\z)", RegexOptions.Singleline)]
    private static partial Regex SlashWord();
}
