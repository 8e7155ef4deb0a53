namespace OtcBackoffice.Domain.Statements;

/// <summary>
/// Adds up one statement while it is read, and says at its end whether opening balance and booked lines make the closing
/// balance, to the last digit (R5). Lines that are not booked count for nothing (R9).
/// </summary>
public sealed class StatementTally
{
    private readonly List<StatementFault> _faults = [];
    private StatementHead? _head;
    private long _sum;
    private long _reversals;

    /// <summary>Booked lines.</summary>
    public int Booked { get; private set; }

    /// <summary>All lines.</summary>
    public int Lines { get; private set; }

    /// <summary>Sum of the booked lines in minor units, as they are to be read.</summary>
    public long Sum => TurnsReversals ? checked(_sum - (2 * _reversals)) : _sum;

    /// <summary>The bank turned its reversals: the statement balances only with their signs the other way.</summary>
    public bool TurnsReversals { get; private set; }

    /// <summary>The head, with what was only known at the end.</summary>
    public StatementHead? Head => _head;

    /// <summary>The end, or null while the statement is under way.</summary>
    public StatementFoot? Foot { get; private set; }

    /// <summary>Whether two balances hold the lines. Without them a statement of a bank is shown and waits for a person; CSV need not have
    /// any.</summary>
    public bool IsTied => _head?.Opening is not null && Foot?.Closing is not null;

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<StatementFault> Faults => _faults;

    /// <summary>Takes the next part of this statement.</summary>
    public void Take(StatementPart part)
    {
        switch (part)
        {
            case StatementHead head:
                _head = head;
                break;
            case StatementEntry line:
                Line(line);
                break;
            case StatementFoot foot:
                Foot = foot;
                _head = (_head ?? new StatementHead(foot.Statement, StatementKind.Booked)) with
                {
                    Opening = _head?.Opening ?? foot.Opening, From = _head?.From ?? foot.From, To = _head?.To ?? foot.To
                        ?? foot.Closing?.Day,
                };
                Close(_head, foot);
                break;
            default:
                break;
        }
    }

    /// <summary>A line with the sign that it counts with.</summary>
    public StatementEntry Settled(StatementEntry line) => !TurnsReversals || !line.IsReversal ? line : line with
    {
        Minor = checked(-line.Minor),
        Children = [.. line.Children.Select(child => child with { Minor = checked(-child.Minor) })],
        Explanation = "The bank turns the sign of its reversals: the statement balances only so.",
    };

    private void Line(StatementEntry line)
    {
        Lines++;
        if (line.Status != LineStatus.Booked)
        {
            return;
        }
        if (_head?.Currency is { } currency && line.Currency != currency)
        {
            _faults.Add(new StatementFault(line.Statement, StatementFaultCode.CurrencyDiffers,
                $"Entry {line.Number} (row {line.Row}) is in {line.Currency}, the account in {currency}; expected one currency, because "
                    + $"{line.Currency} is not added to {currency}.") { Line = line.Number });
            return;
        }
        Booked++;
        _sum = checked(_sum + line.Minor);
        _reversals = line.IsReversal ? checked(_reversals + line.Minor) : _reversals;
    }

    private void Close(StatementHead head, StatementFoot foot)
    {
        if (foot.Closing is { } ending && head.Opening is { } beginning && ending.Currency != beginning.Currency)
        {
            _faults.Add(new StatementFault(foot.Statement, StatementFaultCode.CurrencyDiffers,
                $"The opening balance is in {beginning.Currency}, the closing balance in {ending.Currency}; expected one currency."));
            return;
        }
        if (foot.Closing is null || head.Opening is null)
        {
            return;
        }
        var expected = checked(head.Opening.Minor + _sum);
        if (expected == foot.Closing.Minor)
        {
            return;
        }
        if (head.Format.StartsWith("camt", StringComparison.Ordinal) && _reversals != 0
            && checked(expected - (2 * _reversals)) == foot.Closing.Minor)
        {
            TurnsReversals = true;
            return;
        }
        var text = (long minor) => StatementAmount.Format(minor, foot.Closing.Currency);
        _faults.Add(new StatementFault(foot.Statement, StatementFaultCode.DoesNotBalance,
            $"Statement {head.Number ?? head.BankId}: opening {text(head.Opening.Minor)} and {Booked} lines of {text(_sum)} make "
                + $"{text(expected)}; "
            + $"the closing balance is {text(foot.Closing.Minor)}, a difference of {text(checked(foot.Closing.Minor - expected))} "
            + $"{foot.Closing.Currency}."));
    }
}
