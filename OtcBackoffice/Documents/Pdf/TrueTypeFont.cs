using System.Buffers.Binary;
using System.Text;

namespace OtcBackoffice.Documents.Pdf;

/// <summary>
/// A TrueType font as a document needs it: which glyph shows a character, what shapes texts, and a copy of the file that holds
/// only the glyphs that were used.
/// </summary>
internal sealed class TrueTypeFont : IDisposable
{
    private const int HeadSize = 54, CompositeMore = 0x20, CompositeWords = 0x1, CompositeScale = 0x8, CompositeTwoScales = 0x40,
        CompositeMatrix = 0x80;

    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    private readonly byte[] _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = new(StringComparer.Ordinal);
    private readonly int _glyphCount, _unitsPerEm, _characterMap;
    private readonly bool _hasLongOffsets;
    private readonly Lazy<FontShaper> _shaper;

    /// <exception cref="InvalidDataException">The bytes are no TrueType font with outlines and a Unicode map.</exception>
    public TrueTypeFont(byte[] file)
    {
        _file = file;
        _shaper = new(() => new FontShaper(file));
        try
        {
            var count = U16(4);
            for (var entry = 12; entry < 12 + (16 * count); entry += 16)
            {
                _tables[Encoding.ASCII.GetString(file, entry, 4)] = (checked((int)U32(entry + 8)), checked((int)U32(entry + 12)));
            }
            _unitsPerEm = U16(Table("head") + 18);
            _hasLongOffsets = U16(Table("head") + 50) == 1;
            _glyphCount = U16(Table("maxp") + 4);
            _characterMap = FindCharacterMap();
            _ = (Table("glyf"), Table("loca"), Table("hmtx"));
            (Ascent, Descent) = (Scaled(S16(Table("hhea") + 4)), Scaled(S16(Table("hhea") + 6)));
            Box = [.. Enumerable.Range(0, 4).Select(side => Scaled(S16(Table("head") + 36 + (2 * side))))];
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or ArgumentException or KeyNotFoundException or OverflowException
            or DivideByZeroException)
        {
            throw new InvalidDataException("This is no TrueType font with a Unicode map.", fault);
        }
    }

    /// <summary>Highest point above the line, in thousandths of the size.</summary>
    public int Ascent { get; }

    /// <summary>Lowest point, below zero, in thousandths of the size.</summary>
    public int Descent { get; }

    /// <summary>What every glyph lies in: left, bottom, right, top, in thousandths of the size.</summary>
    public IReadOnlyList<int> Box { get; }

    /// <summary>The glyph of a character, or 0 when the font has none.</summary>
    public int GlyphOf(int character) => U16(_characterMap) == 12 ? InGroups(character) : InSegments(character);

    /// <summary>What turns texts into glyphs of this font.</summary>
    public FontShaper Shaper => _shaper.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_shaper.IsValueCreated)
        {
            _shaper.Value.Dispose();
        }
    }

    /// <summary>A font file with the outlines of these glyphs only; glyphs keep their numbers.</summary>
    public byte[] Subset(IEnumerable<int> glyphs)
    {
        var used = new SortedSet<int>(glyphs) { 0 };
        var open = new Queue<int>(used);
        while (open.TryDequeue(out var glyph))
        {
            foreach (var part in PartsOf(glyph).Where(used.Add))
            {
                open.Enqueue(part);
            }
        }
        var (outlines, offsets) = (new MemoryStream(), new byte[4 * (_glyphCount + 1)]);
        for (var glyph = 0; glyph < _glyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * glyph), (uint)outlines.Length);
            if (used.Contains(glyph))
            {
                var (from, to) = OutlineOf(glyph);
                outlines.Write(_file, from, to - from);
                outlines.Write(new byte[-(int)outlines.Length & 3]);
            }
        }
        BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * _glyphCount), (uint)outlines.Length);
        return Assemble(name => name switch
        {
            "glyf" => outlines.ToArray(),
            "loca" => offsets,
            "head" => HeadWithLongOffsets(),
            _ => _file.AsSpan(_tables[name].Offset, _tables[name].Length).ToArray(),
        });
    }

    private byte[] Assemble(Func<string, byte[]> content)
    {
        var names = Kept.Where(_tables.ContainsKey).ToList();
        var (directory, body) = (new byte[12 + (16 * names.Count)], new MemoryStream());
        var power = 1;
        while (power * 2 <= names.Count)
        {
            power *= 2;
        }
        BinaryPrimitives.WriteUInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)names.Count);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(6), (ushort)(power * 16));
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(8), (ushort)int.TrailingZeroCount(power));
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(10), (ushort)((names.Count - power) * 16));
        for (var index = 0; index < names.Count; index++)
        {
            var table = content(names[index]);
            var entry = directory.AsSpan(12 + (16 * index));
            Encoding.ASCII.GetBytes(names[index], entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(table));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)(directory.Length + body.Length));
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)table.Length);
            body.Write(table);
            body.Write(new byte[-table.Length & 3]);
        }
        return [.. directory, .. body.ToArray()];
    }

    private static uint Sum(byte[] table)
    {
        var sum = 0u;
        for (var at = 0; at < table.Length; at++)
        {
            sum = unchecked(sum + ((uint)table[at] << (24 - (8 * (at & 3)))));
        }
        return sum;
    }

    private byte[] HeadWithLongOffsets()
    {
        var head = _file.AsSpan(Table("head"), HeadSize).ToArray();
        head.AsSpan(8, 4).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        return head;
    }

    private (int From, int To) OutlineOf(int glyph)
    {
        var (loca, glyf) = (Table("loca"), Table("glyf"));
        return _hasLongOffsets
            ? (glyf + (int)U32(loca + (4 * glyph)), glyf + (int)U32(loca + (4 * glyph) + 4))
            : (glyf + (2 * U16(loca + (2 * glyph))), glyf + (2 * U16(loca + (2 * glyph) + 2)));
    }

    // A letter with its accent is often two glyphs on top of each other.
    private IEnumerable<int> PartsOf(int glyph)
    {
        var (at, end) = OutlineOf(glyph);
        if (end - at < 10 || S16(at) >= 0)
        {
            yield break;
        }
        at += 10;
        while (at + 4 <= end)
        {
            var flags = U16(at);
            yield return U16(at + 2);
            at += 4 + ((flags & CompositeWords) != 0 ? 4 : 2)
                + ((flags & CompositeScale) != 0 ? 2 : (flags & CompositeTwoScales) != 0 ? 4 : (flags & CompositeMatrix) != 0 ? 8 : 0);
            if ((flags & CompositeMore) == 0)
            {
                yield break;
            }
        }
    }

    private int FindCharacterMap()
    {
        var map = Table("cmap");
        var maps = Enumerable.Range(0, U16(map + 2)).Select(index => map + 4 + (8 * index))
            .Select(entry => (Platform: U16(entry), At: map + (int)U32(entry + 4))).Where(one => one.Platform is 0 or 3)
            .Select(one => (one.At, Format: U16(one.At))).Where(one => one.Format is 4 or 12).OrderByDescending(one => one.Format).ToList();
        return maps.Count > 0 ? maps[0].At : throw new InvalidDataException("The font has no Unicode map.");
    }

    private int InGroups(int character)
    {
        var (low, high) = (0, (int)U32(_characterMap + 12) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var group = _characterMap + 16 + (12 * middle);
            if (character < U32(group))
            {
                high = middle - 1;
            }
            else if (character > U32(group + 4))
            {
                low = middle + 1;
            }
            else
            {
                return (int)U32(group + 8) + character - (int)U32(group);
            }
        }
        return 0;
    }

    private int InSegments(int character)
    {
        if (character > 0xffff)
        {
            return 0;
        }
        var twice = U16(_characterMap + 6);
        for (var at = 0; at < twice; at += 2)
        {
            if (character > U16(_characterMap + 14 + at))
            {
                continue;
            }
            var start = U16(_characterMap + 16 + twice + at);
            if (character < start)
            {
                return 0;
            }
            var delta = U16(_characterMap + 16 + (2 * twice) + at);
            var rangeAt = _characterMap + 16 + (3 * twice) + at;
            var range = U16(rangeAt);
            var glyph = range == 0 ? character : U16(rangeAt + range + (2 * (character - start)));
            return range != 0 && glyph == 0 ? 0 : (glyph + delta) & 0xffff;
        }
        return 0;
    }

    private int Table(string name) => _tables[name].Offset;

    private int Scaled(int units) => units * 1000 / _unitsPerEm;

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at));
}
