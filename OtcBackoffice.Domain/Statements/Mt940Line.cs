using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Statements;

/// <summary>One :61: with the fields that belong to it.</summary>
internal sealed partial class Mt940Line(Mt940Field field)
{
    // What banks write where there is no reference, or where it stands in the text.
    private static readonly HashSet<string> NoReference =
        new(StringComparer.OrdinalIgnoreCase) { "NONREF", "NONE", "EREF", "EREF+", "KREF", "KREF+", "NOTPROVIDED" };

    private readonly List<Mt940Field> _texts = [];

    public void Add(Mt940Field text) => _texts.Add(text);

    public StatementPart Read(StatementHead head, int number, Encoding encoding)
    {
        var read = Form().Match(field.Rows[0].Trim());
        var place = $"Line {number} (row {field.Row}): :61:";
        var currency = head.Currency ?? "";
        if (!read.Success)
        {
            return StatementFault.Field(head.Statement, number, place, field.First,
                "a value date, C, D, RC or RD, an amount and a type, as in 261129C1234,50NTRF");
        }
        if (Day(read.Groups["value"].Value) is not { } value)
        {
            return StatementFault.Field(head.Statement, number, $"{place} value date", read.Groups["value"].Value,
                "a day that exists, as yyMMdd");
        }
        if (EntryDay(read.Groups["entry"].Value, value) is not { } booked)
        {
            return StatementFault.Field(head.Statement, number, $"{place} entry date", read.Groups["entry"].Value,
                "a day that exists, as MMdd");
        }
        if (!StatementAmount.TryParse(read.Groups["amount"].Value.Replace('.', ','), ',', StatementAmount.ScaleOf(currency), out var minor))
        {
            return StatementFault.Field(head.Statement, number, $"{place} amount", read.Groups["amount"].Value,
                $"digits with a comma and at most {StatementAmount.ScaleOf(currency)} decimals");
        }
        var mark = read.Groups["mark"].Value.ToUpperInvariant();
        var (customer, bank) = References(read.Groups["reference"].Value);
        var text = Mt940Text.Read(_texts);
        return new StatementEntry(head.Statement, number, mark is "C" or "RD" or "EC" ? minor : -minor, currency)
        {
            Row = field.Row,
            BookingDate = booked,
            ValueDate = value,
            Status = mark[0] == 'E' ? LineStatus.Pending : LineStatus.Booked,
            IsReversal = mark[0] == 'R',
            Reference = LineTexts.Cut(text.Remittance) ?? Known(customer) ?? LineTexts.Cut(text.Whole),
            BankReference = Known(bank),
            EndToEndId = Known(text.EndToEndId),
            CounterpartyName = LineTexts.Cut(text.Name),
            CounterpartyAccount = LineTexts.Cut(text.Account),
            Text = string.Join('\n', new[] { string.Join('\n', field.Rows.Skip(1)).Trim(), text.Whole }.Where(one => one.Length > 0)),
            Raw = encoding.GetBytes(field.Raw + string.Concat(_texts.Select(one => one.Raw))),
        };
    }

    /// <summary>A day as yyMMdd, or with all four digits of its year, or null when there is none such. Two digits run from 1980 to
    /// 2079.</summary>
    public static DateOnly? Day(string text)
    {
        if (text.Length is not (6 or 8) || !text.All(char.IsAsciiDigit))
        {
            return null;
        }
        if (text.Length == 8)
        {
            return Made(Number(text[..4]), Number(text[4..6]), Number(text[6..]));
        }
        var year = Number(text[..2]) is var two && two >= 80 ? 1900 + two : 2000 + two;
        return Made(year, Number(text[2..4]), Number(text[4..]));
    }

    // The entry date has no year: it is the one that lies nearest to the value date.
    private static DateOnly? EntryDay(string text, DateOnly value)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return value;
        }
        var days = new[] { value.Year - 1, value.Year, value.Year + 1 }.Select(year => Made(year, Number(text[..2]), Number(text[2..])))
            .OfType<DateOnly>();
        return days.Select(day => (DateOnly?)day).MinBy(day => Math.Abs(day!.Value.DayNumber - value.DayNumber));
    }

    private static DateOnly? Made(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    // The bank's reference follows two slashes, on the same row or at the start of the next.
    private (string Customer, string? Bank) References(string text)
    {
        if (text.IndexOf("//", StringComparison.Ordinal) is var split and >= 0)
        {
            return (text[..split], text[(split + 2)..]);
        }
        return (text, field.Rows.Count > 1 && field.Rows[1].StartsWith("//", StringComparison.Ordinal) ? field.Rows[1][2..] : null);
    }

    private static string? Known(string? text) => LineTexts.Cut(text) is { } known && !NoReference.Contains(known) ? known : null;

    // An amount has one mark: what goes on with digits behind it is no amount, and is never read as a smaller one.
    [GeneratedRegex(@"^(?<value>[0-9]{6}|20[0-9]{6})(?<entry>[0-9]{4}| {4})?(?<mark>R[CD]|E[CD]|[CD])(?<funds>[A-Z])?"
        + @"(?<amount>[0-9]*[,.]?[0-9]*)(?![0-9,.])(?<type>[A-Z].{3})?(?<reference>.*)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
