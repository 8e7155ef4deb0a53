using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Hosting;
using OtcBackoffice.Hosting.Conformance;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>The conformance kit (sentence D20): it passes the desk and a sound receiver, and names what is wrong with others.</summary>
public sealed class ConformanceTests
{
    private const string Secret = "whsec_Y29uZm9ybWFuY2UtdGVzdHMtc2VjcmV0LTMyLWJ5dGU=";

    [Theory]
    [InlineData("platform")]
    [InlineData("gateway")]
    [InlineData("exchange")]
    [InlineData("block_trade")]
    [InlineData("deposit-desk")]
    public async Task The_desk_itself_differs_in_nothing(string surface)
    {
        await using var host = await DeskHost.StartAsync();
        var credentials = Path.Combine(host.DataDirectory, "demo-credentials.json");
        var (code, said) = await RunAsync(host.Address.ToString(), "--surface", surface, "--credentials", credentials);
        Assert.True(code == 0, said);
        Assert.Contains("0 differ.", said, StringComparison.Ordinal);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Another_thing_at_the_address_is_told_check_by_check_and_a_wrong_call_in_a_sentence()
    {
        await using var far = await ServeAsync(_ => Task.FromResult(Results.Json(new { hello = "world" })));
        using var directory = new TempDirectory();
        var file = directory.File("keys.json");
        await File.WriteAllTextAsync(file, """{"platform_api_key":"otc_sandbox_x_y"}""");
        var (code, said) = await RunAsync(far.Urls.Single(), "--surface", "platform", "--credentials", file);
        Assert.Equal(1, code);
        Assert.Contains("DIFFERS  a list of orders: GET /v1/orders?limit=5: no header X-Request-Id; orders[].id is missing", said,
            StringComparison.Ordinal);
        Assert.Contains("DIFFERS  the document /openapi/platform.json has all that was published", said, StringComparison.Ordinal);
        Assert.DoesNotContain("ok  ", said, StringComparison.Ordinal);
        foreach (var wrong in (string[][])[["nowhere", "--surface", "platform", "--credentials", file], [far.Urls.Single(), "--surface",
            "none", "--credentials", file],
            [far.Urls.Single(), "--surface", "gateway", "--credentials", file], [far.Urls.Single()]])
        {
            await Assert.ThrowsAsync<CommandException>(() => RunAsync(wrong));
        }
    }

    [Fact]
    public async Task A_sound_receiver_passes_and_one_that_takes_all_or_minds_repeats_does_not()
    {
        await using var sound = await ServeAsync(async http => await CheckedAsync(http) ? Results.Ok() : Results.BadRequest());
        var (code, said) = await RunAsync("receiver", sound.Urls.Single(), "--secret", Secret);
        Assert.True(code == 0, said);

        await using var trusting = await ServeAsync(_ => Task.FromResult(Results.Ok()));
        (code, said) = await RunAsync("receiver", trusting.Urls.Single(), "--secret", Secret);
        Assert.Equal((1, 4), (code, said.Split('\n').Count(line => line.StartsWith("DIFFERS", StringComparison.Ordinal))));
        Assert.Contains("signed with another secret", said, StringComparison.Ordinal);

        var seen = new HashSet<string>();
        await using var touchy = await ServeAsync(async http => await CheckedAsync(http)
            && seen.Add(http.Request.Headers["webhook-id"].ToString()) ? Results.Ok() : Results.Conflict());
        (code, said) = await RunAsync("receiver", touchy.Urls.Single(), "--secret", Secret);
        Assert.Equal(1, code);
        Assert.Contains("DIFFERS  the same delivery again", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        var code = await ConformanceVerb.RunAsync(args, output, TimeProvider.System, CancellationToken.None);
        return (code, output.ToString());
    }

    // As an integrator's receiver checks: one of the signatures, and not older than five minutes.
    private static async Task<bool> CheckedAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        return long.TryParse(headers["webhook-timestamp"], out var seconds)
            && Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - seconds) <= 300
            && headers["webhook-signature"].ToString().Split(' ').Contains(WebhookSignature.Sign(Secret, headers["webhook-id"].ToString(),
                seconds, body.ToArray()));
    }

    private static async Task<WebApplication> ServeAsync(Func<HttpContext, Task<IResult>> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async http => await (await answer(http)).ExecuteAsync(http));
        await app.StartAsync();
        return app;
    }
}
