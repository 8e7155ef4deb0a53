using Microsoft.AspNetCore.Http;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Integrations.Egress;
using OtcBackoffice.Integrations.Rates;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Rates;

/// <summary>Feeds of market rates against a server on loopback that answers well, badly and with malice.</summary>
public sealed class RateFeedTests
{
    internal const string EcbSample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
          <gesmes:subject>Reference rates</gesmes:subject>
          <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
          <Cube><Cube time='2026-03-02'><Cube currency='USD' rate='1.0850'/><Cube currency='JPY' rate='162.31'/></Cube></Cube>
        </gesmes:Envelope>
        """;

    private static readonly DateTime Noon = new(2026, 3, 3, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_daily_file_prices_a_dollar_coin_as_a_dollar_as_of_its_day()
    {
        var answer = await EcbAsync(EcbSample);
        Assert.Equal((RateFeedState.Working, "0.9216589861", new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc)),
            (answer.State, answer.Rate.ToString(), answer.AsOfUtc));
        Assert.Equal(RateFeedState.PairMissing, (await EcbAsync(EcbSample, "USDC", "KES")).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<html><body>503</body></html>")]
    [InlineData("<Envelope><Cube time='2026-03-02'><Cube currency='USD' rate='1.0850'/></Cube></Envelope>")]
    public async Task What_is_no_such_document_is_malformed(string body) =>
        Assert.Equal(RateFeedState.Malformed, (await EcbAsync(body)).State);

    [Theory]
    [InlineData("rate='1.0850'", "rate='1e3'")]
    [InlineData("rate='1.0850'", "rate='-1.0850'")]
    [InlineData("rate='1.0850'", "rate='0'")]
    [InlineData("rate='1.0850'", "")]
    [InlineData("currency='JPY'", "currency='USD'")]
    [InlineData("time='2026-03-02'", "time='yesterday'")]
    [InlineData("time='2026-03-02'", "")]
    [InlineData("time='2026-03-02'", "time='2026-03-04'")]
    [InlineData("</gesmes:Envelope>", "")]
    public async Task A_bent_document_is_malformed(string from, string to) =>
        Assert.Equal(RateFeedState.Malformed, (await EcbAsync(EcbSample.Replace(from, to, StringComparison.Ordinal))).State);

    [Fact]
    public async Task A_document_type_is_refused_and_nothing_is_fetched_for_it()
    {
        await using var secret = await FarSide.StartAsync(http => http.Response.WriteAsync("1.0850"));
        foreach (var type in new[]
        {
            $"<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1:{secret.Port}/\">]>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
            "<!DOCTYPE x [<!ENTITY e \"1.0850\">]>",
            $"<!DOCTYPE x SYSTEM \"http://127.0.0.1:{secret.Port}/x.dtd\">",
        })
        {
            var bent = EcbSample.Replace("?>\n", $"?>\n{type}\n", StringComparison.Ordinal)
                .Replace("<gesmes:subject>", "<gesmes:subject>&e;", StringComparison.Ordinal);
            Assert.Contains("DOCTYPE", bent, StringComparison.Ordinal);
            Assert.Equal(RateFeedState.Malformed, (await EcbAsync(bent)).State);
            Assert.Equal(RateFeedState.Malformed,
                (await EcbAsync(EcbSample.Replace("?>\n", $"?>\n{type}\n", StringComparison.Ordinal))).State);
        }
        Assert.Empty(secret.Calls);
    }

    [Fact]
    public async Task A_huge_answer_a_redirect_an_error_and_nobody_there_have_states_of_their_own()
    {
        Assert.Equal(RateFeedState.TooLarge,
            (await EcbAsync(EcbSample.Replace("Reference rates", new string('x', 100_000), StringComparison.Ordinal))).State);
        Assert.Equal(RateFeedState.BadStatus, (await EcbAsync(EcbSample, status: 302)).State);
        Assert.Equal(RateFeedState.BadStatus, (await EcbAsync(EcbSample, status: 500)).State);
        Assert.Equal(RateFeedState.Unreachable,
            (await new EcbFeed("ecb", new Uri("http://127.0.0.1:9/"), Egress(true), new FakeTimeProvider(Noon))
            .ReadAsync("USDC", "EUR", CancellationToken.None)).State);
        Assert.Equal(RateFeedState.TargetRefused,
            (await new EcbFeed("ecb", new Uri("http://127.0.0.1:9/"), Egress(false), new FakeTimeProvider(Noon))
            .ReadAsync("USDC", "EUR", CancellationToken.None)).State);
    }

    [Theory]
    [InlineData("""{"data":[{"price":0.9215}]}""", "0.9215")]
    [InlineData("""{"data":[{"price":"0.92150"}]}""", "0.92150")]
    public async Task A_rate_is_found_by_its_path(string body, string rate)
    {
        var answer = await JsonAsync(body, "data.0.price");
        Assert.Equal((RateFeedState.Working, rate, Noon), (answer.State, answer.Rate.ToString(), answer.AsOfUtc));
    }

    [Theory]
    [InlineData("""{"data":{}}""", RateFeedState.PairMissing)]
    [InlineData("""{"data":[]}""", RateFeedState.PairMissing)]
    [InlineData("""[1]""", RateFeedState.PairMissing)]
    [InlineData("""{"data":[{"price":9.2e-1}]}""", RateFeedState.Malformed)]
    [InlineData("""{"data":[{"price":-0.92}]}""", RateFeedState.Malformed)]
    [InlineData("""{"data":[{"price":null}]}""", RateFeedState.Malformed)]
    [InlineData("""{"data":[{"price":"0.92","price":"0.50"}]}""", RateFeedState.Malformed)]
    [InlineData("""{"data":[{"price":0.92}""", RateFeedState.Malformed)]
    [InlineData("", RateFeedState.Malformed)]
    public async Task What_is_no_rate_in_plain_digits_is_not_taken(string body, RateFeedState state) =>
        Assert.Equal(state, (await JsonAsync(body, "data.0.price")).State);

    [Fact]
    public async Task The_time_of_a_rate_is_its_own_and_never_the_future()
    {
        Assert.Equal(Noon.AddMinutes(-5), (await JsonAsync("""{"p":1,"t":"2026-03-03T12:55:00+01:00"}""", "p", "t")).AsOfUtc);
        Assert.Equal(Noon.AddMinutes(-5),
            (await JsonAsync($$"""{"p":1,"t":{{new DateTimeOffset(Noon.AddMinutes(-5)).ToUnixTimeSeconds()}}}""", "p", "t")).AsOfUtc);
        Assert.Equal(RateFeedState.Malformed, (await JsonAsync("""{"p":1,"t":"2027-03-03T12:00:00Z"}""", "p", "t")).State);
        Assert.Equal(RateFeedState.Malformed, (await JsonAsync("""{"p":1,"t":"soon"}""", "p", "t")).State);
        Assert.Equal(RateFeedState.Malformed, (await JsonAsync("""{"p":1}""", "p", "t")).State);
        Assert.Equal("0.5", (await JsonAsync("""{"p":2}""", "p", isInverted: true)).Rate.ToString());
    }

    private static async Task<RateFeedAnswer> EcbAsync(string body, string baseCode = "USDC", string quoteCode = "EUR", int status = 200)
    {
        await using var far = await AnsweringAsync(body, status);
        return await new EcbFeed("ecb", new Uri($"http://127.0.0.1:{far.Port}/daily.xml"), Egress(true), new FakeTimeProvider(Noon))
            .ReadAsync(baseCode, quoteCode, CancellationToken.None);
    }

    private static async Task<RateFeedAnswer> JsonAsync(string body, string path, string? timePath = null, bool isInverted = false)
    {
        await using var far = await AnsweringAsync(body, 200);
        var terms = new JsonFeedTerms(new Uri($"http://127.0.0.1:{far.Port}/rate"), path, timePath, isInverted);
        return await new JsonFeed("http", "USDC", "EUR", terms, Egress(true), new FakeTimeProvider(Noon))
            .ReadAsync("USDC", "EUR", CancellationToken.None);
    }

    private static Task<FarSide> AnsweringAsync(string body, int status) => FarSide.StartAsync(http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = status == 302 ? "/elsewhere" : default;
        return http.Response.WriteAsync(body);
    });

    private static GuardedHttp Egress(bool allowLoopback) =>
        new(new EgressOptions { AllowLoopback = allowLoopback, TimeoutSeconds = 5 }, TimeProvider.System);
}
