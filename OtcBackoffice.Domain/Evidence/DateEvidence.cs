using System.Globalization;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>Finds a value date in the ways in which banks write dates. 05/06/2026 is two dates unless the proof shows which it
/// means.</summary>
internal static partial class DateEvidence
{
    private const int DayMax = 31, MonthMax = 12;

    // English, Spanish, French, Portuguese and Swahili, whole and as banks cut them, without accents.
    private static readonly Dictionary<string, int> Months = MonthsOf(
        "jan january ene enero janv janvier janeiro januari",
        "feb february febrero fev fevr fevrier fevereiro februari",
        "mar march marzo mars marco machi",
        "apr april abr abril avr avril aprili",
        "may mai mayo maio mei",
        "jun june junio juin junho juni",
        "jul july julio juil juillet julho julai",
        "aug august ago agosto aou aout agosti",
        "sep sept september septiembre setiembre septembre set setembro septemba",
        "oct october octubre octobre out outubro oktoba okt",
        "nov november noviembre novembre novembro novemba",
        "dec december dic diciembre decembre dez dezembro desemba des");

    private static readonly HashSet<string> Strict = new(
        ["value", "transfer", "payment", "valor", "valeur", "pago", "transferencia", "paiement", "virement", "pagamento", "malipo",
            "thamani"], StringComparer.Ordinal);

    private static readonly HashSet<string> Labels = new(["date", "dated", "fecha", "data", "tarehe"], StringComparer.Ordinal);

    public static Finding Find(DateOnly declared, IReadOnlyList<ProofRow> rows)
    {
        var dates = Settle([.. rows.SelectMany(Read)]);
        var equal = dates.Where(date => date.Meanings.Contains(declared)).ToList();
        var labelled = dates.Where(date => date.IsValueDate).ToList();
        if (equal.Count == 0)
        {
            return labelled.Count > 0 ? Finding.Differs(labelled[0].Spot) : Finding.NotFound();
        }
        var sure = equal.Where(date => date.Meanings.Count == 1).OrderByDescending(date => date.IsValueDate).ToList();
        if (sure.Count == 0)
        {
            var one = equal[0];
            return Finding.Of(EvidenceOutcome.CheckByEye,
                $"{one.Spot.Text} on page {one.Spot.Page} can be {string.Join(" or ", one.Meanings.Select(Words))}", one.Spot);
        }
        if (!sure[0].IsValueDate && labelled.Find(date => date.IsStrict && !date.Meanings.Contains(declared)) is { } rival)
        {
            return Finding.Of(EvidenceOutcome.CheckByEye,
                $"the value date says {rival.Spot.Text}; {sure[0].Spot.Text} stands elsewhere on page {sure[0].Spot.Page}", sure[0].Spot,
                rival.Spot);
        }
        var iso = declared.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var told = sure[0].Spot;
        var how = told.Text == iso ? $"{iso} on page {told.Page}, same date" : $"date {told.Text} on page {told.Page} equals {iso}";
        return Finding.Of(EvidenceOutcome.Match, how, sure.Select(date => date.Spot));
    }

    private static string Words(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    // A date of the same shape that can mean only one thing shows what the others mean.
    private static List<Found> Settle(List<Found> dates)
    {
        var isDayFirst = dates.Exists(date => date.Shape == Shape.Numbers && date.Meanings.Count == 1 && date.First > MonthMax);
        var isMonthFirst = dates.Exists(date => date.Shape == Shape.Numbers && date.Meanings.Count == 1 && date.Second > MonthMax);
        return isDayFirst == isMonthFirst ? dates
            : dates.ConvertAll(date => date.Meanings.Count == 2 ? date with { Meanings = [date.Meanings[isDayFirst ? 0 : 1]] } : date);
    }

    private static IEnumerable<Found> Read(ProofRow row)
    {
        var text = row.Text(0, row.Words.Count);
        for (var match = Dates().Match(text); match.Success; )
        {
            var printed = match.Value;
            if (Meaning(printed) is not { } meaning)
            {
                // What only looked like a date may hold one: "1 Amount 29/11/26".
                match = Dates().Match(text, match.Index + 1);
                continue;
            }
            var from = WordAt(row, match.Index);
            var to = WordAt(row, match.Index + match.Length - 1) + 1;
            var label = row.LabelOf(from);
            var isStrict = label.Any(Strict.Contains);
            yield return meaning with { Spot = new Spot(row, from, to, printed), IsValueDate = isStrict || label.Any(Labels.Contains),
                IsStrict = isStrict };
            match = match.NextMatch();
        }
    }

    private static int WordAt(ProofRow row, int letter)
    {
        var (at, end) = (0, row.Words[0].Text.Length);
        while (letter > end && at + 1 < row.Words.Count)
        {
            end += 1 + row.Words[++at].Text.Length;
        }
        return at;
    }

    private static Found? Meaning(string printed)
    {
        var parts = Part().Matches(printed).Select(part => part.Value).Where(part => part is not "del").ToList();
        if (parts.Count == 1 && parts[0].Length == 8)
        {
            return Of(Shape.Sure, [Day(parts[0][..4], parts[0][4..6], parts[0][6..])]);
        }
        if (parts.Count != 3)
        {
            return null;
        }
        if (Month(parts[1]) is { } named)
        {
            return Of(Shape.Sure, [Day(parts[2], $"{named}", parts[0])]);
        }
        if (Month(parts[0]) is { } first)
        {
            return Of(Shape.Sure, [Day(parts[2], $"{first}", parts[1])]);
        }
        if (parts[0].Length == 4)
        {
            return Of(Shape.Sure, [Day(parts[0], parts[1], parts[2])]);
        }
        var dayFirst = Day(parts[2], parts[1], parts[0]);
        if (printed.Contains('.', StringComparison.Ordinal))
        {
            return Of(Shape.Sure, [dayFirst]);
        }
        return Of(Shape.Numbers, [dayFirst, Day(parts[2], parts[0], parts[1])]) is { } found
            ? found with { First = int.Parse(parts[0], CultureInfo.InvariantCulture),
                Second = int.Parse(parts[1], CultureInfo.InvariantCulture) } : null;
    }

    private static Found? Of(Shape shape, IEnumerable<DateOnly?> meanings)
    {
        var real = meanings.OfType<DateOnly>().Distinct().ToList();
        return real.Count == 0 ? null : new Found(shape, real);
    }

    private static int? Month(string word) => Months.TryGetValue(NameFolding.Fold(word), out var month) ? month : null;

    private static Dictionary<string, int> MonthsOf(params string[] names) =>
        names.SelectMany((words, at) => words.Split(' ').Select(word => (Word: word, Month: at + 1))).ToDictionary(one => one.Word, one =>
            one.Month, StringComparer.Ordinal);

    private static DateOnly? Day(string year, string month, string day)
    {
        var (y, m, d) = (Number(year), Number(month), Number(day));
        y = year.Length == 2 ? y + 2_000 : y;
        return y is >= 1_990 and <= 2_100 && m is >= 1 and <= MonthMax && d is >= 1 and <= DayMax && d <= DateTime.DaysInMonth(y, m)
            ? new DateOnly(y, m, d) : null;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    [GeneratedRegex(@"\b(?:(?:19|20)[0-9]{6}|(?:19|20)[0-9][0-9][-/.][0-9]{1,2}[-/.][0-9]{1,2}" +
        @"|[0-9]{1,2}(?:st|nd|rd|th|er|º|°|o)?(?:[-/. ]{0,2}| (?:de|of|ya) )\p{L}{3,10}\.?(?:[-/., ]{0,2}| (?:de|del|ya) )[0-9]{2}(?:[0-9][0-9])?" +
        @"|\p{L}{3,10}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}(?:[0-9]{2})?)(?:T[0-9:.]*Z?)?\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Dates();

    [GeneratedRegex(@"[0-9]+|\p{L}{3,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Part();

    private enum Shape
    {
        Sure,
        Numbers,
    }

    private sealed record Found(Shape Shape, IReadOnlyList<DateOnly> Meanings)
    {
        public Spot Spot { get; init; }

        public bool IsValueDate { get; init; }

        public bool IsStrict { get; init; }

        public int First { get; init; }

        public int Second { get; init; }
    }
}
