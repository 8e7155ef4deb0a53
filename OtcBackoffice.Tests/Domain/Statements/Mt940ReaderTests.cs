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

    private static string Message(string opening, string closing, params string[] fields) =>
        $":20:REF\n:25:DE75512108001245126199\n:28C:7/1\n:60F:C260329EUR{opening}\n{string.Concat(fields.Select(field => field + "\n"))}:62F:C260330EUR{closing}\n";
}
