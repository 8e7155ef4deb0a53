using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>A key makes an effect happen once, however often and however written the request comes.</summary>
public sealed class IdempotencyTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    private const string Header = "Idempotency-Key";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_repeated_draft_is_the_first_one_again(bool firstInHeader)
    {
        var key = NewKey();
        const string plain = """{"fiat_amount":"10","fiat_currency":"KES","requested_asset":"USDT","requested_network":"tron"}""";
        var keyed = $$""" { "idempotency_key" : "{{key}}", "requested_network":"tron", "requested_asset":"USDT", "fiat_currency":"KES", "fiat_amount":"10" } """;

        var first = firstInHeader ? await DraftAsync(plain, key) : await DraftAsync(keyed);
        var again = firstInHeader ? await DraftAsync(keyed) : await DraftAsync(plain, key);
        var both = await DraftAsync(keyed, key);

        Assert.False(first.Expect(201).GetProperty("idempotent_replay").GetBoolean());
        Assert.True(again.Expect(200).GetProperty("idempotent_replay").GetBoolean());
        Assert.Equal(first.Json.GetProperty("deposit").GetRawText(), again.Json.GetProperty("deposit").GetRawText());
        Assert.Equal(again.Text, both.Text);
    }

    [Fact]
    public async Task Without_a_key_every_draft_is_a_new_one()
    {
        var (one, other) = (await desk.DepositInAsync(DepositStatus.Draft), await desk.DepositInAsync(DepositStatus.Draft));

        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var key = NewKey();
        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft("10"), (Header, key)).Expecting(201);

        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft("11"), (Header, key))
            .ExpectingProblem(422, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task A_key_is_the_merchant_s_own()
    {
        var key = NewKey();
        var acacia = await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft("10"), (Header, key)).Expecting(201);

        var baobab = await Send(desk.Host.Baobab, "POST", "otc/deposits/draft", Draft("10"), (Header, key)).Expecting(201);

        Assert.NotEqual(acacia.GetProperty("deposit").GetProperty("id").GetString(),
            baobab.GetProperty("deposit").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Two_different_keys_in_one_request_are_refused()
    {
        var body = $$"""{"fiat_amount":"10","fiat_currency":"KES","requested_asset":"USDT","requested_network":"tron","idempotency_key":"{{NewKey()}}"}""";

        var problem = (await DraftAsync(body, NewKey())).ExpectProblem(400, "IDEMPOTENCY_KEY_INVALID");

        Assert.Equal("idempotency_key", problem.GetProperty("field").GetString());
    }

    [Fact]
    public void A_header_that_comes_twice_is_refused()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[Header] = new Microsoft.Extensions.Primitives.StringValues(["one", "two"]);

        var key = IdempotencyKeys.Read(request, "route", null, "fingerprint");

        Assert.Equal(ErrorCode.IdempotencyKeyInvalid, key.Error.Code);
    }

    [Theory]
    [InlineData(128, 201)]
    [InlineData(129, 400)]
    public async Task A_key_has_128_characters_at_most(int length, int status)
    {
        var key = NewKey().PadRight(length, 'k');

        Assert.Equal(status, (await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft(), (Header, key))).Status);
        Assert.Equal(status == 201 ? 200 : 400, (await DraftAsync(WithKey(key))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("tab\\there")]
    public async Task A_key_is_printable(string key)
    {
        (await DraftAsync(WithKey(key))).ExpectProblem(400, "IDEMPOTENCY_KEY_INVALID");
    }

    [Fact]
    public async Task A_key_that_is_being_worked_on_answers_in_conflict_and_says_when_to_come_back()
    {
        var key = NewKey();
        var person = desk.Host.Credentials.MerchantNamed("Acacia").UserId;
        WireAnswer meanwhile;
        using (desk.Host.Services.GetRequiredService<InFlightKeys>()
            .TryEnter(person, new DeskKey("POST /api/v1/auth/otc/deposits/draft", key, "")))
        {
            meanwhile = await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft(), (Header, key));
        }

        meanwhile.ExpectProblem(409, "IDEMPOTENCY_KEY_IN_FLIGHT");
        Assert.Equal("1", meanwhile.Headers.RetryAfter?.ToString());
        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft(), (Header, key)).Expecting(201);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        var key = NewKey();
        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft("0"), (Header, key)).ExpectingProblem(422, "INVALID_AMOUNT");

        await Send(desk.Host.Acacia, "POST", "otc/deposits/draft", Draft("1"), (Header, key)).Expecting(201);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Many_at_once_make_one_deposit(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var key = NewKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => Send(host.Acacia, "POST", "otc/deposits/draft", Draft(), (Header, key))));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers, answer => Assert.Contains(answer.Status, (int[])[200, 201, 409]));
        Assert.Single(answers.Where(answer => answer.Status < 300).Select(answer => answer.Json.GetProperty("deposit").GetRawText())
            .Distinct());
        var list = await Send(host.Acacia, "GET", "otc/deposits").Expecting(200);
        Assert.Equal(1, list.GetProperty("deposits").GetArrayLength());
    }

    [Fact]
    public async Task A_repeated_credit_is_the_first_one_again_and_belongs_to_its_deposit()
    {
        var (id, other) = (await desk.DepositInAsync(DepositStatus.Confirmed), await desk.DepositInAsync(DepositStatus.Confirmed));
        var key = NewKey();
        var body = new { crypto_amount = Requested(await Send(desk.Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200)) };

        var first = await Send(desk.Host.Officer, "POST", $"otc/deposits/{id}/credit", body, (Header, key)).Expecting(200);
        var again = await Send(desk.Host.Officer, "POST", $"otc/deposits/{id}/credit", body, (Header, key)).Expecting(200);

        Assert.True(again.GetProperty("idempotent_replay").GetBoolean());
        Assert.Equal(first.GetProperty("proposal_id").GetString(), again.GetProperty("proposal_id").GetString());
        await Send(desk.Host.Officer, "POST", $"otc/deposits/{other}/credit", body, (Header, key))
            .ExpectingProblem(422, "IDEMPOTENCY_KEY_REUSED");
        await Send(desk.Host.Officer, "POST", $"otc/deposits/{id}/credit", body, (Header, NewKey())).ExpectingProblem(409, "PROPOSAL_OPEN");
    }

    private Task<WireAnswer> DraftAsync(string body, string? key = null) =>
        Send(desk.Host.Acacia, "POST", "otc/deposits/draft", body, key is null ? [] : [(Header, key)]);

    private static string WithKey(string key) =>
        $$"""{"fiat_amount":"{{AmountSmall}}","fiat_currency":"KES","requested_asset":"USDT","requested_network":"tron","method":"bank","idempotency_key":"{{key}}"}""";

    private static string NewKey() => Guid.NewGuid().ToString("N");
}
