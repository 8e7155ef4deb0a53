using System.Text;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Tests.Domain.Statements;

/// <summary>MT940 and MT942 in the dialects of banks (R5, R7, R9, R13).</summary>
public sealed class Mt940ReaderTests
{
    [Fact]
    public void RC_takes_money_out_and_RD_brings_it_in()
    {
        var read = Reading.Of(Message("100,00", "120,00", ":61:2603300330C10,00NTRFNONREF", ":61:2603300330RC15,00NTRFNONREF",
            ":61:2603300330RD50,00NTRFNONREF", ":61:2603300330DR25,00NTRFNONREF"));
        Assert.Empty(read.Faults);
        Assert.Equal([1000, -1500, 5000, -2500], read.Lines.Select(line => line.Minor));
        Assert.Equal([false, true, true, false], read.Lines.Select(line => line.IsReversal));
    }

    [Theory]
    [InlineData("300,", 30_000)]
    [InlineData("300", 30_000)]
    [InlineData(",50", 50)]
    [InlineData("0,00", 0)]
    [InlineData("999999999999,99", 99_999_999_999_999)]
    public void Amounts_are_read_with_and_without_decimals(string amount, long minor) =>
        Assert.Equal(minor, Reading.Of(Message("0,00", "0,00", $":61:2603300330C{amount}NTRFNONREF")).Lines[0].Minor);

    [Theory]
    [InlineData(":61:2602300230C1,00NTRFNONREF", "260230")]
    [InlineData(":61:2603300330C1,001NTRFNONREF", "1,001")]
    [InlineData(":61:26033003X0C1,00NTRFNONREF", "26033003X0")]
    public void A_line_that_cannot_be_read_is_named_with_its_text(string line, string text)
    {
        var fault = Reading.Of(Message("0,00", "1,00", line)).Fault;
        Assert.Equal("STATEMENT_LINE_UNREADABLE", fault.Wire);
        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        Assert.Contains("expected", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Structured_text_gives_reference_name_account_and_end_to_end_id_across_wrapped_rows()
    {
        var read = Reading.Of(Message("0,00", "1,00", ":61:2603300330C1,00NTRFNONREF//BANK1\nmore details",
            ":86:166?00GUTSCHRIFT?20EREF+E2E-7?21SVWZ+Invoice 4?222?30DEUTDEFF?31DE891234?32Mül\nler GmbH"));
        var line = read.Lines[0];
        Assert.Equal(("Invoice 42", "BANK1", "E2E-7", "Müller GmbH", "DE891234"),
            (line.Reference, line.BankReference, line.EndToEndId, line.CounterpartyName, line.CounterpartyAccount));
        Assert.Contains("more details", line.Text, StringComparison.Ordinal);
        Assert.Contains("?32Mül\nler GmbH", Encoding.UTF8.GetString(line.Raw.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_between_slashes_and_a_repeated_86_are_one_text()
    {
        var line = Reading.Of(Message("0,00", "1,00", ":61:2603300330C1,00NTRFEREF//B2", ":86:/EREF/E9/", ":86:/ORDP//NAME/ACME BV/",
            ":86:/REMI/USTD//FACT 9/")).Lines[0];
        Assert.Equal(("FACT 9", "E9", "ACME BV"), (line.Reference, line.EndToEndId, line.CounterpartyName));
    }

    [Fact]
    public void A_wrapped_line_gives_the_banks_reference_and_a_time_in_the_text_is_no_field()
    {
        var line = Reading.Of(Message("0,00", "1,00", ":61:2603300330C1,00NTRFLONGREFERENCE\n//BANK77",
            ":86:paid at\n:08 o'clock\n20:44:45 by card")).Lines[0];
        Assert.Equal("BANK77", line.BankReference);
        Assert.Contains("20:44:45", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_of_the_network_and_any_line_end_are_passed_over()
    {
        var message = $"{{1:F01X}}{{2:O940}}{{4:\n{Message("0,00", "1,00", ":61:2603300330C1,00NTRFNONREF")}-}}{{5:{{CHK:1}}}}";
        foreach (var end in (string[])["\n", "\r\n", "\r"])
        {
            var read = Reading.Of(message.ReplaceLineEndings(end));
            Assert.Empty(read.Faults);
            Assert.Single(read.Lines);
        }
    }

    [Fact]
    public void The_entry_date_lies_in_the_year_nearest_to_the_value_date()
    {
        var read = Reading.Of(Message("0,00", "2,00", ":61:2601021231C1,00NTRFNONREF", ":61:2512310102C1,00NTRFNONREF"));
        Assert.Equal([new DateOnly(2025, 12, 31), new DateOnly(2026, 1, 2)], read.Lines.Select(line => line.BookingDate!.Value));
    }

    [Fact]
    public void Latin_letters_and_code_page_852_are_read_as_they_were_written()
    {
        var text = Message("0,00", "1,00", ":61:2603300330C1,00NTRFNONREF", ":86:Díj átutalás");
        var old = CodePagesEncodingProvider.Instance.GetEncoding(852)!.GetBytes(text);
        Assert.Equal("Díj átutalás", Reading.Of(old).Lines[0].Text);
        Assert.Equal("Grüße", Reading.Of(Encoding.Latin1.GetBytes(text.Replace("Díj átutalás", "Grüße", StringComparison.Ordinal)))
            .Lines[0].Text);
    }

    [Fact]
    public void MT942_is_an_announcement_whose_totals_are_held_against_its_lines()
    {
        var read = Reading.Of(":20:X\n:25:123\n:28C:1/1\n:34F:EURD5,\n:13D:2603301330+0100\n:61:2603300330C1,00NTRFNONREF\n:90D:0EUR0,\n:90C:1EUR2,00\n-\n");
        Assert.Equal((StatementKind.Announced, "mt942"), (read.Tally.Head!.Kind, read.Tally.Head.Format));
        Assert.Contains("1 credit entries of 2.00", read.Parts.OfType<StatementNote>().Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stray_line_a_second_account_and_a_closing_balance_without_currency_are_refused()
    {
        Assert.Contains("outside of a message", Reading.Of(Message("0,00", "0,00") + "-\n:61:2603300330C119,00NTRFX\n").Fault.Message,
            StringComparison.Ordinal);
        Assert.Contains(":25: stands twice", Reading.Of(":20:X\n:25:1\n:25:2\n:60F:C260330EUR0,00\n:62F:C260330EUR0,00\n").Fault.Message,
            StringComparison.Ordinal);
        Assert.Contains("C260330145000,00", Reading.Of(":20:X\n:25:1\n:60F:C260330EUR0,00\n:62F:C260330145000,00\n").Fault.Message,
            StringComparison.Ordinal);
        Assert.Equal(StatementFaultCode.CurrencyDiffers, Reading.Of(":20:X\n:25:1\n:60F:C260330EUR0,00\n:62F:C260330USD0,00\n").Fault.Code);
    }

    [Theory]
    [InlineData("1.000,50")]
    [InlineData("1,000,50")]
    [InlineData("1,000.50")]
    public void An_amount_with_two_marks_is_never_read_as_a_smaller_one(string amount)
    {
        var fault = Reading.Of(Message("0,00", "1,00", $":61:2603300330C{amount}NTRFREF")).Fault;
        Assert.Equal("STATEMENT_LINE_UNREADABLE", fault.Wire);
        Assert.Contains(amount, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_marks_and_currencies_in_small_letters_and_years_of_four_digits_are_read()
    {
        var text = Message("10,00", "110,00", ":61:2603300330C100,00NTRFREF//B1", ":86:INV 7");
        foreach (var dialect in (string[])[text.ToLowerInvariant(), text.Replace("C26", "C2026", StringComparison.Ordinal)
            .Replace(":61:26", ":61:2026", StringComparison.Ordinal)])
        {
            var read = Reading.Of(dialect);
            Assert.Empty(read.Faults);
            Assert.Equal((1000, 10_000, 11_000), (read.Tally.Head!.Opening!.Minor, read.Tally.Sum, read.Tally.Foot!.Closing!.Minor));
            Assert.Equal(new DateOnly(2026, 3, 30), read.Lines[0].BookingDate);
            Assert.Equal(("mt940", "EUR"), (read.Tally.Head.Format, read.Lines[0].Currency));
        }
    }

    [Fact]
    public void A_statement_without_its_opening_balance_is_no_announcement()
    {
        var read = Reading.Of(":20:X\n:25:1\n:28C:1\n:61:2603300330C1,00NTRFREF\n:62F:C260330EUR1,00\n");
        Assert.Equal((StatementKind.Booked, "mt940", false), (read.Tally.Head!.Kind, read.Tally.Head.Format, read.Tally.IsTied));
    }

    [Fact]
    public void Pages_in_one_message_are_one_statement_and_each_line_keeps_its_text()
    {
        var read = Reading.Of(Message("0,00", "2,00", ":61:2603300330C1,00NTRFREF", ":86:ONE", ":62M:C260330EUR1,00", ":60M:C260330EUR1,00",
            ":61:2603300330C1,00NTRFREF", ":86:TWO"));
        Assert.Empty(read.Faults);
        Assert.Equal(["ONE", "TWO"], read.Lines.Select(line => line.Text));
        Assert.Equal((0, 200), (read.Tally.Head!.Opening!.Minor, read.Tally.Foot!.Closing!.Minor));
    }

    [Theory]
    [InlineData(":86:/EREF/E7//CNTP/NL53INGB0654422370/INGBNL2A/ACACIA BV/AMSTERDAM///REMI/USTD//INV 7/")]
    [InlineData(":86:/EREF/E7/ORDP//NAME/ACACIA BV/ADDR/STREET 1/IBAN/NL53INGB0654422370/REMI/INV 7")]
    [InlineData(":86:/EREF/E7/IBAN/NL53INGB0654422370/NAME/ACACIA BV/REMI/STRD/CUR/INV 7/")]
    [InlineData(":86:?20EREF+E7?21SVWZ+INV 7?31NL53INGB0654422370?32ACACIA BV")]
    public void The_other_side_and_its_words_stand_where_each_dialect_puts_them(string field)
    {
        var line = Reading.Of(Message("0,00", "1,00", ":61:2603300330C1,00NTRFNONREF", field)).Lines[0];
        Assert.Equal(("INV 7", "E7", "ACACIA BV", "NL53INGB0654422370"),
            (line.Reference, line.EndToEndId, line.CounterpartyName, line.CounterpartyAccount));
    }

    private static string Message(string opening, string closing, params string[] fields) =>
        $":20:REF\n:25:DE75512108001245126199\n:28C:7/1\n:60F:C260329EUR{opening}\n{string.Concat(fields.Select(field => field + "\n"))}:62F:C260330EUR{closing}\n";
}
