using System.Runtime.InteropServices;
using HarfBuzzSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>A glyph of a shaped run, in thousandths of the size.</summary>
/// <param name="Glyph">Its number in the font.</param>
/// <param name="Cluster">Where in the text the characters begin that it belongs to.</param>
/// <param name="Advance">How far the pen moves on.</param>
/// <param name="Right">How far right of the pen it stands.</param>
/// <param name="Up">How far above the line it stands.</param>
internal readonly record struct ShapedGlyph(int Glyph, int Cluster, int Advance, int Right, int Up);

/// <summary>
/// Lets HarfBuzz choose and place the glyphs of one font: ligatures, joined Arabic letters, marks, the conjuncts of Indic scripts.
/// What it holds is outside managed memory and is given back with the fonts.
/// </summary>
internal sealed class FontShaper : IDisposable
{
    private const int Scale = 1000;

    // By itself it would take the one of the host, and the same paper would not be the same bytes everywhere.
    private static readonly Language NoLanguage = new("und");

    private readonly Blob _blob;
    private readonly Face _face;
    private readonly Font _font;

    public FontShaper(byte[] file)
    {
        // HarfBuzz gets a copy of its own. Blob.FromStream gives it the address of a managed array, which the garbage collector moves
        // or frees under its hands: the process then ends with a segmentation fault.
        var held = GCHandle.Alloc(file, GCHandleType.Pinned);
        try
        {
            _blob = new Blob(held.AddrOfPinnedObject(), file.Length, MemoryMode.Duplicate);
        }
        finally
        {
            held.Free();
        }
        _face = new Face(_blob, 0);
        _font = new Font(_face);
        _font.SetScale(Scale, Scale);
        _font.SetFunctionsOpenType();
    }

    /// <summary>How far a glyph moves on by itself.</summary>
    public int WidthOf(int glyph) => _font.GetHorizontalGlyphAdvance((uint)glyph);

    /// <summary>
    /// The glyphs of a run from left to right. What stands around the run in the text counts for how its ends are joined.
    /// </summary>
    public List<ShapedGlyph> Shape(string text, int start, int length, bool isRightToLeft, Script script)
    {
        using var buffer = new Buffer();
        buffer.ClusterLevel = ClusterLevel.MonotoneGraphemes;
        buffer.AddUtf16(text, start, length);
        buffer.Direction = isRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        buffer.Script = script;
        buffer.Language = NoLanguage;
        _font.Shape(buffer);
        // Its finaliser gives the native font back, and may run as soon as nobody will use it again.
        GC.KeepAlive(this);
        var glyphs = buffer.GetGlyphInfoSpan();
        var places = buffer.GetGlyphPositionSpan();
        var shaped = new List<ShapedGlyph>(glyphs.Length);
        for (var at = 0; at < glyphs.Length; at++)
        {
            var (glyph, place) = (glyphs[at], places[at]);
            shaped.Add(new ShapedGlyph((int)glyph.Codepoint, (int)glyph.Cluster, place.XAdvance, place.XOffset, place.YOffset));
        }
        return shaped;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _font.Dispose();
        _face.Dispose();
        _blob.Dispose();
    }
}
