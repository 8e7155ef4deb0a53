using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A bare Kestrel over one writer, which commits together what is queued. No routing, no authentication, no rule: what a request
/// means is told by two functions of its path: what to write, and what to answer.
/// </summary>
internal sealed class BareWriter : IAsyncDisposable
{
    private const int BatchMax = 64;

    private static readonly byte[] Done = """{"data":{"status":"done"}}"""u8.ToArray();

    private readonly WebApplication _app;
    private readonly TableCopies _tables;
    private readonly Func<string, Action> _writes;
    private readonly Func<string, byte[]?> _answers;
    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;

    private BareWriter(WebApplication app, TableCopies tables, Func<string, Action> writes, Func<string, byte[]?> answers)
    {
        (_app, _tables, _writes, _answers) = (app, tables, writes, answers);
        _loop = Task.Factory.StartNew(LoopAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public Uri Address => new(_app.Urls.Single());

    /// <param name="tables">Where it writes; disposed of with it.</param>
    /// <param name="writes">What a request to a path writes.</param>
    /// <param name="answers">What it is answered with, or null for a short word.</param>
    /// <param name="cancellation">Ends the start early.</param>
    public static async Task<BareWriter> StartAsync(TableCopies tables, Func<string, Action> writes, Func<string, byte[]?> answers,
        CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var host = new BareWriter(app, tables, writes, answers);
        app.Run(host.AnswerAsync);
        await app.StartAsync(cancellation);
        return host;
    }

    /// <summary>Writes something in a commit of its own, before the load.</summary>
    public Task WriteAsync(Action run) => EnqueueAsync(new Work(run));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _queue.Writer.Complete();
        await _loop;
        await _tables.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        await EnqueueAsync(new Work(_writes(path)));
        var answer = _answers(path) ?? Done;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        await http.Response.BodyWriter.WriteAsync(answer);
    }

    private Task EnqueueAsync(Work work)
    {
        _queue.Writer.TryWrite(work);
        return work.Done.Task;
    }

    private async Task LoopAsync()
    {
        var batch = new List<Work>(BatchMax);
        while (await _queue.Reader.WaitToReadAsync())
        {
            _tables.Begin();
            while (batch.Count < BatchMax && _queue.Reader.TryRead(out var work))
            {
                batch.Add(work);
                work.Run();
            }
            _tables.Commit();
            batch.ForEach(work => work.Done.SetResult());
            batch.Clear();
        }
    }

    private sealed record Work(Action Run)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
