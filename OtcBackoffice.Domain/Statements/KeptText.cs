using System.Text;

namespace OtcBackoffice.Domain.Statements;

/// <summary>
/// Hands text to the XML reader and keeps what was handed out since a given place, so that the bytes of one entry can be
/// told exactly although the reader normalises line ends and reads ahead.
/// </summary>
internal sealed class KeptText(Stream content, Encoding encoding) : TextReader
{
    private readonly StreamReader _source = new(content, encoding, detectEncodingFromByteOrderMarks: true, 64 * 1024, leaveOpen: true);
    private readonly StringBuilder _kept = new();
    private readonly List<(int Line, long Start)> _lines = [(1, 0)];
    private long _keptFrom;
    private long _end;
    private bool _isAfterReturn;

    /// <summary>Letters that were handed out so far.</summary>
    public long Length => _end;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = _source.Read(buffer, index, count);
        _kept.Append(buffer, index, read);
        for (var i = index; i < index + read; i++)
        {
            Follow(buffer[i]);
        }
        return read;
    }

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override int Peek() => _source.Peek();

    /// <summary>Forgets everything before a place that the reader has passed.</summary>
    public void ForgetBefore(int line, int column)
    {
        var place = PlaceOf(line, column);
        _kept.Remove(0, (int)(place - _keptFrom));
        _keptFrom = place;
        var passed = _lines.FindLastIndex(start => start.Line <= line);
        _lines.RemoveRange(0, passed);
    }

    /// <summary>The text between two places, each a line and a column from 1.</summary>
    public string Between(int fromLine, int fromColumn, int toLine, int toColumn)
    {
        var from = PlaceOf(fromLine, fromColumn);
        return _kept.ToString((int)(from - _keptFrom), (int)(PlaceOf(toLine, toColumn) - from));
    }

    /// <summary>Up to that many letters from a place on, or fewer where the text ends.</summary>
    public string From(int line, int column, int length)
    {
        var start = (int)Math.Clamp(PlaceOf(line, column) - _keptFrom, 0, _kept.Length);
        return _kept.ToString(start, Math.Min(length, _kept.Length - start));
    }

    private long PlaceOf(int line, int column) => _lines[_lines.FindLastIndex(start => start.Line <= line)].Start + column - 1;

    // Lines as XML counts them: CR LF is one end, CR alone is one.
    private void Follow(char letter)
    {
        _end++;
        if (letter == '\n' && _isAfterReturn)
        {
            _lines[^1] = (_lines[^1].Line, _end);
        }
        else if (letter is '\n' or '\r')
        {
            _lines.Add((_lines[^1].Line + 1, _end));
        }
        _isAfterReturn = letter == '\r';
    }

    protected override void Dispose(bool disposing)
    {
        _source.Dispose();
        base.Dispose(disposing);
    }
}
