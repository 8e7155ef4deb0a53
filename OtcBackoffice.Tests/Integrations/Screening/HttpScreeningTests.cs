using System.Text;
using Microsoft.AspNetCore.Http;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Integrations.Egress;
using OtcBackoffice.Integrations.Screening;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Screening;

/// <summary>A screening house that answers well, badly, late and not at all: only a whole, single, plain "clear" is a pass (issue 14,
/// point 10).</summary>
public sealed class HttpScreeningTests
{
    private static readonly ScreeningQuestion Question = new(ScreeningSubjectKind.Address, "tron", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8");

    [Theory]
    [InlineData("""{"verdict":"clear","reference":"r-1"}""", ScreeningVerdict.Clear)]
    [InlineData("""{"verdict":"clear","reference":"r-1","more":[1]}""", ScreeningVerdict.Clear)]
    [InlineData("""{"verdict":"hit","reference":"r-2","reason":"listed"}""", ScreeningVerdict.Hit)]
    [InlineData("""{"verdict":"hit"}""", ScreeningVerdict.Hit)]
    [InlineData("""{"verdict":"hit","reference":"\ud800","reason":"a\u0000b"}""", ScreeningVerdict.Hit)]
    [InlineData("", ScreeningVerdict.Unavailable)]
    [InlineData("null", ScreeningVerdict.Unavailable)]
    [InlineData("<html><body>Bad gateway</body></html>", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"clear"}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"clear","reference":""}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"clear","reference":1}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"clear","reference":"a\u0000b"}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"clear","reference":"\ud800"}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"CLEAR","reference":"r"}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":true,"reference":"r"}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"hit","reference":"r","verdict":"clear"}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"clear","reference":"r"}{"verdict":"hit","reference":"r"}""", ScreeningVerdict.Unavailable)]
    [InlineData("""[{"verdict":"clear","reference":"r"}]""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"result":{"verdict":"clear","reference":"r"}}""", ScreeningVerdict.Unavailable)]
    [InlineData("""{"verdict":"clear","reference":"r""", ScreeningVerdict.Unavailable)]
    public async Task Only_a_whole_answer_counts(string body, ScreeningVerdict expected)
    {
        await using var far = await FarSide.StartAsync(http => http.Response.WriteAsync(body));
        Assert.Equal(expected, (await AskAsync(far.Port)).Verdict);
        var call = Assert.Single(far.Calls);
        Assert.Equal("""{"kind":"address","network":"tron","subject":"TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"}""",
            Encoding.UTF8.GetString(call.Body));
        Assert.Equal("Bearer k", call.Headers["Authorization"]);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(206)]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Another_status_is_no_answer_whatever_the_body_says(int status)
    {
        await using var far = await FarSide.StartAsync(http =>
        {
            (http.Response.StatusCode, http.Response.Headers.Location) = (status, "http://127.0.0.1:1/");
            return http.Response.WriteAsync("""{"verdict":"clear","reference":"r-1"}""");
        });
        Assert.Equal(ScreeningVerdict.Unavailable, (await AskAsync(far.Port)).Verdict);
    }

    [Fact]
    public async Task Silence_a_cut_answer_and_a_closed_port_are_no_answer_and_nobody_waits_longer_than_was_set()
    {
        var release = new TaskCompletionSource();
        var port = 0;
        await using (var far = await FarSide.StartAsync(async http =>
        {
            if (http.Request.Path == "/cut")
            {
                http.Response.ContentLength = 1_000;
                await http.Response.WriteAsync("""{"verdict":"clear","reference":"r-1"}""");
                await http.Response.Body.FlushAsync();
                http.Abort();
                return;
            }
            await release.Task;
        }))
        {
            port = far.Port;
            var began = System.Diagnostics.Stopwatch.StartNew();
            var late = await AskAsync(port);
            Assert.Equal(ScreeningVerdict.Unavailable, late.Verdict);
            Assert.Contains("within 1 seconds", late.Reason, StringComparison.Ordinal);
            Assert.True(began.Elapsed < TimeSpan.FromSeconds(60), $"{began.Elapsed}");
            Assert.Equal(ScreeningVerdict.Unavailable, (await AskAsync(port, "cut")).Verdict);
            release.SetResult();
        }
        Assert.Equal(ScreeningVerdict.Unavailable, (await AskAsync(port)).Verdict);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_is_told_so()
    {
        var release = new TaskCompletionSource();
        await using var far = await FarSide.StartAsync(_ => release.Task);
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(far.Port, cancellation: gone.Token));
        release.SetResult();
    }

    private static async Task<ScreeningAnswer> AskAsync(int port, string path = "screen", CancellationToken cancellation = default)
    {
        using var http = new GuardedHttp(new EgressOptions { AllowLoopback = true }, TimeProvider.System);
        var options = new ScreeningOptions { Provider = ScreeningOptions.Http, Url = $"http://127.0.0.1:{port}/{path}", ApiKey = "k",
            TimeoutSeconds = 1 };
        return await new HttpScreening(options, http).ScreenAsync(Question, cancellation);
    }
}
