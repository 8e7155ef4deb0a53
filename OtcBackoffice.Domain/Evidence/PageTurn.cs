namespace OtcBackoffice.Domain.Evidence;

/// <summary>
/// How the text of a page stands to the page as it is shown. What stands sideways is laid out as whoever turns their head reads it;
/// a place is turned back before it is told to anybody.
/// </summary>
/// <param name="Side">0 for text that runs from left to right, 1 for downwards, -1 for upwards.</param>
/// <param name="Extent">The edge that places are counted from.</param>
internal readonly record struct PageTurn(int Side, int Extent)
{
    // A long word that is higher than it is wide stands on its side; some such words are a stamp, nearly all are the page.
    private const int LongLetters = 4, LongWordsMin = 3, MostTenths = 8;

    /// <summary>Told by the shape of the long words, and by which way they follow each other.</summary>
    public static PageTurn Of(IReadOnlyList<ProofWord> words)
    {
        var longs = words.Where(word => word.Text.Length >= LongLetters).ToList();
        var sideways = longs.Count(word => word.Box.Height > word.Box.Width);
        if (longs.Count < LongWordsMin || sideways * 10 < longs.Count * MostTenths)
        {
            return default;
        }
        var (down, up) = (0, 0);
        for (var at = 1; at < words.Count; at++)
        {
            var (before, next) = (words[at - 1].Box, words[at].Box);
            if (before.Left < next.Right && before.Right > next.Left)
            {
                (down, up) = (down + (next.Top >= before.Bottom ? 1 : 0), up + (next.Bottom <= before.Top ? 1 : 0));
            }
        }
        return up > down ? new PageTurn(-1, words.Max(word => word.Box.Bottom)) : new PageTurn(1, words.Max(word => word.Box.Right));
    }

    /// <summary>The word as it stands before somebody who has turned their head.</summary>
    public ProofWord Upright(ProofWord word)
    {
        var box = word.Box;
        return Side switch
        {
            1 => word with { Box = new ProofBox(box.Page, box.Top, Extent - box.Right, box.Bottom, Extent - box.Left) },
            -1 => word with { Box = new ProofBox(box.Page, Extent - box.Bottom, box.Left, Extent - box.Top, box.Right) },
            _ => word,
        };
    }

    /// <summary>The place on the page as it is shown.</summary>
    public ProofBox Back(ProofBox box) => Side switch
    {
        1 => new ProofBox(box.Page, Extent - box.Bottom, box.Left, Extent - box.Top, box.Right),
        -1 => new ProofBox(box.Page, box.Top, Extent - box.Right, box.Bottom, Extent - box.Left),
        _ => box,
    };
}
