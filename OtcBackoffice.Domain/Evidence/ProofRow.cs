using System.Globalization;
using System.Text;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>The words that stand beside each other on one line of a page, from left to right, in compatible letters.</summary>
internal sealed class ProofRow
{
    // A gap of one and a half times the height of the letters separates columns; less is a blank between words.
    private const int ColumnGapTenths = 15, WordGapTenths = 6, LabelWordsMax = 5, HeaderRowsMax = 40;

    private readonly List<ProofRow> _page;
    private readonly PageTurn _turn;

    private ProofRow(List<ProofRow> page, PageTurn turn, List<ProofWord> words)
    {
        (_page, _turn) = (page, turn);
        Words = words;
        Folded = words.ConvertAll(word => NameFolding.Fold(word.Text));
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<ProofWord> Words { get; }

    /// <summary>The same words without case, accents and punctuation.</summary>
    public IReadOnlyList<string> Folded { get; }

    /// <summary>The page, from 1.</summary>
    public int Page => Words[0].Box.Page;

    /// <summary>Puts words into rows, page by page from top to bottom.</summary>
    public static IReadOnlyList<ProofRow> Of(ProofText text)
    {
        var rows = new List<ProofRow>();
        foreach (var page in text.Words.Where(word => word.Text.Length > 0).GroupBy(word => word.Box.Page).OrderBy(page => page.Key))
        {
            var onPage = new List<ProofRow>();
            var line = new List<ProofWord>();
            var turn = PageTurn.Of([.. page]);
            foreach (var word in page.Select(turn.Upright).OrderBy(word => word.Box.Middle))
            {
                if (line.Count > 0 && word.Box.Middle
                    - line[0].Box.Middle > Math.Max(10, Math.Min(word.Box.Height, line[0].Box.Height) / 2))
                {
                    onPage.Add(Sorted(onPage, turn, line));
                    line = [];
                }
                line.Add(word);
            }
            onPage.Add(Sorted(onPage, turn, line));
            rows.AddRange(onPage);
        }
        return rows;
    }

    /// <summary>Whether a word follows the one before it as close as a blank lets it.</summary>
    public bool IsTight(int index) => Gap(index) * 10 <= Math.Max(1, Words[index].Box.Height) * WordGapTenths;

    /// <summary>Whether a word stands in the same column as the one before it.</summary>
    public bool IsSameCell(int index) => Gap(index) * 10 <= Math.Max(1, Words[index].Box.Height) * ColumnGapTenths;

    /// <summary>The column that a word stands in, as a range of words.</summary>
    public (int From, int To) CellOf(int index)
    {
        var (from, to) = (index, index + 1);
        while (from > 0 && IsSameCell(from))
        {
            from--;
        }
        while (to < Words.Count && IsSameCell(to))
        {
            to++;
        }
        return (from, to);
    }

    /// <summary>The words as they are printed, from one up to but not including another.</summary>
    public string Text(int from, int to) => string.Join(' ', Words.Skip(from).Take(to - from).Select(word => word.Text));

    /// <summary>The place of some words.</summary>
    public ProofBox Box(int from, int to)
    {
        var box = Words[from].Box;
        for (var i = from + 1; i < to; i++)
        {
            box = box.With(Words[i].Box);
        }
        return _turn.Back(box);
    }

    /// <summary>
    /// What stands before a word as its label, folded: the words left of it back to the last number, or else the head of
    /// its column.
    /// </summary>
    public IReadOnlyList<string> LabelOf(int index)
    {
        var label = new List<string>();
        for (var i = index - 1; i >= 0 && label.Count < LabelWordsMax && !Words[i].Text.Any(char.IsAsciiDigit); i--)
        {
            label.Insert(0, Folded[i]);
        }
        return label.Any(word => word.Length > 0 && Currencies.Of(word) is null) ? label : [.. label, .. Head(index)];
    }

    private IEnumerable<string> Head(int index)
    {
        var box = Words[index].Box;
        var own = _page.IndexOf(this);
        for (var i = own - 1; i >= 0 && own - i <= HeaderRowsMax; i--)
        {
            var row = _page[i];
            var above = Enumerable.Range(0, row.Words.Count)
                .Where(at => row.Words[at].Box.Left < box.Right && row.Words[at].Box.Right > box.Left).ToList();
            if (above.Count > 0 && above.TrueForAll(at => !row.Words[at].Text.Any(char.IsAsciiDigit)))
            {
                var (from, to) = row.CellOf(above[0]);
                return row.Folded.Skip(from).Take(to - from);
            }
        }
        return [];
    }

    private int Gap(int index) => Words[index].Box.Left - Words[index - 1].Box.Right;

    // Blanks that do not break, full-width digits and joined letters become their plain forms.
    private static ProofRow Sorted(List<ProofRow> page, PageTurn turn, List<ProofWord> words) => new(page, turn,
        ProofLine.Of([.. words.OrderBy(word => word.Box.Left).Select(word => word with { Text = Plain(word.Text) })]));

    private static string Plain(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return string.Concat(text.Where(letter => char.GetUnicodeCategory(letter) != UnicodeCategory.Surrogate));
        }
    }
}
