using System.Globalization;

namespace OtcBackoffice.Domain.Statements;

/// <summary>One statement of a camt file on its way: its head is known when the first entry or its end comes.</summary>
internal sealed class CamtStatement(int ordinal, string format)
{
    private readonly List<CamtElement> _balances = [];
    private readonly List<StatementPart> _waiting = [];
    private StatementHead _head =
        new(ordinal, format.StartsWith("camt.053", StringComparison.Ordinal) ? StatementKind.Booked
        : StatementKind.Announced) { Format = format };
    private DateOnly? _created;
    private int? _stated;
    private int _entries;
    private bool _isHeadOut;

    /// <summary>Takes a child of the statement that is no entry.</summary>
    public void Add(CamtElement element)
    {
        switch (element.Name)
        {
            case "Id":
                _head = _head with { BankId = element.Text };
                break;
            case "ElctrncSeqNb":
                _head = _head with { Number = element.Text };
                break;
            case "LglSeqNb":
                _head = _head with { Number = _head.Number ?? element.Text };
                break;
            case "CreDtTm":
                _created = element.Text is { Length: >= 10 } made
                    && DateOnly.TryParseExact(made[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                    ? day : null;
                break;
            case "FrToDt":
                _head = _head with { From = CamtEntry.Day(element, "Fr") ?? _head.From, To = CamtEntry.Day(element, "To") ?? _head.To };
                break;
            case "Acct":
                _head = _head with { Account = element.TextAt("Id/IBAN") ?? element.TextAt("Id/Othr/Id"),
                    Currency = element.TextAt("Ccy") };
                break;
            case "Bal":
                _balances.Add(element);
                break;
            case "TxsSummry":
                _stated = int.TryParse(element.TextAt("TtlNtries/NbOfNtries"), NumberStyles.None, CultureInfo.InvariantCulture,
                    out var count) ? count : null;
                break;
            default:
                break;
        }
    }

    /// <summary>Takes an entry, and brings the head before the first one.</summary>
    public IEnumerable<StatementPart> Entry(CamtElement entry, long row, byte[] raw)
    {
        _head = _isHeadOut ? _head
            : _head with { Currency = _head.Currency ?? Balance("OPBD")?.Currency ?? Balance("PRCD")?.Currency
            ?? entry.At("Amt")?.Currency };
        var head = Head();
        var read = CamtEntry.Read(entry, _head, _created, ++_entries, row, raw);
        return head.Concat(read);
    }

    /// <summary>Ends the statement.</summary>
    public IEnumerable<StatementPart> End()
    {
        var head = Head();
        var closing = Balance("CLBD") ?? Balance("ITBD", isLast: true);
        if (_stated is { } stated && stated != _entries)
        {
            _waiting.Add(new StatementNote(ordinal, null, $"The bank counts {stated} entries; the file has {_entries}."));
        }
        if (_balances.Count > 0 && _balances.TrueForAll(balance => CamtEntry.Day(balance, "Dt") is null))
        {
            _waiting.Add(new StatementNote(ordinal, null, "The balances carry no date."));
        }
        return [.. head, .. _waiting,
            new StatementFoot(ordinal) { Closing = closing, StatedEntries = _stated, From = _head.From, To = _head.To ?? closing?.Day }];
    }

    private List<StatementPart> Head()
    {
        if (_isHeadOut)
        {
            return [];
        }
        _isHeadOut = true;
        var opening = Balance("OPBD") ?? Balance("PRCD");
        _head = _head with { Opening = opening, Currency = _head.Currency ?? opening?.Currency ?? Balance("CLBD")?.Currency };
        return [_head];
    }

    private StatementBalance? Balance(string type, bool isLast = false)
    {
        var found = _balances.Where(balance => (balance.TextAt("Tp/CdOrPrtry/Cd") ?? balance.TextAt("Tp/CdOrPrtry/Prtry")) == type);
        return (isLast ? found.LastOrDefault() : found.FirstOrDefault()) is not { } element ? null : Balance(type, element);
    }

    private StatementBalance Balance(string type, CamtElement element)
    {
        var (text, currency) = (element.TextAt("Amt"), element.At("Amt")?.Currency);
        if (!StatementAmount.IsCurrency(currency)
            || !StatementAmount.TryParse(text, '.', StatementAmount.ScaleOf(currency!), out var minor))
        {
            throw new StatementFaultException(new StatementFault(ordinal, StatementFaultCode.Unreadable,
                $"Balance {type}: Bal/Amt has {StatementFault.Quoted(text)} {currency}; expected digits with at most the currency's "
                    + $"decimals and its code in Ccy."));
        }
        return new StatementBalance(CamtEntry.Sign(element, $"Balance {type}", ordinal, null) * minor, currency!,
            CamtEntry.Day(element, "Dt"));
    }
}
