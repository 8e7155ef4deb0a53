using System.Globalization;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Statements;

/// <summary>Which column of a CSV file is what, each by its heading, or by its number from 1 where the file has no headings.</summary>
public sealed record CsvColumns
{
    /// <summary>Booking date.</summary>
    public string? Date { get; init; }

    /// <summary>Value date, or null.</summary>
    public string? ValueDate { get; init; }

    /// <summary>Signed amount; null where credit and debit have columns of their own.</summary>
    public string? Amount { get; init; }

    /// <summary>Money in.</summary>
    public string? Credit { get; init; }

    /// <summary>Money out, with or without a minus, but all alike.</summary>
    public string? Debit { get; init; }

    /// <summary>C or D beside the amount, or null.</summary>
    public string? Direction { get; init; }

    /// <summary>ISO 4217, or null where the account tells it.</summary>
    public string? Currency { get; init; }

    /// <summary>The payer's reference, or null.</summary>
    public string? Reference { get; init; }

    /// <summary>The other side's name, or null.</summary>
    public string? CounterpartyName { get; init; }

    /// <summary>The other side's account, or null.</summary>
    public string? CounterpartyAccount { get; init; }

    /// <summary>The whole text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The balance after the line, or null.</summary>
    public string? Balance { get; init; }

    /// <summary>The bank's own reference, or null.</summary>
    public string? BankReference { get; init; }

    /// <summary>The columns that are mapped, by the names that they have over HTTP.</summary>
    public IReadOnlyList<(string Name, string Heading)> Mapped => [.. new (string Name, string? Heading)[]
    {
        ("date", Date), ("value_date", ValueDate), ("amount", Amount), ("credit", Credit), ("debit", Debit), ("direction", Direction),
        ("currency", Currency), ("reference", Reference),
        ("counterparty_name", CounterpartyName), ("counterparty_account", CounterpartyAccount), ("text", Text), ("balance", Balance),
        ("bank_reference", BankReference),
    }.Where(column => !string.IsNullOrWhiteSpace(column.Heading)).Select(column => (column.Name, column.Heading!.Trim()))];
}

/// <summary>How a bank writes CSV. A person enters it once; nothing of it is guessed.</summary>
public sealed partial record CsvMap
{
    private const int DateLengthMax = 64;

    /// <summary>One letter between cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The decimal mark.</summary>
    public char Decimal { get; init; } = '.';

    /// <summary>The mark between groups of digits, or null for none.</summary>
    public char? Thousands { get; init; }

    /// <summary>Days, months and years such as <c>dd/MM/yyyy</c>; <c>Mon</c> stands for the month's English name in short.</summary>
    public string DateFormat { get; init; } = "yyyy-MM-dd";

    /// <summary>Name of the encoding, or null to let the bytes decide.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether a row of headings comes before the lines; rows above it are passed over.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Whether an amount without a sign is money out, as card accounts have it.</summary>
    public bool IsInverted { get; init; }

    /// <summary>The columns.</summary>
    public CsvColumns Columns { get; init; } = new();

    /// <summary>What is wrong with the map, as the field and a sentence; null when it can be used.</summary>
    public (string Field, string Message)? Fault()
    {
        if (Columns.Date is null)
        {
            return ("columns.date", "columns.date must name the column of the booking date.");
        }
        if (Columns.Amount is null == (Columns.Credit is null && Columns.Debit is null))
        {
            return ("columns.amount", "columns must name either amount, or credit and debit.");
        }
        if (Columns.Amount is null && (Columns.Credit is null || Columns.Debit is null))
        {
            return ("columns.credit", "columns.credit and columns.debit must both be named.");
        }
        if (Decimal == Thousands || Decimal == Delimiter && Decimal != ',' || !IsMark(Decimal))
        {
            return ("decimal", "decimal, thousands and delimiter must be different marks, and no letter or digit.");
        }
        if (Delimiter != '\t' && !IsMark(Delimiter))
        {
            return ("delimiter", "delimiter must be a tab or one mark, and no letter, digit, quotation mark or line end.");
        }
        if (Thousands is { } groups && groups is not (' ' or '\u00a0' or '\u202f') && !IsMark(groups))
        {
            return ("thousands", "thousands must be a blank or one mark, and no letter or digit; leave it out where there is none.");
        }
        if (Encoding is not null && StatementEncoding.Named(Encoding) is null)
        {
            return ("encoding", $"'{Encoding}' is no encoding; use for example utf-8, utf-16, iso-8859-1 or windows-1250.");
        }
        if (!HasHeader && Columns.Mapped.FirstOrDefault(column =>
            !int.TryParse(column.Heading, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at < 1) is { Name: { } wrong })
        {
            return ($"columns.{wrong}", $"columns.{wrong} must be a number from 1, because the file has no headings.");
        }
        return IsDateFormat() ? null
            : ("date_format", "date_format must have day, month and year, for example dd/MM/yyyy or dd-Mon-yyyy.");
    }

    private static bool IsMark(char letter) => letter != '"' && (char.IsPunctuation(letter) || char.IsSymbol(letter));

    // What is written in this form is read again as the same day; a form that no date can be written in is none. The day is of no year that
    // reading would fill in by itself, and one letter alone is no form of a bank's but a name that the runtime has for one.
    private bool IsDateFormat()
    {
        var day = new DateOnly(1999, 11, 29);
        Span<char> written = stackalloc char[DateLengthMax];
        if (NetFormat.Length == 1)
        {
            return false;
        }
        try
        {
            return day.TryFormat(written, out var length, NetFormat, CultureInfo.InvariantCulture)
                && DateOnly.TryParseExact(written[..length], NetFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                && read == day;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Reads a date in the map's form. A time of day behind it, as mobile money writes one, is passed over.</summary>
    internal bool TryDate(string text, out DateOnly day) =>
        DateOnly.TryParseExact(TimeOfDay().Replace(text.Trim(), ""), NetFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private string NetFormat => FormOfTime().Replace(DateFormat.Trim(), "").Replace("MON", "MMM", StringComparison.OrdinalIgnoreCase)
        .Replace('m', 'M').Replace('D', 'd').Replace('Y', 'y');

    [GeneratedRegex(@"(?<=[0-9.])[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
        + @"(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?\z")]
    private static partial Regex TimeOfDay();

    // A form that names hours and minutes too, such as yyyy-MM-dd HH:mm:ss.
    [GeneratedRegex(@"(?:[ T]+|'T')[Hh]{1,2}:[Mm]{2}(?::[Ss]{2}(?:\.[Ff]+)?)?(?: ?t{1,2})?(?:Z|z{1,3}|K)?\z")]
    private static partial Regex FormOfTime();
}
