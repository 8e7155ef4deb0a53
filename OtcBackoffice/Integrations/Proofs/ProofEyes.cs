using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>
/// Tells which words of a document a person sees: its pages are painted once as they are and once without their text, and a word is seen
/// where the two differ. That finds every way of hiding text at once: unpainted, in the colour of the page, clipped, under a picture, on a
/// layer that is off. What it costs is bounded; what could not be looked at is left to the officer's eye.
/// </summary>
internal sealed class ProofEyes(ProofOptions options)
{
    private const int OpenBytesMax = 48 * 1024 * 1024, PicturesBytesMax = 40 * 1024 * 1024, LongEdge = 1_100, ShortEdge = 640, FewPages = 5;
    private const int TinyTenths = 20, ScanPercent = 80, CoveredPercent = 40;
    private const double Whole = 100;

    /// <summary>The same words, each with what a person sees of it.</summary>
    internal async Task<ProofText> LookAsync(string path, ProofText text, CancellationToken deadline, CancellationToken cancellation)
    {
        if (text.Words.Count == 0)
        {
            return text;
        }
        var pictures = options.PaintProgram.Length == 0 ? null : await PaintTwiceAsync(path, text.Words.Max(word => word.Box.Page),
            deadline, cancellation);
        var words = text.Words.GroupBy(word => word.Box.Page)
            .SelectMany(page => pictures is { } both && both.TryGetValue(page.Key, out var pair) ? Look([.. page], pair.As, pair.Bare,
                text) : page.Select(Unsure));
        return text with { Words = [.. words] };
    }

    private static ProofWord Unsure(ProofWord word) => word with { Sight = ProofSight.Doubtful };

    private static IEnumerable<ProofWord> Look(List<ProofWord> words, PagePicture picture, PagePicture bare, ProofText text)
    {
        if (!text.PageEdges.TryGetValue(words[0].Box.Page, out var edge) || edge <= 0)
        {
            return words.Select(Unsure);
        }
        var scale = Math.Max(picture.Width, picture.Height) / (double)edge;
        var seen = words.ConvertAll(word => IsLarge(word) && picture.Shows(bare, word.Box, word.Text, scale));
        var unseen = words.Where((_, at) => !seen[at]).ToList();
        // A scan: nearly all of its text is unpainted and lies over a picture.
        var isScan = unseen.Count * Whole >= words.Count * ScanPercent && unseen.Count(word => bare.HasInk(word.Box,
            scale)) * Whole >= unseen.Count * ScanPercent;
        return words.Select((word, at) => word with
        {
            Sight = !seen[at] ? isScan ? ProofSight.Layer : ProofSight.Hidden
                : IsCovered(word, words.Where((other, index) => seen[index] && other.Text != word.Text)) ? ProofSight.Doubtful
                    : ProofSight.Seen,
        });
    }

    // A line of letters lower than two points is no text that anybody reads.
    private static bool IsLarge(ProofWord word) => (word.Box.Width >= word.Box.Height || word.Text.Length == 1 ? word.Box.Height
        : word.Box.Width) >= TinyTenths;

    // Two texts in one place: nobody can tell which of them the paint belongs to.
    private static bool IsCovered(ProofWord word, IEnumerable<ProofWord> others) =>
        others.Sum(other => Shared(word.Box, other.Box)) * Whole > (double)word.Box.Width * word.Box.Height * CoveredPercent;

    private static double Shared(ProofBox one, ProofBox other) =>
        (double)Math.Max(0, Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left))
        * Math.Max(0, Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top));

    private async Task<Dictionary<int, (PagePicture As, PagePicture Bare)>?> PaintTwiceAsync(string path, int pages,
        CancellationToken deadline, CancellationToken cancellation)
    {
        var open = await BoundedProcess.RunAsync(
            [options.QpdfProgram, "--qdf", "--object-streams=disable", "--decrypt", "--warning-exit-0", "--no-warn", path, "-"],
                OpenBytesMax, deadline, cancellation);
        if (open.ExitCode != 0 || open.Output.Length == 0)
        {
            return null;
        }
        var painted = await PaintAsync(open.Output, pages, deadline, cancellation);
        TextlessPdf.Strip(open.Output);
        var bare = await PaintAsync(open.Output, pages, deadline, cancellation);
        var both = new Dictionary<int, (PagePicture, PagePicture)>();
        for (var at = 0; at < Math.Min(painted.Count, bare.Count); at++)
        {
            if (painted[at].Width == bare[at].Width && painted[at].Height == bare[at].Height)
            {
                both[at + 1] = (painted[at], bare[at]);
            }
        }
        return both;
    }

    private async Task<List<PagePicture>> PaintAsync(byte[] file, int pages, CancellationToken deadline, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 4096,
            FileOptions.DeleteOnClose);
        await copy.WriteAsync(file, cancellation);
        await copy.FlushAsync(cancellation);
        var edge = pages <= FewPages ? LongEdge : ShortEdge;
        var answer = await BoundedProcess.RunAsync(
            [options.PaintProgram, "-gray", "-cropbox", "-q", "-scale-to", $"{edge}", "-f", "1", "-l", $"{pages}", path],
                PicturesBytesMax, deadline, cancellation);
        return answer.ExitCode == 0 ? PagePicture.Read(answer.Output) : [];
    }
}
