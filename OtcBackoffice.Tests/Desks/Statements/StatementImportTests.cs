using System.Net;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Domain.Statements;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Statements;

/// <summary>Statements from the upload to the receipt, on both databases (issue 14, point 6; R3 to R6, R10, R13).</summary>
public sealed class StatementImportTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_file_becomes_a_statement_with_lines_and_receipts_and_the_same_file_adds_nothing(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var file = Camt053.File("100.00", "180.00",
            [Camt053.Entry("50.00", "B1"), Camt053.Entry("50.00", "B2"), Camt053.Entry("-20.00", "B3")]);

        var done = await ImportAsync(host, file);
        Assert.Equal("done", done.Text("status"));
        Assert.Equal(3, done.GetProperty("lines_new").GetInt32());
        var id = done.GetProperty("statement_ids")[0].GetString();
        var statement = (await host.Treasury.GetJsonAsync($"statements/{id}")).GetProperty("statement");
        Assert.Equal(("100.00", "180.00", "continues"),
            (statement.Text("opening_balance"), statement.Text("closing_balance"), statement.Text("status")));
        var lines = (await host.Treasury.GetJsonAsync($"statements/{id}/lines")).GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(["50.00", "50.00", "-20.00"], lines.Select(line => line.Text("amount")));
        Assert.StartsWith("<Ntry>", lines[0].Text("raw"), StringComparison.Ordinal);
        Assert.Contains(lines[0].Text("raw"), Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal([JsonValueKind.String, JsonValueKind.String, JsonValueKind.Null],
            lines.Select(line => line.GetProperty("receipt_id").ValueKind));
        using var sent = await host.Treasury.GetAsync(new Uri($"/api/v1/auth/statements/{id}/file", UriKind.Relative));
        Assert.Equal(file, await sent.Content.ReadAsByteArrayAsync());

        var again = await ImportAsync(host, file);
        var fault = Assert.Single(again.GetProperty("faults").EnumerateArray());
        Assert.Equal(("refused", "STATEMENT_ALREADY_IMPORTED"), (again.Text("status"), fault.Text("code")));
        Assert.Contains("lines 1 to 3", fault.Text("message"), StringComparison.Ordinal);
        Assert.Single((await host.Treasury.GetJsonAsync("statements")).GetProperty("statements").EnumerateArray());
        host.AssertNoErrors();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Two_honest_equal_lines_survive_and_an_overlap_adds_only_what_is_new(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var equal = Camt053.Entry("10.00");
        Assert.Equal(2, (await ImportAsync(host, Camt053.File("0.00", "20.00", [equal, equal]))).GetProperty("lines_new").GetInt32());

        var overlap = await ImportAsync(host,
            Camt053.File("0.00", "27.00", [equal, equal, Camt053.Entry("7.00", date: "2026-03-31")], "ST-2", "2", to: "2026-03-31"));
        Assert.Equal(("done", 1, 2),
            (overlap.Text("status"), overlap.GetProperty("lines_new").GetInt32(), overlap.GetProperty("lines_known").GetInt32()));
        Assert.Equal("continues", await StatusAsync(host, overlap));

        // The same line once more in a statement that begins where the last one ended is another payment.
        var next = await ImportAsync(host, Camt053.File("27.00", "37.00", [equal], "ST-3", "3", to: "2026-03-31"));
        Assert.Equal(("done", 1, "continues"),
            (next.Text("status"), next.GetProperty("lines_new").GetInt32(), await StatusAsync(host, next)));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_gap_is_shown_and_is_no_money_until_a_person_accepts_it(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await ImportAsync(host, Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "A1")]));
        var gap = await ImportAsync(host,
            Camt053.File("15.00", "25.00", [Camt053.Entry("10.00", "A9", "2026-04-02")], "ST-9", "9", "2026-04-02", "2026-04-02"));
        var id = gap.GetProperty("statement_ids")[0].GetString();
        Assert.Equal("does_not_continue", await StatusAsync(host, gap));
        Assert.Contains("5.00", (await host.Treasury.GetJsonAsync($"statements/{id}")).GetProperty("statement").Text("sentence"),
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, await ReceiptAsync(host, id!));

        await host.Treasury.PostJsonAsync($"statements/{id}/accept", new { reason = "" }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync($"statements/{id}/accept", new { reason = "the bank sent it so" }, HttpStatusCode.Forbidden);
        var accepted = await host.Treasury.PostJsonAsync($"statements/{id}/accept", new { reason = "the bank sent it so" });
        Assert.Equal("accepted", accepted.GetProperty("statement").Text("status"));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        Assert.Equal(JsonValueKind.String, await ReceiptAsync(host, id!));
    }

    [Fact]
    public async Task An_edited_line_another_account_and_another_currency_change_nothing()
    {
        await using var host = await DeskHost.StartAsync();
        await ImportAsync(host, Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "A1")]));

        await RefusedAsync(host, "STATEMENT_LINE_CHANGED", Camt053.File("0.00", "11.00", [Camt053.Entry("11.00", "A1")], "ST-2", "2"));
        await RefusedAsync(host, "STATEMENT_LINE_CHANGED", Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "A2", text: "another")]));
        await RefusedAsync(host, "STATEMENT_ACCOUNT_UNKNOWN",
            Camt053.File("0.00", "1.00", [Camt053.Entry("1.00")], iban: "DE89370400440532013000"));
        await RefusedAsync(host, "STATEMENT_CURRENCY_DIFFERS",
            Camt053.File("0.00", "1.00", [Camt053.Entry("1.00", currency: "USD")], currency: "USD"));
        await RefusedAsync(host, "STATEMENT_DOES_NOT_BALANCE", Camt053.File("0.00", "2.00", [Camt053.Entry("1.00")]));
        await RefusedAsync(host, "STATEMENT_VERSION_UNKNOWN",
            Camt053.File("0.00", "1.00", [Camt053.Entry("1.00")], version: "camt.053.001.99"));
        await RefusedAsync(host, "STATEMENT_FORMAT_UNKNOWN", "%PDF-1.7"u8.ToArray());
        await RefusedAsync(host, "STATEMENT_DTD_REFUSED", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"u8.ToArray());

        var account = (await host.Admin.GetJsonAsync("accounts")).GetProperty("accounts").EnumerateArray()
            .First(row => row.Text("currency") == "KES").Text("id");
        var differs = await ImportAsync(host, Camt053.File("10.00", "11.00", [Camt053.Entry("1.00")], "ST-5", "5"),
            ("account_id", account));
        Assert.Equal("STATEMENT_ACCOUNT_DIFFERS", differs.GetProperty("faults")[0].Text("code"));
        Assert.Single((await host.Treasury.GetJsonAsync("statements")).GetProperty("statements").EnumerateArray());
    }

    [Fact]
    public async Task Statement_numbers_come_again_every_year()
    {
        await using var host = await DeskHost.StartAsync();
        await ImportAsync(host, Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "A1", "2025-01-02")], "ST-1", "1", "2025-01-02",
            "2025-01-02"));
        var next = await ImportAsync(host,
            Camt053.File("10.00", "20.00", [Camt053.Entry("10.00", "A2", "2026-01-02")], "ST-1", "1", "2026-01-02", "2026-01-02"));
        Assert.Equal(("done", "continues"), (next.Text("status"), await StatusAsync(host, next)));
    }

    [Fact]
    public async Task Announced_lines_are_shown_and_are_money_only_when_they_are_booked()
    {
        await using var host = await DeskHost.StartAsync();
        var announced = await ImportAsync(host, Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "A1")], version: "camt.052.001.08"));
        var id = announced.GetProperty("statement_ids")[0].GetString();
        Assert.Equal(JsonValueKind.Null, await ReceiptAsync(host, id!));
        var booked = await ImportAsync(host, Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "A1")]));
        Assert.Equal(JsonValueKind.String, await ReceiptAsync(host, booked.GetProperty("statement_ids")[0].GetString()!));
    }

    [Fact]
    public async Task A_map_reads_comma_decimals_and_dates_day_first_and_says_where_a_cell_is_wrong()
    {
        await using var host = await DeskHost.StartAsync();
        var account = (await host.Admin.GetJsonAsync("accounts")).GetProperty("accounts").EnumerateArray()
            .First(row => row.Text("currency") == "EUR").Text("id");
        await host.Treasury.PostJsonAsync("statements/maps", new { name = "Bank", columns = new { amount = "Betrag" } },
            HttpStatusCode.BadRequest);
        var map = await host.Treasury.PostJsonAsync("statements/maps", new
        {
            name = "Bank", delimiter = ";", @decimal = ",", thousands = ".", date_format = "dd.mm.yyyy", encoding = "iso-8859-1",
            has_header = true,
            columns = new { date = "Datum", amount = "Betrag", text = "Zweck", balance = "Saldo" },
        }, HttpStatusCode.Created);
        var mapId = map.GetProperty("map").Text("id");
        var csv = Encoding.Latin1.GetBytes(
            "Konto\nDatum;Zweck;Betrag;Saldo\n05.03.2026;Müller;1.234,50;1.234,50\n06.03.2026;\"a;b\";-34,50;1.200,00\n");
        var done = await ImportAsync(host, csv, ("account_id", account), ("map_id", mapId), ("format", "csv"));
        Assert.Equal("done", done.Text("status"));
        var lines = (await host.Treasury.GetJsonAsync($"statements/{done.GetProperty("statement_ids")[0].GetString()}/lines"))
            .GetProperty("lines");
        Assert.Equal(("1234.50", "2026-03-05", "Müller"), (lines[0].Text("amount"), lines[0].Text("booking_date"), lines[0].Text("text")));
        Assert.Equal(Convert.ToBase64String(Encoding.Latin1.GetBytes("05.03.2026;Müller;1.234,50;1.234,50\n")),
            lines[0].Text("raw_base64"));

        var wrong = await ImportAsync(host, Encoding.Latin1.GetBytes("Datum;Zweck;Betrag;Saldo\n07.03.2026;x;1,234.50;1\n"),
            ("account_id", account), ("map_id", mapId), ("format", "csv"));
        var fault = wrong.GetProperty("faults")[0];
        Assert.Equal(("STATEMENT_LINE_UNREADABLE", 2), (fault.Text("code"), fault.GetProperty("line").GetInt32()));
        Assert.Contains("column Betrag has '1,234.50'", fault.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("camt")]
    [InlineData("mt940")]
    [InlineData("csv")]
    public async Task What_the_bank_told_line_by_line_is_the_same_money_in_its_statement(string format)
    {
        await using var host = await DeskHost.StartAsync();
        await host.Admin.PostJsonAsync("/sandbox/bank/credits",
            new { currency = "KES", amount = "119999.99", reference = "FT-9 & more", sender_name = "Acacia Traders", entry_id = "E1" });
        await host.Admin.PostJsonAsync("/sandbox/bank/credits",
            new { currency = "KES", amount = "50.00", reference = "FT-10", sender_name = "Nobody", entry_id = "E2" });
        var account = (await host.Admin.GetJsonAsync("accounts")).GetProperty("accounts").EnumerateArray()
            .First(row => row.Text("currency") == "KES" && row.Text("kind") == "bank").Text("id");
        using var written = await host.Admin.PostAsync(new Uri("/sandbox/bank/statement", UriKind.Relative),
            System.Net.Http.Json.JsonContent.Create(new { account, format }));
        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        var file = await written.Content.ReadAsByteArrayAsync();
        (string, string)[] fields = [("account_id", account)];
        if (format == "csv")
        {
            var map = await host.Treasury.PostJsonAsync("statements/maps", new
            {
                name = "Sandbox", date_format = "yyyy-mm-dd",
                columns = new { date = "date", amount = "amount", currency = "currency", reference = "reference",
                    counterparty_name = "counterparty_name", bank_reference = "bank_reference" },
            }, HttpStatusCode.Created);
            fields = [.. fields, ("map_id", map.GetProperty("map").Text("id")), ("format", "csv")];
        }
        var done = await ImportAsync(host, file, fields);
        Assert.Equal(("done", 2), (done.Text("status"), done.GetProperty("lines_new").GetInt32()));
        var lines = (await host.Treasury.GetJsonAsync($"statements/{done.GetProperty("statement_ids")[0].GetString()}/lines"))
            .GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(["119999.99", "50.00"], lines.Select(line => line.Text("amount")));
        Assert.Equal("Acacia Traders", lines[0].Text("counterparty_name"));
        var receipts = (await host.Treasury.GetJsonAsync("receipts")).GetProperty("receipts").EnumerateArray().ToList();
        Assert.Equal(2, receipts.Count);
        Assert.Contains(lines[0].Text("receipt_id"), receipts.Select(receipt => receipt.Text("id")));
    }

    [Fact]
    public async Task A_queued_import_is_called_off_and_officers_may_not_import()
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var file = Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "A1")]);
        using var refused = await SendAsync(host.Officer, file);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var sent = await SendAsync(host.Treasury, file);
        var id = JsonSerializer.Deserialize<JsonElement>(await sent.Content.ReadAsStringAsync()).Text("import_id");
        Assert.Equal("cancelled", (await host.Treasury.DeleteJsonAsync($"statements/imports/{id}")).Text("status"));
        Assert.Empty((await host.Treasury.GetJsonAsync("statements")).GetProperty("statements").EnumerateArray());
    }

    private static async Task RefusedAsync(DeskHost host, string code, byte[] file)
    {
        var import = await ImportAsync(host, file);
        Assert.Equal(("refused", code), (import.Text("status"), import.GetProperty("faults")[0].Text("code")));
    }

    private static async Task<string> StatusAsync(DeskHost host, JsonElement import) =>
        (await host.Treasury.GetJsonAsync($"statements/{import.GetProperty("statement_ids")[0].GetString()}")).GetProperty("statement")
            .Text("status");

    private static async Task<JsonValueKind> ReceiptAsync(DeskHost host, string statement) =>
        (await host.Treasury.GetJsonAsync($"statements/{statement}/lines")).GetProperty("lines")[0].GetProperty("receipt_id").ValueKind;

    internal static async Task<JsonElement> ImportAsync(DeskHost host, byte[] file, params (string Field, string Value)[] fields)
    {
        using var sent = await SendAsync(host.Treasury, file, fields);
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var id = JsonSerializer.Deserialize<JsonElement>(await sent.Content.ReadAsStringAsync()).Text("import_id");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        return await host.Treasury.GetJsonAsync($"statements/imports/{id}");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, byte[] file, params (string Field, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(file);
        form.Add(content, "file", "statement.xml");
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }
        return await client.PostAsync(new Uri("/api/v1/auth/statements", UriKind.Relative), form);
    }
}
