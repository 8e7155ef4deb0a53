using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Statements;

/// <summary>Puts the fields of MT940 and MT942 together to statements and lines.</summary>
internal sealed partial class Mt940Messages(Encoding encoding)
{
    private readonly List<StatementPart> _out = [];
    private readonly List<string> _notes = [];
    private StatementHead? _head;
    private StatementBalance? _closing;
    private Mt940Line? _line;
    private bool _isHeadOut;
    private bool _isClosed;
    private bool _isInterim;
    private int _entries;
    private (int? Count, long? Sum, int Seen, long SeenSum) _debits, _credits;

    public int Statements { get; private set; }

    /// <summary>What a field brings.</summary>
    public IReadOnlyList<StatementPart> Take(Mt940Field field)
    {
        _out.Clear();
        switch (field.Tag)
        {
            case "20":
                EndStatement();
                _head = new StatementHead(++Statements, StatementKind.Announced) { BankId = LineTexts.Cut(field.First) };
                break;
            case Mt940Field.EndOfMessage:
                EndStatement();
                break;
            default:
                Inside(field);
                break;
        }
        return [.. _out];
    }

    /// <summary>Ends the file.</summary>
    public IReadOnlyList<StatementPart> End()
    {
        _out.Clear();
        EndStatement();
        return [.. _out];
    }

    private void Inside(Mt940Field field)
    {
        if (_head is null)
        {
            if (field.Tag is "61" or "60F" or "62F" or "62M")
            {
                _out.Add(new StatementFault(Statements, StatementFaultCode.LineUnreadable,
                    $"Row {field.Row}: :{field.Tag}:{field.First} stands outside of a message; expected :20:, :25: and an opening balance "
                        + $"before it.") { Line = field.Row });
            }
            return;
        }
        switch (field.Tag)
        {
            case "25" or "25P":
                Account(field);
                break;
            case "13" or "13C" or "13D":
                _isInterim = true;
                break;
            case "28" or "28C":
                _head = _head with { Number = LineTexts.Cut(field.First) };
                break;
            case "34F" or "90C" or "90D":
                Totals(field);
                break;
            // A message may hold several pages: the balance carried forward is none of its own.
            case "60F" or "60M" when _isHeadOut:
                OutLine();
                _isClosed = false;
                break;
            case "60F" or "60M":
                var opening = Balance(field);
                _head = _head with { Kind = StatementKind.Booked, Opening = opening, Currency = opening?.Currency };
                break;
            case "61":
                OutLine();
                OutHead();
                _isClosed = false;
                _line = new Mt940Line(field);
                break;
            case "62F" or "62M":
                OutLine();
                OutHead();
                _isClosed = true;
                _closing = Balance(field);
                break;
            case "86" or "NS" when !_isClosed:
                _line?.Add(field);
                break;
            default:
                break;
        }
    }

    private void Account(Mt940Field field)
    {
        if (_head!.Account is not null)
        {
            _out.Add(new StatementFault(Statements, StatementFaultCode.LineUnreadable,
                $"Row {field.Row}: :25: stands twice in one message, as '{_head.Account}' and {StatementFault.Quoted(field.First)}; "
                    + $"expected once.") { Line = field.Row });
            return;
        }
        _head = _head with { Account = LineTexts.Cut(string.Concat(field.Rows.Select(row => row.Trim()))) };
    }

    private void Totals(Mt940Field field)
    {
        var read = Total().Match(field.First);
        if (!read.Success)
        {
            return;
        }
        _isInterim |= !_isHeadOut;
        _head = _head! with { Currency = _head.Currency ?? read.Groups["currency"].Value.ToUpperInvariant() };
        if (field.Tag == "34F" || !StatementAmount.TryParse(read.Groups["amount"].Value, ',', StatementAmount.ScaleOf(_head.Currency),
            out var sum))
        {
            return;
        }
        int? count = int.TryParse(read.Groups["count"].ValueSpan, out var number) ? number : null;
        _debits = field.Tag == "90D" ? _debits with { Count = count, Sum = sum } : _debits;
        _credits = field.Tag == "90C" ? _credits with { Count = count, Sum = sum } : _credits;
    }

    private StatementBalance? Balance(Mt940Field field)
    {
        var read = BalanceForm().Match(field.First.Replace('.', ','));
        if (read.Success && StatementAmount.TryParse(read.Groups["amount"].Value, ',',
            StatementAmount.ScaleOf(read.Groups["currency"].Value.ToUpperInvariant()), out var minor))
        {
            var day = Mt940Line.Day(read.Groups["day"].Value);
            if (day is null)
            {
                _notes.Add($"Row {field.Row}: :{field.Tag}: is of {read.Groups["day"].Value}, a day that does not exist; its amount is "
                    + $"read, its day is not.");
            }
            return new StatementBalance(read.Groups["mark"].Value is "D" or "d" ? -minor : minor,
                read.Groups["currency"].Value.ToUpperInvariant(), day);
        }
        _out.Add(new StatementFault(Statements, StatementFaultCode.Unreadable,
            $"Row {field.Row}: :{field.Tag}: has {StatementFault.Quoted(field.First)}; expected C or D, a date as yyMMdd, a currency and "
                + $"an amount, as in C261129EUR1234,50.") { Line = field.Row });
        return null;
    }

    private void OutHead()
    {
        if (!_isHeadOut)
        {
            _isHeadOut = true;
            // Only what says that it is an interim report is one; a statement without its opening balance waits for a person.
            _head = _head! with { Kind = _isInterim && _head.Opening is null ? StatementKind.Announced : StatementKind.Booked };
            _head = _head with { Format = _head.Kind == StatementKind.Booked ? "mt940" : "mt942" };
            _out.Add(_head);
        }
    }

    private void OutLine()
    {
        if (_line is not { } line)
        {
            return;
        }
        _line = null;
        var part = line.Read(_head!, ++_entries, encoding);
        _out.Add(part);
        if (part is StatementEntry read)
        {
            _debits = read.Minor < 0 ? _debits with { Seen = _debits.Seen + 1, SeenSum = checked(_debits.SeenSum - read.Minor) } : _debits;
            _credits = read.Minor > 0 ? _credits with { Seen = _credits.Seen + 1, SeenSum = checked(_credits.SeenSum + read.Minor) }
                : _credits;
        }
    }

    private void EndStatement()
    {
        if (_head is not null)
        {
            OutLine();
            OutHead();
            _out.AddRange(_notes.Select(note => new StatementNote(Statements, null, note)));
            _notes.Clear();
            Told("debit", _debits);
            Told("credit", _credits);
            _out.Add(new StatementFoot(Statements) { Closing = _closing, To = _closing?.Day, From = _head.Opening?.Day });
        }
        (_head, _closing, _isHeadOut, _isClosed, _isInterim) = (null, null, false, false, false);
        (_entries, _debits, _credits) = (0, default, default);
    }

    private void Told(string side, (int? Count, long? Sum, int Seen, long SeenSum) total)
    {
        if (total.Sum is { } sum && (sum != total.SeenSum || (total.Count is { } count && count != total.Seen)))
        {
            var currency = _head!.Currency ?? "";
            _out.Add(new StatementNote(Statements, null,
                $"The bank tells {total.Count?.ToString(CultureInfo.InvariantCulture) ?? "some"} {side} entries of "
                    + $"{StatementAmount.Format(sum, currency)}; "
                + $"the file has {total.Seen} of {StatementAmount.Format(total.SeenSum, currency)}."));
        }
    }

    [GeneratedRegex(@"^(?<mark>[CD])(?<day>[0-9]{6}|20[0-9]{6})(?<currency>[A-Z]{3})(?<amount>[0-9,]+)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BalanceForm();

    [GeneratedRegex(@"^(?<count>[0-9]*)(?<currency>[A-Z]{3})[CD]?(?<amount>[0-9,]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Total();
}
