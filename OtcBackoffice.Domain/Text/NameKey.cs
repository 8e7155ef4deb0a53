using System.Collections.Frozen;
using System.Text;

namespace OtcBackoffice.Domain.Text;

/// <summary>
/// When two names are one. The key is compatible form, full case folding and nothing that is drawn as nothing; two names
/// with one key may not stand beside each other. The skeleton also takes letters of other scripts for the Latin ones they
/// look like: two names with one skeleton are told apart by no reader, so the second one is marked for whoever reviews it.
/// </summary>
public static class NameKey
{
    // Letters of other scripts that are drawn like Latin ones, in both cases where the cases differ.
    private static readonly FrozenDictionary<int, char> Alike = Pairs(
        ("АВЕЅІЈКМНОРСТХҮУԚԜԌҺ", "abesijkmhopctxyyqwgh"), ("авеѕіјкмнорстхүуԛԝԁһӏԍ", "abesijkmhopctxyyqwdhlg"), ("гпз", "rn3"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"), ("αβεικμνορστυχωηγ", "abeikuvopotuxwny"), ("ՕօսոհցԼՏյք", "oounhgLSjp"), ("ɑɡıƖǀ|", "agilll"),
            ("01", "ol"));

    /// <summary>The key that is unique.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Blanks(Fold(Seen(name.Normalize(NormalizationForm.FormKD))).Normalize(NormalizationForm.FormKC));
    }

    /// <summary>The key of how it looks.</summary>
    public static string SkeletonOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var drawn = new StringBuilder(name.Length);
        foreach (var rune in Seen(name.Normalize(NormalizationForm.FormKD)).EnumerateRunes())
        {
            if (Alike.TryGetValue(rune.Value, out var latin))
            {
                drawn.Append(latin);
            }
            else
            {
                drawn.Append(rune.ToString());
            }
        }
        return Blanks(Fold(drawn.ToString()).Normalize(NormalizationForm.FormKC)).Replace("rn", "m", StringComparison.Ordinal)
            .Replace("vv", "w", StringComparison.Ordinal);
    }

    // In decomposed form the simple mapping up and down again is full case folding, but for the sharp s in either case.
    private static string Fold(string text) =>
        text.Replace("\u1E9E", "ss", StringComparison.Ordinal).Replace("\u00DF", "ss", StringComparison.Ordinal).ToUpperInvariant()
            .ToLowerInvariant();

    private static string Seen(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!TextGate.IsIgnorable(rune.Value))
            {
                seen.Append(rune.ToString());
            }
        }
        return seen.ToString();
    }

    private static string Blanks(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static FrozenDictionary<int, char> Pairs(params (string Others, string Latin)[] rows)
    {
        var pairs = new Dictionary<int, char>();
        foreach (var (others, latin) in rows)
        {
            for (var at = 0; at < others.Length; at++)
            {
                pairs[others[at]] = latin[at];
            }
        }
        return pairs.ToFrozenDictionary();
    }
}
