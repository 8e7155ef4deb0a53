using System.Text;

namespace OtcBackoffice.Domain.Statements;

/// <summary>Makes lines of rows, one statement per currency, and follows the running balance where the bank tells one.</summary>
internal sealed class CsvLines(CsvMap map, string? fileCurrency, Encoding encoding)
{
    private static readonly string[] PendingWords = ["pending", "vorgemerkt", "ausstehend", "en attente", "pendiente"];
    private static readonly string[] BalanceWords = ["balance", "saldo", "solde"];
    private static readonly string[] StartWords = ["start", "begin", "open", "initial", "anfang", "début", "apertura"];
    private static readonly string[] EndWords = ["end", "clos", "final", "fin ", "cierre", "ledger"];
    private static readonly string[] TotalWords =
        ["total", "totals", "grand total", "sum", "summe", "gesamt", "somme", "totale", "totaal", "suma", "jumla"];

    private readonly Dictionary<string, CsvBalances> _statements = [];
    private readonly List<(CsvRow Row, bool IsOpening)> _labels = [];
    private readonly List<CsvRow> _totals = [];
    private StatementEntry? _waiting;
    private long _negativeDebit;
    private long _positiveDebit;

    /// <summary>A row that tells a balance and nothing else, also beside the day of it.</summary>
    public bool Label(CsvRow row, bool isDated = false)
    {
        var told = row.Cells.Where(cell => !string.IsNullOrWhiteSpace(cell)).Skip(isDated ? 1 : 0).ToList();
        if (told.Count != 2 || !Has(told[0], BalanceWords) || Has(told[0], StartWords) == Has(told[0], EndWords))
        {
            return false;
        }
        _labels.Add((row, Has(told[0], StartWords)));
        return true;
    }

    public IEnumerable<StatementPart> Take(CsvRow row, CsvHeadings headings)
    {
        var (date, amount) = (headings.Cell(row, "date"), AmountCells(row, headings));
        if (headings.Is(row) || (amount.Length == 0 && Label(row, date.Length > 0 && map.TryDate(date, out _))) || Label(row))
        {
            return [];
        }
        if (headings.FirstBeyond(row) is { } beyond)
        {
            return [StatementFault.Field(0, row.Number, $"Row {row.Number}, column {headings.Count + 1}", beyond,
                $"{headings.Count} cells, as many as there are headings: a delimiter inside a text needs quotation marks around it")];
        }
        if (IsTotal(row, headings))
        {
            _totals.Add(row);
            return [];
        }
        if (date.Length == 0 && amount.Length == 0 && _waiting is not null)
        {
            var more = string.Join(' ', row.Cells.Select(cell => cell.Trim()).Where(cell => cell.Length > 0));
            _waiting = _waiting with { Text = $"{_waiting.Text} {more}".Trim(),
                Raw = new([.. _waiting.Raw.Span, .. encoding.GetBytes(row.Whole)]) };
            return [];
        }
        var parts = new List<StatementPart>();
        Flush(parts);
        var currency = headings.Cell(row, "currency") is { Length: > 0 } own ? own.ToUpperInvariant() : fileCurrency;
        if (!StatementAmount.IsCurrency(currency))
        {
            return [.. parts, StatementFault.Field(0, row.Number, $"Row {row.Number}, currency", currency,
                "an ISO 4217 code in its column, or an account for the file")];
        }
        if (!_statements.TryGetValue(currency!, out var statement))
        {
            statement = _statements[currency!] = new CsvBalances(_statements.Count + 1, currency!);
            parts.Add(new StatementHead(statement.Ordinal, StatementKind.Booked) { Format = "csv", Currency = currency });
        }
        if (Read(row, headings, statement, out var line) is { } fault)
        {
            return [.. parts, fault];
        }
        _waiting = line;
        return parts;
    }

    public IEnumerable<StatementPart> End(CsvHeadings headings)
    {
        var parts = new List<StatementPart>();
        Flush(parts);
        if (_negativeDebit > 0 && _positiveDebit > 0)
        {
            var row = Math.Max(_negativeDebit, _positiveDebit);
            parts.Add(StatementFault.Field(0, row, $"Row {row}, {map.Columns.Debit}", "both signs in the file",
                "debits that all carry a minus, or none"));
        }
        if (_statements.Count == 0)
        {
            parts.Add(new StatementFault(0, StatementFaultCode.Unreadable,
                "There is no line in the file; expected a row with a date and an amount under the headings."));
        }
        parts.AddRange(_totals.Select(row => TotalFault(row, headings)).OfType<StatementFault>());
        foreach (var statement in _statements.Values)
        {
            foreach (var (row, isOpening) in _labels)
            {
                var cell = row.Cells.Last(one => !string.IsNullOrWhiteSpace(one));
                if (CsvAmount.TryParse(cell, map, statement.Currency, out var told))
                {
                    statement.Tell(isOpening, told.Signed);
                }
            }
            parts.AddRange(statement.End());
        }
        return parts;
    }

    // A row below the lines that adds them up: it has no day, and its first word says what it is.
    private bool IsTotal(CsvRow row, CsvHeadings headings)
    {
        var first = row.Cells.FirstOrDefault(cell => !string.IsNullOrWhiteSpace(cell))?.Trim().TrimEnd(':').TrimEnd() ?? "";
        return _statements.Count > 0 && !map.TryDate(headings.Cell(row, "date"), out _)
            && TotalWords.Contains(first, StringComparer.OrdinalIgnoreCase);
    }

    // What a bank adds up itself is held against the lines; with lines in two currencies it is the sum of nothing.
    private StatementFault? TotalFault(CsvRow row, CsvHeadings headings)
    {
        if (_statements.Count != 1)
        {
            return null;
        }
        var statement = _statements.Values.First();
        var net = map.IsInverted ? statement.Out - statement.In : statement.In - statement.Out;
        foreach (var (column, expected) in new[] { ("amount", net), ("credit", statement.In), ("debit", statement.Out) })
        {
            if (headings.Cell(row, column) is { Length: > 0 } cell
                && (!CsvAmount.TryParse(cell, map, statement.Currency, out var told)
                    || (column == "debit" ? Math.Abs(told.Signed) : told.Signed) != expected))
            {
                return new StatementFault(statement.Ordinal, StatementFaultCode.DoesNotBalance,
                    $"Row {row.Number}: the total is {StatementFault.Quoted(cell)}; expected "
                        + $"{StatementAmount.Format(expected, statement.Currency)} by the lines above it.") { Line = row.Number };
            }
        }
        return null;
    }

    private void Flush(List<StatementPart> parts)
    {
        if (_waiting is not null)
        {
            parts.Add(_waiting);
            _waiting = null;
        }
    }

    private string AmountCells(CsvRow row, CsvHeadings headings) =>
        headings.Cell(row, "amount") + headings.Cell(row, "credit") + headings.Cell(row, "debit");

    private StatementFault? Read(CsvRow row, CsvHeadings headings, CsvBalances statement, out StatementEntry? line)
    {
        line = null;
        var date = headings.Cell(row, "date");
        var isPending = PendingWords.Contains(date.ToLowerInvariant());
        if (!map.TryDate(date, out var day) && !isPending)
        {
            return StatementFault.Field(statement.Ordinal, row.Number, $"Row {row.Number}, column {map.Columns.Date}", date,
                $"a date as {map.DateFormat}");
        }
        DateOnly? value = null;
        if (headings.Cell(row, "value_date") is { Length: > 0 } valueText)
        {
            if (!map.TryDate(valueText, out var valueDay))
            {
                return StatementFault.Field(statement.Ordinal, row.Number, $"Row {row.Number}, column {map.Columns.ValueDate}", valueText,
                    $"a date as {map.DateFormat}");
            }
            value = valueDay;
        }
        long? balance = null;
        if (headings.Cell(row, "balance") is { Length: > 0 } balanceText)
        {
            if (!CsvAmount.TryParse(balanceText, map, statement.Currency, out var told))
            {
                return Unreadable(row, map.Columns.Balance, balanceText, statement);
            }
            balance = told.Signed;
        }
        if (Amount(row, headings, statement, balance, out var minor) is { } fault)
        {
            return fault;
        }
        if (!isPending)
        {
            statement.Line(minor, balance, day, row.Number);
        }
        var text = headings.Cell(row, "text");
        line = new StatementEntry(statement.Ordinal, statement.Next(), minor, statement.Currency)
        {
            Row = row.Number,
            BookingDate = isPending ? null : day,
            ValueDate = value,
            Status = isPending ? LineStatus.Pending : LineStatus.Booked,
            Reference = LineTexts.Cut(headings.Cell(row, "reference")) ?? LineTexts.Cut(text),
            BankReference = LineTexts.Cut(headings.Cell(row, "bank_reference")),
            CounterpartyName = LineTexts.Cut(headings.Cell(row, "counterparty_name")),
            CounterpartyAccount = LineTexts.Cut(headings.Cell(row, "counterparty_account")),
            Text = text,
            Raw = encoding.GetBytes(row.Whole),
        };
        return null;
    }

    private StatementFault? Amount(CsvRow row, CsvHeadings headings, CsvBalances statement, long? balance, out long minor)
    {
        minor = 0;
        if (headings.Has("amount"))
        {
            var cell = headings.Cell(row, "amount");
            if (!CsvAmount.TryParse(cell, map, statement.Currency, out var read))
            {
                return Unreadable(row, map.Columns.Amount, cell, statement);
            }
            minor = map.IsInverted && !read.HasPlus ? checked(-read.Signed) : read.Signed;
            return headings.Has("direction") ? Directed(row, headings.Cell(row, "direction"), statement, balance, ref minor) : null;
        }
        foreach (var (column, heading, sign) in new[] { ("credit", map.Columns.Credit, 1), ("debit", map.Columns.Debit, -1) })
        {
            var cell = headings.Cell(row, column);
            if (cell.Length == 0)
            {
                continue;
            }
            if (!CsvAmount.TryParse(cell, map, statement.Currency, out var read))
            {
                return Unreadable(row, heading, cell, statement);
            }
            _negativeDebit = sign < 0 && read.Signed < 0 && _negativeDebit == 0 ? row.Number : _negativeDebit;
            _positiveDebit = sign < 0 && read.Signed > 0 && _positiveDebit == 0 ? row.Number : _positiveDebit;
            minor = checked(minor + (sign > 0 ? read.Signed : -read.Minor));
        }
        return AmountCells(row, headings).Length == 0 ? Unreadable(row, map.Columns.Credit, "", statement) : null;
    }

    // A mark and a sign that contradict each other are settled by the running balance, or not at all.
    private StatementFault? Directed(CsvRow row, string mark, CsvBalances statement, long? balance, ref long minor)
    {
        int? direction = mark.ToUpperInvariant() switch { "C" or "CR" or "CREDIT" => 1, "D" or "DR" or "DEBIT" => -1, _ => null };
        if (direction is null)
        {
            return StatementFault.Field(statement.Ordinal, row.Number, $"Row {row.Number}, column {map.Columns.Direction}", mark, "C or D");
        }
        var (asMarked, asSigned) = (direction.Value * Math.Abs(minor), minor);
        if (minor >= 0 || direction < 0)
        {
            minor = asMarked;
            return null;
        }
        var fitting = new[] { asMarked, asSigned }.Where(one => balance is { } told && statement.Fits(one, told)).Distinct().ToList();
        if (fitting.Count != 1)
        {
            return StatementFault.Field(statement.Ordinal, row.Number, $"Row {row.Number}, column {map.Columns.Direction}",
                $"{mark} beside {StatementAmount.Format(minor, statement.Currency)}",
                    "a mark and a sign that say the same, or a balance that settles it");
        }
        minor = fitting[0];
        return null;
    }

    private StatementFault Unreadable(CsvRow row, string? column, string text, CsvBalances statement) =>
        StatementFault.Field(statement.Ordinal, row.Number, $"Row {row.Number}, column {column}", text,
        $"an amount with '{map.Decimal}' before the decimals{(map.Thousands is { } mark ? $" and '{mark}' between thousands" : "")}, at "
            + $"most {StatementAmount.ScaleOf(statement.Currency)} decimals");

    private static bool Has(string text, string[] words) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
