using System.Net;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Api.DepositDesk;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>Names, identifiers, numbers and phones as other people's misfortunes had them, at the doors that take them.</summary>
public sealed class DoorKindsTests
{
    private static readonly (string Field, string Value)[] Base =
    [
        ("trench", "CLABE"), ("mcType", "PERSONAL"), ("cardIssueDate", "2020-01-01"), ("cardExpireDate", "2060-01-01"),
        ("address", "Calle 1"), ("city", "CDMX"), ("state", "CDMX"),
        ("zipCode", "01000"), ("phone", "5512345678"), ("birthday", "1990-05-15"), ("name", "Ana"), ("fatherSurname", "Perez"),
        ("motherSurname", "Lopez"),
    ];

    private static int _count;

    [Fact]
    public async Task Sub_merchants_have_one_name_each_and_identifiers_that_can_be()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string, string?> {
            ["Jobs:Enabled"] = "false" } });
        var client = SpecClient.Of(host);
        (await AddAsync(client, [("merchantName", "Pe\u00F1a Exportaci\u00F3n"), ("curp", "PELA900515MDFRPN01")])).Ok();
        foreach (var again in (string[])["Pen\u0303a Exportacio\u0301n", "Pe\u00F1a\u200B Exportaci\u00F3n", "Pe\u00F1a  Exportaci\u00F3n",
            "Pe\u00F1a\u00A0Exportaci\u00F3n", "PE\u00D1A EXPORTACI\u00D3N"])
        {
            (await AddAsync(client, [("merchantName", again), ("curp", "PELA900515MDFRPN01")])).Refused(409, -4005);
        }
        foreach (var none in (string[])["\u200B\u200B", "\u3164", "Acacia \u202ElatipaC\u202C", "Acacia\nCapital", "a\u2066b"])
        {
            (await AddAsync(client, [("merchantName", none), ("curp", "PELA900515MDFRPN01")])).Refused(400, -1102);
        }
        (await AddAsync(client, [("merchantName", "\u0420e\u00F1a Exportaci\u00F3n"), ("curp", "PELA900515MDFRPN01")])).Ok();
        Assert.Contains("looks like Pe\u00F1a Exportaci\u00F3n", await MarkAsync(host, "\u0420e\u00F1a Exportaci\u00F3n"),
            StringComparison.Ordinal);
        Assert.Contains("stands on sub-merchant", await MarkAsync(host, "\u0420e\u00F1a Exportaci\u00F3n"), StringComparison.Ordinal);
        (string Field, string Value)[][] refused =
        [
            [("curp", "PELA\u0669\u0660\u0660\u0665\u0661\u0665MDFRPN01")], [("curp", "PELA900515MDFRPN01\n")],
            [("rfc", "PELA900515AB1\n")], [("curp", "PELA901315MDFRPN01")],
            [("curp", "PELA900515MZZRPN01")], [("rfc", "PELA999999AB1")], [("birthday", "2050-01-01"), ("curp", "PELA900515MDFRPN01")],
            [("cardExpireDate", "2021-01-01"), ("curp", "PELA900515MDFRPN01")],
            [("birthday", "15/05/1990"), ("curp", "PELA900515MDFRPN01")], [("phone", "123"), ("curp", "PELA900515MDFRPN01")],
            [("email", "ana\u200B@example.com"), ("curp", "PELA900515MDFRPN01")],
        ];
        foreach (var wrong in refused)
        {
            (await AddAsync(client, [("merchantName", Fresh()), .. wrong])).Refused(400, -1102);
        }
        (string Field, string Value)[][] marked =
            [[("curp", "PELA010203MDFRPN01")], [("rfc", "PEL900515AB1")], [("rfc", "XAXX010101000")]];
        foreach (var odd in marked)
        {
            var name = Fresh();
            (await AddAsync(client, [("merchantName", name), .. odd])).Ok();
            Assert.NotEqual("", await MarkAsync(host, name));
        }
        (await AddAsync(client, [("merchantName", Fresh()), ("rfc", "PE\u00D1A900515AB1")])).Ok();
        (await AddAsync(client, [("merchantName", Fresh()), ("curp", "PELA900515MNERPN01")])).Ok();
        (await client.FormAsync("mc/add", "merchantName=Pe%F1a+Latin")).Refused(400, -1102);
        (await client.FormAsync("mc/add", "merchantName=Bad%ZZ")).Refused(400, -1102);
        (await client.GetAsync("mc/tran/list", "type=4")).Refused(400, -1102);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Merchants_currencies_phones_amounts_and_dates_are_read_alike_over_http()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string, string?> {
            ["Jobs:Enabled"] = "false" } });
        await host.Admin.PostJsonAsync("merchants", new { name = "Stra\u00DFe Traders" }, HttpStatusCode.Created);
        await host.Admin.PostJsonAsync("merchants", new { name = "STRASSE  TRADERS" }, HttpStatusCode.Conflict);
        await host.Admin.PostJsonAsync("merchants", new { name = "\u200B" }, HttpStatusCode.BadRequest);
        var alike = await host.Admin.PostJsonAsync("merchants", new { name = "Str\u0430\u00DFe Traders" }, HttpStatusCode.Created);
        Assert.Equal("looks like Stra\u00DFe Traders", alike.GetProperty("merchant").GetProperty("mark").GetString());

        var dinar = await host.Admin.PostJsonAsync("fiat-currencies", new { iso_code = "BHD", display_name = "Bahraini dinar" },
            HttpStatusCode.Created);
        Assert.Equal(3, dinar.GetProperty("fiat_currency").GetProperty("fraction_digits").GetInt32());
        await host.Admin.PostJsonAsync("fiat-currencies", new { iso_code = "UGX", display_name = "Shilling", fraction_digits = 2 },
            HttpStatusCode.Accepted);
        await host.Admin.PostJsonAsync("fiat-currencies", new { iso_code = "KES\n", display_name = "x" }, HttpStatusCode.BadRequest);

        foreach (var (phone, normal)
            in ((string, string?)[])[("0712345678", "254712345678"), ("+254 712 345 678", "254712345678"), ("0112345678", "254112345678"),
            ("712-345-678", "254712345678"),
            ("+447911123456", null), ("2547123456789", null), ("0000000", null), ("25471234567", null)])
        {
            var answer = await host.Acacia.PostJsonAsync("otc/deposits/draft",
                new { method = "mpesa", fiat_currency = "KES", fiat_amount = "5000.00", requested_asset = "USDT",
                requested_network = "tron", phone_number = phone },
                normal is null ? HttpStatusCode.BadRequest : HttpStatusCode.Created);
            Assert.Equal(normal ?? "phone_number",
                normal is null ? answer.GetProperty("field").GetString()
                : answer.GetProperty("deposit").GetProperty("mpesa_phone_number").GetString());
        }
        var id = await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Draft);
        var dayFirst = await host.Acacia.PatchJsonAsync($"otc/deposits/{id}/draft", new { transfer_date = "29/11/2026" },
            HttpStatusCode.BadRequest);
        Assert.Contains("the year comes first", dayFirst.GetProperty("detail").GetString(), StringComparison.Ordinal);
        foreach (var amount in (string[])["1195000000000000", "9007199254740993", "92233720368547758.07", new string('9', 10_000), "1e400",
            "NaN", "-1", "1,000.00"])
        {
            using var priced = await host.Acacia.PostAsync("/api/v1/auth/pricing/resolve-otc",
                new StringContent(JsonSerializer.Serialize(new
            {
                flow_type = "b2b", otc_type = "deposit", asset = "USDT", network = "tron", fiat_currency = "KES", amount_in = amount,
                amount_in_type = "fiat",
            }), Encoding.UTF8, "application/json"));
            Assert.True((int)priced.StatusCode is >= 400 and < 500,
                $"{amount[..Math.Min(20, amount.Length)]}: {(int)priced.StatusCode} {await priced.Content.ReadAsStringAsync()}");
        }
        foreach (var body in (string[])["", "null", "[]", "{\"network\":", "{\"seconds\":0.1}", "\"x\""])
        {
            using var sandbox = await host.Admin.PostAsync("/sandbox/clock/advance",
                new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, sandbox.StatusCode);
        }
        using var latin = await host.Admin.GetAsync(new Uri(host.Address, "/api/v1/auth/audit?actor=Pe%F1a"));
        Assert.Equal(HttpStatusCode.BadRequest, latin.StatusCode);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Codes_rates_days_and_banks_that_cannot_be_are_refused_at_every_door_that_takes_one()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string, string?> {
            ["Jobs:Enabled"] = "false" } });
        async Task RefusedAsync(string path, object body, string field, HttpStatusCode status = HttpStatusCode.BadRequest) =>
            Assert.Equal(field, (await host.Admin.PostJsonAsync(path, body, status)).GetProperty("field").GetString());

        foreach (var code in (string[])["ZZZ", "XXX", "XTS", "XAU", "ABC", "KES\n", "\uFF2B\uFF25\uFF33"])
        {
            await RefusedAsync("fiat-currencies", new { iso_code = code, display_name = "x" }, "iso_code");
            await host.Admin.PostJsonAsync("accounts", new { kind = "bank", currency = code, number = "1", name = "x" },
                code.Contains('\n', StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity);
        }
        var pair = (await host.Admin.GetJsonAsync("block-trades/pairs")).GetProperty("pairs")[0].GetProperty("id").GetString();
        foreach (var rate in (string[])["0", "0.000000001", "0.012", "922337203685477.5807", "1000000001", "1e3", "-1", "NaN"])
        {
            Assert.Equal("reference_rate", (await host.Admin.PatchJsonAsync($"block-trades/pairs/{pair}", new { reference_rate = rate },
                HttpStatusCode.BadRequest))
                .GetProperty("field").GetString());
            if (rate != "0.012")
            {
                await RefusedAsync("pricing/fx-quotes", new { flow_type = "b2b", asset = "USDC", network = "ethereum",
                    fiat_currency = "EUR", reference_rate = rate },
                    "reference_rate", HttpStatusCode.UnprocessableEntity);
                await RefusedAsync("rates", new { @base = "USDT", quote = "KES", rate, reason = "slip" }, "rate");
            }
        }
        foreach (var day in (string[])["01/11/2026", "2026-11", "2026-11-1", "2026-11-31", "2026-11-01T00:00:00", "yesterday"])
        {
            await RefusedAsync("exports", new { report = "deposits", format = "csv", filters = new { from = day } }, "from");
            await RefusedAsync("exports", new { report = "deposits", format = "csv", filters = new { to = day } }, "to");
            await host.Admin.GetJsonAsync($"otc/reports/deposits?from={day}", HttpStatusCode.BadRequest);
        }
        foreach (var day in (string[])[TestClock.Day, $"{TestClock.Day}T00:00:00Z", $"{TestClock.Day}T00:00:00+03:00"])
        {
            await host.Admin.PostJsonAsync("exports", new { report = "deposits", format = "csv", filters = new { from = day, to = day } },
                HttpStatusCode.Accepted);
            await host.Admin.GetJsonAsync($"otc/reports/deposits?from={Uri.EscapeDataString(day)}");
        }
        foreach (var bic in (string[])["11111111", "SOGEDEF", "SOGEDEFF1", "SOGE1EFF", "SOGEDEFF\u0661\u0661\u0661"])
        {
            await RefusedAsync("accounts", new { kind = "bank", currency = "EUR", number = "77", name = "x", bic }, "bic");
        }
        await RefusedAsync("accounts", new { kind = "bank", currency = "EUR", iban = "DE89370400440532013001", name = "x" }, "iban");
        var account = (await host.Admin.PostJsonAsync("accounts", new { kind = "bank", currency = "EUR",
            iban = "de89 3704 0044 0532 0130 00", name = "x", bic = "cobadeffxxx" },
            HttpStatusCode.Created)).GetProperty("account");
        Assert.Equal(("DE89370400440532013000", "COBADEFFXXX"), (account.GetProperty("iban").GetString(),
            account.GetProperty("bic").GetString()));
        await RefusedAsync("accounts", new { kind = "bank", currency = "EUR", iban = "DE89370400440532013000", name = "y" }, "iban",
            HttpStatusCode.Conflict);
        host.AssertNoErrors();
    }

    private static string Fresh() => $"Merchant number {Interlocked.Increment(ref _count)} of many";

    private static Task<SpecAnswer> AddAsync(SpecClient client, (string Field, string Value)[] fields)
    {
        var body = Base.ToDictionary(pair => pair.Field, pair => pair.Value, StringComparer.Ordinal);
        body["email"] = $"m{Interlocked.Increment(ref _count)}@example.com";
        foreach (var (field, value) in fields)
        {
            body[field] = value;
        }
        return client.PostAsync("mc/add", body);
    }

    private static async Task<string> MarkAsync(DeskHost host, string name)
    {
        var listed = await host.Officer.GetJsonAsync("sub-merchants");
        return listed.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array)
            .SelectMany(member => member.Value.EnumerateArray())
            .Where(row => row.TryGetProperty("mark", out _)).Single(row => row.GetProperty("name").GetString() == name).GetProperty("mark")
            .GetString()!;
    }
}
