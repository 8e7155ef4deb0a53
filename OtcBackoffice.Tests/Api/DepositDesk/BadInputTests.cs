using System.Text.Json;
using OtcBackoffice.Domain.Deposits;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>What is wrong with a request is said with its field, and nothing is changed by it.</summary>
public sealed class BadInputTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    public static TheoryData<string> BadAmounts =>
    [
        "100.001", "1e5", "1E5", "-100", "+100", "１００", "٣٤٥", "", " ", " 100", "100 ", "1,000", "1_000", "0100", "100.", ".5", "0", "0.00",
        "NaN", "Infinity",
        "0x10", "100.0.0", "92233720368547758.08", "99999999999999999999999999", "१००", "100\u200b", "∞", "null",
    ];

    [Theory]
    [MemberData(nameof(BadAmounts))]
    public async Task An_amount_is_plain_ascii_digits_within_the_currency_s_decimals(string amount)
    {
        var problem = await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft(amount)).ExpectingProblem(422, "INVALID_AMOUNT");

        Assert.Equal("fiat_amount", problem.GetProperty("field").GetString());
        await Send(desk.Host.Acacia, "POST", "pricing/resolve-otc", Ask(amount)).ExpectingProblem(422, "INVALID_AMOUNT");
    }

    [Theory]
    [InlineData("JPY", "100.5")]
    [InlineData("KWD", "100.0005")]
    [InlineData("KES", "100.005")]
    public async Task More_decimals_than_the_currency_has_are_refused(string currency, string amount)
    {
        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft(amount, currency)).ExpectingProblem(422, "INVALID_AMOUNT");
    }

    [Theory]
    [InlineData("JPY", "100", "100")]
    [InlineData("KWD", "100.005", "100.005")]
    [InlineData("KES", "100.5", "100.50")]
    [InlineData("KES", "92233720368547758.07", "92233720368547758.07")]
    public async Task An_amount_comes_back_with_all_the_decimals_of_its_currency(string currency, string amount, string shown)
    {
        var draft = await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft(amount, currency)).Expecting(201);

        Assert.Equal(shown, draft.GetProperty("deposit").GetProperty("fiat_amount").GetString());
    }

    [Theory]
    [InlineData("""{"fiat_amount":100}""", "fiat_amount")]
    [InlineData("""{"fiat_amount":1e2}""", "fiat_amount")]
    [InlineData("""{"fiat_amount":["100"]}""", "fiat_amount")]
    [InlineData("""{"fiat_amount":true}""", "fiat_amount")]
    [InlineData("""{"to_wallet_id":"not-an-id"}""", "to_wallet_id")]
    [InlineData("""{"status":"credited"}""", "status")]
    [InlineData("""{"credited_to_address":"TX"}""", "credited_to_address")]
    [InlineData("""{"Fiat_Amount":"100"}""", "Fiat_Amount")]
    [InlineData("""{"assignee_user_id":null}""", "assignee_user_id")]
    public async Task A_field_of_the_wrong_type_or_of_no_meaning_is_named(string body, string field)
    {
        var problem = await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", body).ExpectingProblem(400, "INVALID_REQUEST");

        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    public static TheoryData<string> BrokenBodies =>
    [
        "", "{", "[]", "null", "\"text\"", "5", "{}{}", "{'a':1}", "{\"fiat_amount\":\"1\",}", "// {}",
        "{\"fiat_amount\":\"1\",\"fiat_amount\":\"2\"}",
        "{\"fiat_amount\":\"\\ud800\"}", "{\"fiat\\ud800amount\":\"1\"}", "{\"payment_reference\":\"a\\u0000b\"}",
        string.Concat(Enumerable.Repeat("{\"a\":", 20)) + "1" + new string('}', 20), "\ufeff{}",
    ];

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task A_body_that_is_not_one_strict_json_object_is_refused(string body)
    {
        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", body).ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Fact]
    public async Task A_body_that_is_no_utf_8_is_refused()
    {
        using var content = new ByteArrayContent([.. "{\"fiat_amount\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", content).ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_above_the_limit_is_refused(bool isChunked)
    {
        using var content = new ByteArrayContent(new byte[300 * 1024]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var stream = new StreamContent(new Unsized(300 * 1024));
        stream.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", isChunked ? stream : content).ExpectingProblem(413, "BODY_TOO_LARGE");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused(string? type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", content).ExpectingProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData("ZZZ")]
    [InlineData("XOF")]
    [InlineData("kesx")]
    public async Task A_currency_must_be_in_the_catalogue_and_active(string currency)
    {
        var drafted = await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft("100", currency))
            .ExpectingProblem(422, "CURRENCY_NOT_ACTIVE");

        Assert.Equal("fiat_currency", drafted.GetProperty("field").GetString());
        await Send(desk.Host.Acacia, "POST", "pricing/resolve-otc", new
        {
            flow_type = "b2b", otc_type = "deposit", network = "tron", asset = "USDT", fiat_currency = currency, amount_in = "100",
            amount_in_type = "fiat",
        }).ExpectingProblem(422, "CURRENCY_NOT_ACTIVE");
    }

    [Theory]
    [InlineData("fiat_amount", 422)]
    [InlineData("fiat_currency", 400)]
    [InlineData("requested_asset", 400)]
    [InlineData("requested_network", 400)]
    public async Task A_missing_field_is_named(string field, int status)
    {
        var body = JsonSerializer.SerializeToNode(Draft())!.AsObject();
        body.Remove(field);

        var problem = (await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", body.ToJsonString())).Expect(status);

        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("DOGE", "tron")]
    [InlineData("USDT", "solana")]
    [InlineData("BTC", "tron")]
    public async Task An_asset_must_be_known_on_its_network(string asset, string network)
    {
        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft(asset: asset, network: network))
            .ExpectingProblem(422, "ASSET_UNKNOWN");
    }

    [Theory]
    [InlineData("tron", "tron")]
    [InlineData("TRC20", "tron")]
    [InlineData("TRX", "tron")]
    [InlineData("Ethereum", "ethereum")]
    public async Task A_network_may_be_spelled_in_every_known_way(string network, string canonical)
    {
        var draft = await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft(network: network)).Expecting(201);

        Assert.Equal(canonical, draft.GetProperty("deposit").GetProperty("requested_network").GetString());
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("31.03.2026")]
    [InlineData("2026-03-31T00:00:00Z")]
    public async Task A_date_is_a_date(string date)
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);

        var problem = await Send(desk.Host.Acacia, "PATCH", $"otc/deposits/{id}/draft", new { transfer_date = date })
            .ExpectingProblem(400, "INVALID_REQUEST");

        Assert.Equal("transfer_date", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_change_names_at_least_one_field()
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);

        await Send(desk.Host.Acacia, "PATCH", $"otc/deposits/{id}/draft", new { }).ExpectingProblem(400, "INVALID_REQUEST");
        await Send(desk.Host.Acacia, "PATCH", $"otc/deposits/{id}/draft", new { payout_network = "tron" })
            .ExpectingProblem(400, "INVALID_REQUEST");
        await Send(desk.Host.Admin, "PATCH", "fiat-currencies/", new { iso_code = "KES" }).ExpectingProblem(400, "INVALID_REQUEST");
        await Send(desk.Host.Admin, "PATCH", $"pricing/profiles/{Guid.NewGuid()}", new { }).ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("status=unheard-of", "status")]
    [InlineData("merchant_id=7", "merchant_id")]
    [InlineData("assignee_user_id=x", "assignee_user_id")]
    [InlineData("cursor=%21%21", "cursor")]
    [InlineData("cursor=AAAA", "cursor")]
    [InlineData("status=draft&status=priced", "status")]
    [InlineData("status=draft%00", "status")]
    public async Task A_query_parameter_that_cannot_be_read_is_named(string query, string field)
    {
        var problem = await Send(desk.Host.Acacia, "GET", $"otc/deposits?{query}").ExpectingProblem(400, "INVALID_REQUEST");

        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    /// <summary>A body whose length nobody knows beforehand.</summary>
    private sealed class Unsized(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
