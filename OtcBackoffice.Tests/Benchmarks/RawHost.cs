using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A bare Kestrel over the raw floor: <c>POST /raw-gc/{number}</c> commits one business transaction,
/// <c>GET /list?after=NUMBER</c> answers the page of the pending queue behind that deposit. No routing, no
/// authentication, no dependency injection.
/// </summary>
internal sealed class RawHost : IAsyncDisposable
{
    private const string CommitPath = "/raw-gc/";
    private const string ListPath = "/list";

    private static readonly byte[] Confirmed = """{"status":"confirmed"}"""u8.ToArray();

    private readonly WebApplication _app;
    private readonly RawFloor _floor;
    private readonly RawWriter _writer;

    private RawHost(WebApplication app, RawFloor floor, RawWriter writer)
    {
        _app = app;
        _floor = floor;
        _writer = writer;
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<RawHost> StartAsync(RawFloor floor, int batchMax, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var host = new RawHost(app, floor, await floor.StartWriterAsync(batchMax, cancellation));
        app.Run(host.AnswerAsync);
        await app.StartAsync(cancellation);
        return host;
    }

    public static string Commit(int number)
    {
        return CommitPath + number.ToString(CultureInfo.InvariantCulture);
    }

    public static string List(int afterNumber)
    {
        return $"{ListPath}?after={afterNumber.ToString(CultureInfo.InvariantCulture)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _writer.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        context.Response.ContentType = "application/json";
        if (path.StartsWith(CommitPath, StringComparison.Ordinal) && HttpMethods.IsPost(context.Request.Method))
        {
            await _writer.ConfirmAsync(int.Parse(path.AsSpan(CommitPath.Length), CultureInfo.InvariantCulture));
            context.Response.ContentLength = Confirmed.Length;
            await context.Response.BodyWriter.WriteAsync(Confirmed);
        }
        else if (path == ListPath)
        {
            await ListAsync(context, int.Parse(context.Request.QueryString.Value.AsSpan("?after=".Length), CultureInfo.InvariantCulture));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task ListAsync(HttpContext context, int after)
    {
        var body = new ArrayBufferWriter<byte>(131_072);
        var reader = await _floor.RentReaderAsync(context.RequestAborted);
        try
        {
            using var json = new Utf8JsonWriter(body);
            reader.WritePage(json, RawFloor.PendingStatus, RawFloor.CreatedAtUtcOf(after), RawFloor.IdOf(after));
        }
        finally
        {
            _floor.Return(reader);
        }
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(body.WrittenMemory);
    }
}
