using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Domain.Statements;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Statements;

/// <summary>Lines that look alike: what is the same line told again, and what is another one (R2 to R4). Each line is money once.</summary>
public sealed class StatementRepeatTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_reference_that_the_bank_gives_out_again_with_the_same_amount_is_money_of_its_own(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var second = Camt053.File("100.00", "200.00", [Camt053.Entry("100.00", "R1", "2026-03-31")], "ST-2", "2", "2026-03-31",
            "2026-03-31");
        await StatementImportTests.ImportAsync(host, Camt053.File("0.00", "100.00", [Camt053.Entry("100.00", "R1")]));
        Assert.Equal("done", (await StatementImportTests.ImportAsync(host, second)).Text("status"));
        Assert.Equal([100m, 100m], await ReceivedAsync(host));
        Assert.Equal("STATEMENT_ALREADY_IMPORTED", Code(await StatementImportTests.ImportAsync(host, second)));
        Assert.Equal([100m, 100m], await ReceivedAsync(host));
        await ReceiptSteps.AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_file_that_is_sent_again_where_the_account_stands_at_its_start_adds_nothing(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var fields = await MapAsync(host, new { date = "Date", amount = "Amount", balance = "Balance", text = "Text" });
        var first = Encoding.UTF8.GetBytes("Date\tAmount\tBalance\tText\n30/03/2026\t100.00\t100.00\tx\n");
        var back = Encoding.UTF8.GetBytes("Date\tAmount\tBalance\tText\n30/03/2026\t-100.00\t0.00\ty\n");
        Assert.Equal("done", (await StatementImportTests.ImportAsync(host, first, fields)).Text("status"));
        Assert.Equal("done", (await StatementImportTests.ImportAsync(host, back, fields)).Text("status"));
        foreach (var file in (byte[][])[first, back, first])
        {
            Assert.Equal("STATEMENT_ALREADY_IMPORTED", Code(await StatementImportTests.ImportAsync(host, file, fields)));
        }
        Assert.Equal([100m], await ReceivedAsync(host));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Equal_lines_on_the_pages_of_one_file_are_each_a_line_however_the_pages_are_sent(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        Assert.Equal(1, Lines(await SendAsync(host, Page(1))));
        Assert.Equal(2, Lines(await SendAsync(host, Page(2), Page(3))));
        Assert.Equal("STATEMENT_ALREADY_IMPORTED", Code(await SendAsync(host, Page(1), Page(2), Page(3))));
        Assert.Equal(2, Lines(await SendAsync(host, Page(3), Page(4), Page(5))));
        Assert.Equal([100m, 100m, 100m, 100m, 100m], await ReceivedAsync(host));
        await ReceiptSteps.AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_statement_that_stands_twice_in_its_file_is_read_once()
    {
        await using var host = await DeskHost.StartAsync();
        var done = await SendAsync(host, Page(1), Page(1));
        Assert.Equal(("done", 1), (done.Text("status"), Lines(done)));
        Assert.Contains("they are read once", done.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal([100m], await ReceivedAsync(host));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Statements_of_one_file_go_on_from_each_other_with_the_newest_first_too()
    {
        await using var host = await DeskHost.StartAsync();
        var (newest, oldest) = (Message("2", "260331", "100,00", "300,00", ":61:2603310331C200,00NTRFNONREF\n"),
            Message("1", "260330", "0,00", "100,00", ":61:2603300330C100,00NTRFNONREF\n"));
        var done = await SendAsync(host, newest, oldest);
        Assert.Equal(("done", 2), (done.Text("status"), Lines(done)));
        Assert.Empty(done.GetProperty("faults").EnumerateArray());
        Assert.Equal([100m, 200m], await ReceivedAsync(host));
    }

    [Fact]
    public async Task A_line_is_known_although_its_reference_stands_once_in_one_file_and_twice_in_another()
    {
        await using var host = await DeskHost.StartAsync();
        var fields = await MapAsync(host, new { date = "Date", amount = "Amount", text = "Text", bank_reference = "Ref" });
        const string Head = "Date\tAmount\tText\tRef\n", Paid = "30/03/2026\t100.00\tpaid\tS1\n",
            Charge = "31/03/2026\t-3.00\tcharge\tS1\n";
        Assert.Equal(1, Lines(await StatementImportTests.ImportAsync(host, Encoding.UTF8.GetBytes(Head + Paid), fields)));
        Assert.Equal(1, Lines(await StatementImportTests.ImportAsync(host, Encoding.UTF8.GetBytes(Head + Paid + Charge), fields)));
        Assert.Equal(0, Lines(await StatementImportTests.ImportAsync(host, Encoding.UTF8.GetBytes(Head + Charge), fields)));
        Assert.Equal([100m], await ReceivedAsync(host));
    }

    [Fact]
    public async Task What_the_bank_told_line_by_line_is_the_same_money_although_its_reference_stands_at_the_charge_too()
    {
        await using var host = await DeskHost.StartAsync();
        await host.Admin.PostJsonAsync("/sandbox/bank/credits",
            new { currency = "EUR", amount = "100.00", reference = "INV 1", sender_name = "Acacia Traders", entry_id = "E1" });
        await StatementImportTests.ImportAsync(host,
            Camt053.File("0.00", "98.00", [Camt053.Entry("100.00", "E1"), Camt053.Entry("-2.00", "E1", text: "charge")]));
        Assert.Equal([100m], await ReceivedAsync(host));
        await StatementImportTests.ImportAsync(host,
            Camt053.File("98.00", "198.00", [Camt053.Entry("100.00", "E1", "2026-03-31")], "ST-2", "2", "2026-03-31", "2026-03-31"));
        Assert.Equal([100m, 100m], await ReceivedAsync(host));
        await ReceiptSteps.AssertBooksAsync(host);
    }

    [Fact]
    public async Task What_a_phone_paid_is_the_same_money_in_the_statement_of_the_till()
    {
        await using var host = await DeskHost.StartAsync();
        var till = (await host.Admin.GetJsonAsync("accounts")).GetProperty("accounts").EnumerateArray()
            .First(row => row.Text("kind") == "mpesa").Text("id");
        var map = await host.Treasury.PostJsonAsync("statements/maps", new
        {
            name = "Till", thousands = ",", date_format = "yyyy-MM-dd HH:mm:ss",
            columns = new { date = "Completion Time", credit = "Paid In", debit = "Withdrawn", balance = "Balance", text = "Details",
                bank_reference = "Receipt No." },
        }, HttpStatusCode.Created);
        var deposit = (await host.Acacia.PostJsonAsync("otc/deposits", new
        {
            method = "mpesa", fiat_amount = "50000.00", fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
            phone_number = "254712345678",
        }, HttpStatusCode.Created)).GetProperty("deposit");
        await host.Admin.PostJsonAsync("/sandbox/mpesa/callback",
            new { checkout_request_id = deposit.Text("checkout_request_id"), result_code = 0, receipt_number = "SKA1" });
        Assert.Equal([50_000m], await ReceivedAsync(host));

        const string File = """
            Receipt No.,Completion Time,Details,Transaction Status,Paid In,Withdrawn,Balance
            SKA1,2026-03-30 13:45:12,Pay Bill Online from 254712345678,Completed,"50,000.00",,"50,000.00"
            SKA1,2026-03-30 13:45:12,Pay Bill Charge,Completed,,"-20.00","49,980.00"
            SKB2,2026-03-30 14:00:00,Pay Bill Online from 254700000001,Completed,"1,000.00",,"50,980.00"

            """;
        var done = await StatementImportTests.ImportAsync(host, Encoding.UTF8.GetBytes(File), ("account_id", till),
            ("map_id", map.GetProperty("map").Text("id")), ("format", "csv"));
        Assert.Equal(("done", 3), (done.Text("status"), Lines(done)));
        Assert.Equal([1_000m, 50_000m], await ReceivedAsync(host));
        Assert.Equal(2, (await host.Treasury.GetJsonAsync("receipts?source=mpesa")).GetProperty("receipts").GetArrayLength());
        await ReceiptSteps.AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    // Page n of one day: the account stands at 100 more after each, and all pages have the same line.
    private static string Page(int number) => Message($"7/{number}", "260330", $"{(number - 1) * 100},00", $"{number * 100},00",
        ":61:2603300330C100,00NTRFNONREF\n:86:same text\n");

    private static string Message(string number, string day, string opening, string closing, string lines) =>
        $":20:P\n:25:{Camt053.Iban}\n:28C:{number}\n:60F:C{day}EUR{opening}\n{lines}:62F:C{day}EUR{closing}\n-\n";

    private static Task<JsonElement> SendAsync(DeskHost host, params string[] messages) =>
        StatementImportTests.ImportAsync(host, Encoding.UTF8.GetBytes(string.Concat(messages)));

    // A tab between the cells and a blank between thousands are marks that banks use, so the door takes them.
    private static async Task<(string, string)[]> MapAsync(DeskHost host, object columns)
    {
        var account = (await host.Admin.GetJsonAsync("accounts")).GetProperty("accounts").EnumerateArray()
            .First(row => row.Text("currency") == "EUR").Text("id");
        var map = await host.Treasury.PostJsonAsync("statements/maps",
            new { name = "Bank", delimiter = "\t", @decimal = ".", thousands = " ", date_format = "dd/MM/yyyy", columns },
            HttpStatusCode.Created);
        return [("account_id", account), ("map_id", map.GetProperty("map").Text("id")), ("format", "csv")];
    }

    private static async Task<List<decimal>> ReceivedAsync(DeskHost host) =>
        [.. (await host.Treasury.GetJsonAsync("receipts")).GetProperty("receipts").EnumerateArray()
            .Select(receipt => decimal.Parse(receipt.Text("amount"), CultureInfo.InvariantCulture)).Order()];

    private static int Lines(JsonElement import) => import.GetProperty("lines_new").GetInt32();

    private static string Code(JsonElement import) => import.GetProperty("faults")[0].Text("code");
}
