using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Support;

/// <summary>A web server on this machine that notes what it is sent and answers as it is told.</summary>
public sealed class FarSide : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FarSide(WebApplication app) => _app = app;

    public ConcurrentQueue<Call> Calls { get; } = new();

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<FarSide> StartAsync(RequestDelegate answer, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var far = new FarSide(builder.Build());
        far._app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(),
                StringComparer.OrdinalIgnoreCase);
            far.Calls.Enqueue(new Call(context.Request.Path, headers, body.ToArray()));
            await answer(context);
        });
        await far._app.StartAsync();
        return far;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public sealed record Call(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
