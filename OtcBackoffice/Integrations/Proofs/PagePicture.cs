using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>A page as it is painted, in shades of grey.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Shades">One byte for each point, row by row.</param>
internal sealed record PagePicture(int Width, int Height, ReadOnlyMemory<byte> Shades)
{
    // Two shades that a person tells apart, out of 255; paler than this on its ground is not read.
    private const int Visible = 28, EdgeMax = 4_000, EdgePart = 6, LastLatin = 0x24F;

    /// <summary>The pages of an answer of pdftoppm: pictures one after the other.</summary>
    internal static List<PagePicture> Read(byte[] answer)
    {
        var pages = new List<PagePicture>();
        for (var at = 0; at + 2 < answer.Length && answer[at] == 'P' && answer[at + 1] == '5';)
        {
            at += 2;
            var (width, height, most) = (Number(answer, ref at), Number(answer, ref at), Number(answer, ref at));
            at++;
            if (width is < 1 or > EdgeMax || height is < 1 or > EdgeMax || most != byte.MaxValue
                || at + ((long)width * height) > answer.Length)
            {
                break;
            }
            pages.Add(new PagePicture(width, height, answer.AsMemory(at, width * height)));
            at += width * height;
        }
        return pages;
    }

    /// <summary>Whether every part of a word is painted here and not in the same page without its text.</summary>
    /// <param name="bare">The page without its text.</param>
    /// <param name="box">The place of the word, in tenths of a point.</param>
    /// <param name="word">The word.</param>
    /// <param name="scale">Points of the picture for a tenth of a point.</param>
    internal bool Shows(PagePicture bare, ProofBox box, string word, double scale)
    {
        var place = Place(box, scale);
        var isUpright = place.Bottom - place.Top <= (place.Right - place.Left) * 3 / 2 || word.Length == 1;
        var length = isUpright ? place.Right - place.Left : place.Bottom - place.Top;
        // The edges may hold ink of the lines above and below.
        var (across, along) = ((place.Bottom - place.Top) / EdgePart, (place.Right - place.Left) / EdgePart);
        place = isUpright ? place with { Top = place.Top + across, Bottom = place.Bottom - across }
            : place with { Left = place.Left + along, Right = place.Right - along };
        // A window of a letter and a half finds ink in every word that is painted whole, however wide its letters are.
        var window = Math.Max(2, (int)Math.Ceiling(length * 1.5 / word.Length));
        var (asked, missed) = (0, 0);
        for (var part = 0; part < word.Length; part++)
        {
            if (!char.IsLetterOrDigit(word[part]) && word.Length > 1)
            {
                continue;
            }
            var middle = (int)(length * (part + 0.5) / word.Length);
            var from = Math.Max(0, middle - (window / 2) - 1);
            var to = Math.Min(length, middle + (window / 2) + 1);
            var slot = isUpright ? place with { Left = place.Left + from, Right = place.Left + to } : place with { Top = place.Top + from,
                Bottom = place.Top + to };
            asked++;
            missed += Differs(bare, slot) ? 0 : 1;
        }
        // Letters that join, stack or turn do not stand one beside the other; of those most must be there.
        return asked == 0 ? Differs(bare, place) : missed == 0 || (word.Any(letter => letter > LastLatin) && missed * 2 < asked);
    }

    /// <summary>Whether something is painted in a place: not one shade only.</summary>
    internal bool HasInk(ProofBox box, double scale)
    {
        var place = Place(box, scale);
        var (least, most) = (byte.MaxValue, byte.MinValue);
        for (var row = place.Top; row < place.Bottom; row++)
        {
            foreach (var shade in Shades.Span.Slice((row * Width) + place.Left, place.Right - place.Left))
            {
                (least, most) = (Math.Min(least, shade), Math.Max(most, shade));
            }
        }
        return most - least >= Visible;
    }

    private bool Differs(PagePicture bare, (int Left, int Top, int Right, int Bottom) place)
    {
        for (var row = place.Top; row < place.Bottom; row++)
        {
            var at = row * Width;
            for (var column = place.Left; column < place.Right; column++)
            {
                if (Math.Abs(Shades.Span[at + column] - bare.Shades.Span[at + column]) >= Visible)
                {
                    return true;
                }
            }
        }
        return false;
    }

    private (int Left, int Top, int Right, int Bottom) Place(ProofBox box, double scale)
    {
        var left = Math.Clamp((int)Math.Floor(box.Left * scale), 0, Width - 1);
        var top = Math.Clamp((int)Math.Floor(box.Top * scale), 0, Height - 1);
        return (left, top, Math.Clamp((int)Math.Ceiling(box.Right * scale), left + 1, Width),
            Math.Clamp((int)Math.Ceiling(box.Bottom * scale), top + 1, Height));
    }

    private static int Number(byte[] answer, ref int at)
    {
        while (at < answer.Length && answer[at] is 9 or 10 or 13 or 32)
        {
            at++;
        }
        var number = 0;
        while (at < answer.Length && char.IsAsciiDigit((char)answer[at]) && number < 1_000_000)
        {
            number = (number * 10) + (answer[at++] - '0');
        }
        return number;
    }
}
