using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Tests.Domain.Evidence;

/// <summary>Sets lines of text as a document would: ten points high, half as wide per letter; <c>|</c> begins another column.</summary>
internal static class ProofPage
{
    private const int LineTenths = 150, HeightTenths = 100, LetterTenths = 50, BlankTenths = 30, ColumnTenths = 300;

    public static readonly DeclaredFacts Facts =
        new(123_450, 2, "KES", "FT26-7788", new DateOnly(2026, 11, 12), "Acacia Traders", "Example Bank Kenya");

    public static ProofText Of(params string[] lines) =>
        new([.. lines.SelectMany((line, at) => Line(line, 1, 1_000 + (at * LineTenths)))], true);

    public static EvidenceFinding Check(EvidenceField field, DeclaredFacts facts, params string[] lines) =>
        ProofEvidence.Check(facts, Of(lines)).Single(finding => finding.Field == field);

    public static EvidenceFinding Amount(long minor, string line, int scale = 2, string currency = "KES") =>
        Check(EvidenceField.Amount, Facts with { AmountMinor = minor, Scale = scale, Currency = currency }, line);

    private static IEnumerable<ProofWord> Line(string line, int page, int top)
    {
        var left = 500;
        foreach (var column in line.Split('|'))
        {
            foreach (var word in column.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var right = left + (word.Length * LetterTenths);
                yield return new ProofWord(word, new ProofBox(page, left, top, right, top + HeightTenths));
                left = right + BlankTenths;
            }
            left += ColumnTenths;
        }
    }
}
