using OtcBackoffice.Documents.Pdf;

namespace OtcBackoffice.Documents;

/// <summary>
/// The fonts of papers, read once. No font is part of the product: the settings name files, or the usual places of free
/// fonts with a wide range of scripts are looked at. A file that is missing or no TrueType font is passed over.
/// </summary>
internal sealed class PaperFonts : IDisposable
{
    private static readonly string[] UsualFolders =
    [
        "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/droid", "/usr/share/fonts/truetype/noto",
        "/usr/share/fonts/truetype/liberation",
        "/usr/share/fonts/truetype/lohit-devanagari",
        "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/TTF", "/usr/share/fonts/dejavu", "/Library/Fonts",
        "/System/Library/Fonts/Supplemental", "C:\\Windows\\Fonts",
    ];

    // In the order in which they are asked for a character.
    private static readonly string[] UsualNames =
    [
        "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial Unicode.ttf", "arial.ttf",
        "Lohit-Devanagari.ttf", "NotoSansDevanagari-Regular.ttf", "DroidSansFallbackFull.ttf",
    ];

    private static readonly string[] UsualBoldNames =
        ["DejaVuSans-Bold.ttf", "NotoSans-Bold.ttf", "LiberationSans-Bold.ttf", "arialbd.ttf"];

    private readonly Lazy<IReadOnlyList<TrueTypeFont>> _regular, _bold;

    /// <param name="files">Font files that come before the usual ones, in order.</param>
    /// <param name="boldFile">A bold font that comes before the usual ones, or null.</param>
    /// <param name="folders">Where the usual ones are looked for; null for the usual places.</param>
    public PaperFonts(IReadOnlyList<string> files, string? boldFile, IReadOnlyList<string>? folders = null)
    {
        IEnumerable<string> Usual(string[] names) =>
            names.SelectMany(name => (folders ?? UsualFolders).Select(folder => Path.Combine(folder, name)));
        _regular = new(() => Read(files.Concat(Usual(UsualNames))));
        _bold = new(() => [.. Read((boldFile is null ? [] : (string[])[boldFile]).Concat(Usual(UsualBoldNames))).Take(1),
            .. _regular.Value]);
    }

    /// <summary>What texts are written with, in order of preference; empty when no font was found.</summary>
    public IReadOnlyList<TrueTypeFont> Regular => _regular.Value;

    /// <summary>The same for what stands out.</summary>
    public IReadOnlyList<TrueTypeFont> Bold => _bold.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var font in new[] { _regular, _bold }.Where(fonts => fonts.IsValueCreated).SelectMany(fonts => fonts.Value))
        {
            font.Dispose();
        }
    }

    private static List<TrueTypeFont> Read(IEnumerable<string> files)
    {
        var fonts = new List<TrueTypeFont>();
        foreach (var file in files.Where(File.Exists))
        {
            try
            {
                fonts.Add(new TrueTypeFont(File.ReadAllBytes(file)));
            }
            catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }
        return fonts;
    }
}
