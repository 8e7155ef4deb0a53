using System.Text;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Tests.Domain.Statements;

/// <summary>CSV by a map (R5, R13).</summary>
public sealed class CsvReaderTests
{
    private static readonly CsvMap European = new()
    {
        Delimiter = ';', Decimal = ',', Thousands = '.', DateFormat = "dd.mm.yyyy",
        Columns = new CsvColumns { Date = "Date", Amount = "Amount", Balance = "Balance", Text = "Text" },
    };

    [Theory]
    [InlineData("1.234,50", 123_450)]
    [InlineData("-1.234,50", -123_450)]
    [InlineData("(34,50)", -3_450)]
    [InlineData("34,50-", -3_450)]
    [InlineData("+ €1.100,00", 110_000)]
    [InlineData("EUR 5", 500)]
    public void Amounts_are_read_in_the_marks_of_the_map(string cell, long minor) =>
        Assert.Equal(minor, Reading.Of($"Date;Amount;Balance;Text\n05.03.2026;{cell};;x\n", European, "EUR").Lines[0].Minor);

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,234.50")]
    [InlineData("1.5")]
    [InlineData("1,005")]
    [InlineData("--1")]
    [InlineData("abc")]
    public void An_amount_in_other_marks_is_refused_by_row_and_column(string cell)
    {
        var map = European with { Decimal = cell == "1,5" ? '.' : ',', Thousands = cell == "1,5" ? ',' : '.' };
        var fault = Reading.Of($"Date;Amount;Balance;Text\n05.03.2026;{cell};;x\n", map, "EUR").Fault;
        Assert.Equal(("STATEMENT_LINE_UNREADABLE", 2L), (fault.Wire, fault.Line));
        Assert.Contains($"Row 2, column Amount has '{cell}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_of_another_form_is_refused_and_never_turned_round()
    {
        var fault = Reading.Of("Date;Amount;Balance;Text\n12/15/2018;1;;x\n", European with { DateFormat = "dd/mm/yyyy" }, "EUR").Fault;
        Assert.Contains("column Date has '12/15/2018'; expected a date as dd/mm/yyyy", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_running_balance_is_followed_with_the_oldest_or_the_newest_line_first()
    {
        var rising = Reading.Of("Date;Amount;Balance;Text\n01.03.2026;10,00;110,00;a\n02.03.2026;-5,00;105,00;b\n", European, "EUR");
        Assert.Equal((10_000, 10_500), (rising.Tally.Head!.Opening!.Minor, rising.Tally.Foot!.Closing!.Minor));
        var falling = Reading.Of("Date;Amount;Balance;Text\n02.03.2026;-5,00;105,00;b\n01.03.2026;10,00;110,00;a\n", European, "EUR");
        Assert.Equal((10_000, 10_500), (falling.Tally.Head!.Opening!.Minor, falling.Tally.Foot!.Closing!.Minor));
        Assert.Empty(rising.Faults.Concat(falling.Faults));

        var broken = Reading.Of("Date;Amount;Balance;Text\n01.03.2026;10,00;110,00;a\n02.03.2026;-5,00;104,00;b\n", European, "EUR").Fault;
        Assert.Equal(("STATEMENT_DOES_NOT_BALANCE", 3L), (broken.Wire, broken.Line));
        Assert.Contains("expected 105.00", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_above_the_headings_a_continued_text_and_balance_rows_are_no_lines()
    {
        var map = European with { Columns = European.Columns with { Amount = null, Balance = null, Credit = "In", Debit = "Out" } };
        var read = Reading.Of("Account 1;;;\nBalance at end;;;104,00\nDate;Text;Out;In\n01.03.2026;rent;-6,00;\n;and "
            + "more;;\n02.03.2026;wire;;10,00\nBalance at start;;;100,00\n", map, "EUR");
        Assert.Empty(read.Faults);
        Assert.Equal([-600, 1000], read.Lines.Select(line => line.Minor));
        Assert.Equal("rent and more", read.Lines[0].Text);
        Assert.Equal((10_000, 10_400), (read.Tally.Head!.Opening!.Minor, read.Tally.Foot!.Closing!.Minor));
    }

    [Fact]
    public void Debits_with_both_signs_a_missing_heading_and_an_open_quotation_mark_are_refused()
    {
        var map = European with { Columns = European.Columns with { Amount = null, Balance = null, Credit = "In", Debit = "Out" } };
        Assert.Contains("both signs", Reading.Of("Date;Text;Out;In\n01.03.2026;a;-6,00;\n01.03.2026;b;6,00;\n", map, "EUR").Fault.Message,
            StringComparison.Ordinal);
        Assert.Contains("headings that the map names", Reading.Of("Datum;Text\n1;2\n", European, "EUR").Fault.Message,
            StringComparison.Ordinal);
        Assert.Contains("not closed", Reading.Of("Date;Amount;Balance;Text\n01.03.2026;1;;\"x\n", European, "EUR").Fault.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_currencies_are_two_statements_and_pending_rows_do_not_count()
    {
        var map = European with { Columns = new CsvColumns { Date = "Date", Amount = "Amount", Currency = "Ccy" } };
        var read = Reading.Of("Date;Amount;Ccy\n01.03.2026;1,00;EUR\n01.03.2026;2,00;USD\nPending;9,00;EUR\n", map);
        Assert.Empty(read.Faults);
        Assert.Equal([100, 200], read.Tallies.Values.Select(tally => tally.Sum));
        Assert.Null(read.Lines[2].BookingDate);
    }

    [Fact]
    public void UTF_16_and_Latin_1_are_read_and_their_bytes_are_kept()
    {
        const string Text = "Date;Amount;Balance;Text\n01.03.2026;1,00;;Müller\n";
        byte[] wide = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)];
        foreach (var (file, encoding) in new[] { (wide, "utf-16"), (Encoding.Latin1.GetBytes(Text), "latin1") })
        {
            var line = Reading.Of(file, European with { Encoding = encoding }, "EUR").Lines[0];
            Assert.Equal("Müller", line.Text);
            Assert.True(file.AsSpan().IndexOf(line.Raw.Span) > 0);
        }
    }

    [Theory]
    [InlineData("USD 5,00")]
    [InlineData("5,00 KES")]
    [InlineData("£5,00")]
    [InlineData("KSh 5,00")]
    [InlineData("5,00 xyz")]
    public void An_amount_that_names_another_currency_is_never_read_as_the_accounts(string cell) =>
        Assert.Equal("STATEMENT_LINE_UNREADABLE",
            Reading.Of($"Date;Amount;Balance;Text\n05.03.2026;{cell};;x\n", European, "EUR").Fault.Wire);

    [Theory]
    [InlineData("KSh 1,000.50", "KES", ",")]
    [InlineData("Kshs. 1,000.50", "KES", ",")]
    [InlineData("1,000.50 Cr", "KES", ",")]
    [InlineData("1’000.50", "CHF", "'")]
    [InlineData("1'000.50", "CHF", "’")]
    [InlineData("Fr. 1'000.50", "CHF", "'")]
    [InlineData("1\u00a0000.50 kr", "SEK", " ")]
    [InlineData("1\u202f000.50", "SEK", " ")]
    [InlineData("=\"1,000.50\"", "USD", ",")]
    public void Amounts_are_read_as_banks_of_many_places_write_them(string cell, string currency, string thousands)
    {
        var map = European with { Decimal = '.', Thousands = thousands[0] };
        var read = Reading.Of($"Date;Amount;Balance;Text\n05.03.2026;{cell};;x\n", map, currency);
        Assert.Empty(read.Faults);
        Assert.Equal(100_050, read.Lines[0].Minor);
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2026-03-05 13:45:12")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-03-05 13:45:12")]
    [InlineData("yyyy-MM-dd", "2026-03-05T13:45:12.5Z")]
    [InlineData("dd/MM/yyyy", "05/03/2026 1:45 PM")]
    [InlineData("dd/MM/yyyy HH:mm", "05/03/2026 13:45")]
    public void A_time_of_day_behind_the_date_is_passed_over(string form, string cell)
    {
        var map = European with { DateFormat = form };
        Assert.Null(map.Fault());
        var read = Reading.Of($"Date;Amount;Balance;Text\n{cell};1,00;;x\n", map, "EUR");
        Assert.Empty(read.Faults);
        Assert.Equal(new DateOnly(2026, 3, 5), read.Lines[0].BookingDate);
        Assert.NotEmpty(Reading.Of("Date;Amount;Balance;Text\n05/03/2026 noon;1,00;;x\n", map, "EUR").Faults);
    }

    [Fact]
    public void Balances_below_and_above_the_lines_hold_them_and_are_no_text_of_a_line()
    {
        const string Line = "Date;Text;Amount;Balance\n;Opening balance;;10,00\n05.03.2026;x;1,00;11,00\n";
        foreach (var row in (string[])[";Closing balance;;{0}\n", "05.03.2026;Closing balance;;{0}\n", "Closing balance;;;{0}\n"])
        {
            var sound = Reading.Of(Line + row.Replace("{0}", "11,00", StringComparison.Ordinal), European, "EUR");
            Assert.Empty(sound.Faults);
            Assert.Equal((1000, 1100), (sound.Tally.Head!.Opening!.Minor, sound.Tally.Foot!.Closing!.Minor));
            Assert.Equal("x", Assert.Single(sound.Lines).Text);
            Assert.Equal(StatementFaultCode.DoesNotBalance,
                Reading.Of(Line + row.Replace("{0}", "11,01", StringComparison.Ordinal), European, "EUR").Fault.Code);
        }
    }

    [Fact]
    public void A_total_below_the_lines_is_held_against_them_and_headings_may_come_again()
    {
        var map = European with { Columns = European.Columns with { Amount = null, Balance = null, Credit = "In", Debit = "Out" } };
        const string Head = "Date;Text;In;Out\n", Lines = Head + "05.03.2026;a;1.000,00;\n" + Head + "06.03.2026;b;;250,00\n";
        var read = Reading.Of(Lines + "Total;;1.000,00;250,00\n", map, "EUR");
        Assert.Empty(read.Faults);
        Assert.Equal([100_000, -25_000], read.Lines.Select(line => line.Minor));
        var fault = Reading.Of(Lines + ";Totals:;1.000,00;251,00\n", map, "EUR").Fault;
        Assert.Equal((StatementFaultCode.DoesNotBalance, 5L), (fault.Code, fault.Line));
        Assert.Contains("expected 250.00", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_with_more_cells_than_headings_is_refused_because_its_cells_have_moved()
    {
        var fault = Reading.Of("Date;Text;Amount;Balance\n05.03.2026;INV 7;12;100,00;100,00\n", European, "EUR").Fault;
        Assert.Equal(("STATEMENT_LINE_UNREADABLE", 2L), (fault.Wire, fault.Line));
        Assert.Contains("column 5 has '100,00'", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Reading.Of("Date;Text;Amount;Balance\n05.03.2026;INV 7;100,00;100,00;;\n", European, "EUR").Faults);
    }

    [Fact]
    public void A_map_says_which_of_its_fields_is_wrong()
    {
        Assert.Null((European with { Delimiter = '\t', Thousands = ' ' }).Fault());
        Assert.All((char[])['"', '\n', '\r', 'x', '\0'],
            mark => Assert.Equal("delimiter", (European with { Delimiter = mark }).Fault()?.Field));
        Assert.All((char[])['"', '\n', '1', '\t'],
            mark => Assert.Equal("thousands", (European with { Thousands = mark }).Fault()?.Field));
        Assert.Equal("columns.date", (European with { Columns = new CsvColumns { Amount = "A" } }).Fault()?.Field);
        Assert.Equal("columns.amount", (European with { Columns = new CsvColumns { Date = "D" } }).Fault()?.Field);
        Assert.Equal("columns.credit", (European with { Columns = new CsvColumns { Date = "D", Debit = "A" } }).Fault()?.Field);
        Assert.Equal("date_format", (European with { DateFormat = "mm/yyyy" }).Fault()?.Field);
        Assert.Equal("encoding", (European with { Encoding = "no-such" }).Fault()?.Field);
        Assert.Equal("decimal", (European with { Thousands = ',' }).Fault()?.Field);
        Assert.Null(European.Fault());
    }
}
