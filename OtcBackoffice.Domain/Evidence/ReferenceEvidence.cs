using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>Finds a payment reference, however a bank sets blanks, dashes and case in it.</summary>
internal static class ReferenceEvidence
{
    private const int LengthMin = ReferenceText.LengthMin, WordsMax = 10;

    private static readonly HashSet<string> Labels = new(["reference", "ref", "refno", "referencia", "referencias", "marejeo",
        "kumbukumbu", "rejea"], StringComparer.Ordinal);

    private static readonly HashSet<string> LabelTails = new(["no", "number", "nr", "id", "code"], StringComparer.Ordinal);

    public static Finding Find(string declared, IReadOnlyList<ProofRow> rows)
    {
        var wanted = Key(declared);
        if (wanted.Length == 0)
        {
            return Finding.NotFound();
        }
        var found = Spots(rows, wanted, Key).ToList();
        if (found.Count > 0 && wanted.Length < LengthMin)
        {
            return Finding.Of(EvidenceOutcome.CheckByEye, $"{found[0].Text} on page {found[0].Page} is too short to tell a reference by",
                found);
        }
        if (found.Count > 0)
        {
            return Finding.Of(EvidenceOutcome.Match, $"{found[0].Text} on page {found[0].Page}, {Style(declared, found[0].Text)}", found);
        }
        var alike = Spots(rows, Alike(declared), Alike).ToList();
        if (alike.Count > 0)
        {
            return Finding.Of(EvidenceOutcome.CheckByEye,
                $"{alike[0].Text} on page {alike[0].Page} looks alike, but letters and digits such as O and 0 differ", alike);
        }
        return rows.SelectMany(Labelled).FirstOrDefault() is { Text: not null } other ? Finding.Differs(other) : Finding.NotFound();
    }

    private static string Style(string declared, string printed) => printed == declared ? "same reference"
        : string.Equals(printed, declared, StringComparison.OrdinalIgnoreCase) ? "same reference after ignoring case"
        : "same reference after ignoring blanks and dashes";

    // The reference ends where a word ends: FT26-77881 is not FT26-7788.
    private static IEnumerable<Spot> Spots(IReadOnlyList<ProofRow> rows, string wanted, Func<string, string> key)
    {
        foreach (var row in rows)
        {
            for (var from = 0; from < row.Words.Count; from++)
            {
                foreach (var part in Parts(row.Words[from].Text))
                {
                    var joined = key(part);
                    var to = from + 1;
                    while (joined.Length > 0 && joined.Length < wanted.Length && to < row.Words.Count && to - from < WordsMax
                        && row.IsSameCell(to))
                    {
                        joined += key(row.Words[to++].Text);
                    }
                    if (joined == wanted)
                    {
                        yield return new Spot(row, from, to, to == from + 1 ? part : row.Text(from, to));
                        break;
                    }
                }
            }
        }
    }

    // "Ref:FT26-7788" is a label and a reference in one word; the reference alone is what is shown.
    private static IEnumerable<string> Parts(string word)
    {
        var at = word.IndexOfAny([':', '=', '#']);
        if (at >= 0 && at + 1 < word.Length)
        {
            yield return word[(at + 1)..];
        }
        yield return word;
    }

    private static IEnumerable<Spot> Labelled(ProofRow row)
    {
        for (var at = 0; at < row.Words.Count; at++)
        {
            if (!Labels.Contains(row.Folded[at]))
            {
                continue;
            }
            var from = at + 1;
            while (from < row.Words.Count && (row.Folded[from].Length == 0 || LabelTails.Contains(row.Folded[from])))
            {
                from++;
            }
            if (from >= row.Words.Count)
            {
                continue;
            }
            var (_, to) = row.CellOf(from);
            var text = row.Text(from, to);
            if (Key(text) is { Length: >= LengthMin } key && key.Any(char.IsAsciiDigit))
            {
                yield return new Spot(row, from, to, text);
            }
        }
    }

    private static string Key(string text) => ReferenceText.Key(text) ?? "";

    private static string Alike(string text) =>
        Key(text).Replace('O', '0').Replace('I', '1').Replace('L', '1').Replace('S', '5').Replace('B', '8').Replace('Z', '2');
}
