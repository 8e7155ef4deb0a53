using System.Globalization;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>What somebody who judges a proof should know beside its fields.</summary>
public enum ProofFlagKind
{
    /// <summary>It holds text that a person does not see.</summary>
    HiddenText,

    /// <summary>It says in its own words that the payment failed, was turned back, or is not made yet.</summary>
    SaysNotPaid,

    /// <summary>It has an owner's password: it opens, and whoever made it wanted it unchanged.</summary>
    OwnerPassword,

    /// <summary>Only a part of it was read.</summary>
    PartlyRead,
}

/// <summary>Something to know about a proof.</summary>
/// <param name="Kind">What.</param>
/// <param name="Page">On which page, or null for the whole document.</param>
/// <param name="Words">The words of the proof, or what there is to say.</param>
public sealed record ProofFlag(ProofFlagKind Kind, int? Page, string Words)
{
    private const int WordsMax = 200, FlagsMax = 20;

    /// <summary>What is to be known about a proof, page by page.</summary>
    public static IReadOnlyList<ProofFlag> Of(ProofText? text)
    {
        if (text is null)
        {
            return [];
        }
        var hidden = text.Words.Where(word => word.Sight == ProofSight.Hidden).GroupBy(word => word.Box.Page).OrderBy(page => page.Key)
            .Select(page => new ProofFlag(ProofFlagKind.HiddenText, page.Key, Cut(string.Join(' ', page.Select(word => word.Text)))));
        // Hidden words are asked as well: a proof does not say less for saying it where nobody looks.
        var unpaid = ProofRow.Of(text).Select(row => (row.Page, Words: Unpaid.In(row))).Where(row => row.Words is not null)
            .Select(row => new ProofFlag(ProofFlagKind.SaysNotPaid, row.Page, Cut(row.Words!)));
        IEnumerable<ProofFlag> whole =
        [
            .. text.HasOwnerPassword ? [new ProofFlag(ProofFlagKind.OwnerPassword, null, "opens without a password and has an owner's")]
                : Array.Empty<ProofFlag>(),
            .. text.IsWhole ? [] : new[] { new ProofFlag(ProofFlagKind.PartlyRead, null, Part(text)) },
        ];
        return [.. hidden.Take(FlagsMax), .. unpaid.Take(FlagsMax), .. whole];
    }

    private static string Part(ProofText text) => text.PageCount > text.PagesRead && text.PagesRead > 0
        ? string.Create(CultureInfo.InvariantCulture,
            $"{text.PagesRead} of {text.PageCount} pages were read, which is as much as this desk reads")
        : "only a part of its text was read, which is as much as this desk reads";

    private static string Cut(string words) => words.Length <= WordsMax ? words : words[..WordsMax] + "…";
}
