namespace OtcBackoffice.Domain.Statements;

/// <summary>Follows one statement of a CSV file. Banks list the oldest line first or the newest; the dates tell which, or the
/// balances.</summary>
internal sealed class CsvBalances(int ordinal, string currency)
{
    private readonly Order _oldestFirst = new();
    private readonly Order _newestFirst = new();
    private DateOnly? _first, _last, _min, _max;
    private (long? Opening, long? Closing) _told;
    private long _before, _above, _since, _lastMinor;
    private long? _balance, _firstBalance;
    private int _lines;

    public int Ordinal => ordinal;

    public string Currency => currency;

    /// <summary>Money in of the booked lines.</summary>
    public long In { get; private set; }

    /// <summary>Money out of the booked lines, without a sign.</summary>
    public long Out { get; private set; }

    public int Next() => ++_lines;

    /// <summary>Whether an amount leads from the balance above to this one.</summary>
    public bool Fits(long minor, long balance) => _balance is { } above && checked(above + _since + minor) == balance;

    /// <summary>A balance that stands on a row of its own.</summary>
    public void Tell(bool isOpening, long minor) => _told = isOpening ? (minor, _told.Closing) : (_told.Opening, minor);

    /// <summary>A booked line.</summary>
    public void Line(long minor, long? balance, DateOnly day, long row)
    {
        (_first, _last) = (_first ?? day, day);
        (In, Out) = minor > 0 ? (checked(In + minor), Out) : (In, checked(Out - minor));
        (_min, _max) = (_min is { } min && min < day ? min : day, _max is { } max && max > day ? max : day);
        if (balance is { } told)
        {
            if (_balance is { } above)
            {
                _oldestFirst.Check(row, told, checked(above + _since + minor));
                // Seen from below, the line above leads from this balance to the one above.
                _newestFirst.Check(row, told, checked(above - _since - _lastMinor));
            }
            else
            {
                (_firstBalance, _above, _before) = (told, _since, checked(_since + minor));
            }
            (_balance, _since, _lastMinor) = (told, 0, minor);
            return;
        }
        _since = checked(_since + minor);
    }

    public IEnumerable<StatementPart> End()
    {
        var isNewestFirst = _first == _last ? _oldestFirst.Breaks > 0 && _newestFirst.Breaks == 0 : _first > _last;
        var broken = (isNewestFirst ? _newestFirst : _oldestFirst).First;
        if (broken is { } found)
        {
            yield return new StatementFault(ordinal, StatementFaultCode.DoesNotBalance,
                $"Row {found.Row}: the balance is {StatementAmount.Format(found.Told, currency)}; expected "
                    + $"{StatementAmount.Format(found.Expected, currency)} by the lines before it.") { Line = found.Row };
        }
        var (opening, closing) = (_told.Opening, _told.Closing);
        if (_balance is { } last && _firstBalance is { } first)
        {
            // With the newest line first, the first balance is the closing one if no line stands before it.
            (opening, closing) = isNewestFirst
                ? (opening ?? checked(last - _lastMinor - _since), closing ?? checked(first + _above))
                : (opening ?? checked(first - _before), closing ?? checked(last + _since));
        }
        yield return new StatementFoot(ordinal)
        {
            Opening = opening is { } start ? new StatementBalance(start, currency, _min) : null,
            Closing = closing is { } end ? new StatementBalance(end, currency, _max) : null,
            From = _min,
            To = _max,
        };
    }

    private sealed class Order
    {
        public int Breaks { get; private set; }

        public (long Row, long Told, long Expected)? First { get; private set; }

        public void Check(long row, long told, long expected)
        {
            if (told != expected)
            {
                Breaks++;
                First ??= (row, told, expected);
            }
        }
    }
}
