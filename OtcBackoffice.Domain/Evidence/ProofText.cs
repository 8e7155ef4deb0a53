namespace OtcBackoffice.Domain.Evidence;

/// <summary>A place on a page, in tenths of a point from the page's top left corner as it is shown.</summary>
/// <param name="Page">The page, from 1.</param>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Bottom edge.</param>
public readonly record struct ProofBox(int Page, int Left, int Top, int Right, int Bottom)
{
    /// <summary>How high it is.</summary>
    public int Height => Bottom - Top;

    /// <summary>How wide it is.</summary>
    public int Width => Right - Left;

    internal int Middle => (Top + Bottom) / 2;

    internal bool Meets(ProofBox other) =>
        Page == other.Page && Left < other.Right && Right > other.Left && Top < other.Bottom && Bottom > other.Top;

    internal ProofBox With(ProofBox other) => new(
        Page, Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
}

/// <summary>Whether a person who looks at the page sees a word.</summary>
public enum ProofSight
{
    /// <summary>It is painted where it stands, or nobody looked.</summary>
    Seen,

    /// <summary>Nothing of it is painted: invisible, in the colour of the page, clipped, covered, or too small to be read.</summary>
    Hidden,

    /// <summary>It lies unpainted over the picture of a scanned page.</summary>
    Layer,

    /// <summary>Another text stands in the same place, or it could not be told whether it is painted.</summary>
    Doubtful,
}

/// <summary>A word of a proof and where it stands.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Box">Its place.</param>
/// <param name="Sight">Whether a person sees it.</param>
public readonly record struct ProofWord(string Text, ProofBox Box, ProofSight Sight = ProofSight.Seen);

/// <summary>The text of a proof as far as it was read.</summary>
/// <param name="Words">Its words, in any order.</param>
/// <param name="IsWhole">Whether that is all of it; what is not found in a part may stand in the rest.</param>
public sealed record ProofText(IReadOnlyList<ProofWord> Words, bool IsWhole)
{
    /// <summary>A document without any text, such as a scan.</summary>
    public static readonly ProofText None = new([], true);

    /// <summary>Whether it opens without a password but has an owner's.</summary>
    public bool HasOwnerPassword { get; init; }

    /// <summary>How many pages it has; 0 when that was not kept.</summary>
    public int PageCount { get; init; }

    /// <summary>How many of them were read; 0 when that was not kept.</summary>
    public int PagesRead { get; init; }

    /// <summary>The longer edge of each page in tenths of a point, as long as it is being read; it is not kept.</summary>
    public IReadOnlyDictionary<int, int> PageEdges { get; init; } = new Dictionary<int, int>();

    /// <summary>The words that a person sees.</summary>
    public ProofText OnlySeen() => Words.All(word => word.Sight == ProofSight.Seen) ? this : this with { Words = [.. Words.Where(word =>
        word.Sight == ProofSight.Seen)] };
}
