namespace OtcBackoffice.Domain.Evidence;

/// <summary>A place on a page, in tenths of a point from the page's top left corner as it is shown.</summary>
/// <param name="Page">The page, from 1.</param>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Bottom edge.</param>
public readonly record struct ProofBox(int Page, int Left, int Top, int Right, int Bottom)
{
    internal int Height => Bottom - Top;

    internal int Middle => (Top + Bottom) / 2;

    internal ProofBox With(ProofBox other) => new(
        Page, Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
}

/// <summary>A word of a proof and where it stands.</summary>
public readonly record struct ProofWord(string Text, ProofBox Box);

/// <summary>The text of a proof as far as it was read.</summary>
/// <param name="Words">Its words, in any order.</param>
/// <param name="IsWhole">Whether that is all of it; what is not found in a part may stand in the rest.</param>
public sealed record ProofText(IReadOnlyList<ProofWord> Words, bool IsWhole)
{
    /// <summary>A document without any text, such as a scan.</summary>
    public static readonly ProofText None = new([], true);
}
