using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// A merchant's server on loopback: a real socket that records every request and can be told to misbehave. Requests
/// are recorded also when they are answered with a failure.
/// </summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<ReceivedWebhook> _received = [];
    private readonly Queue<Misbehaviour> _misbehaviours = [];
    private TaskCompletionSource _arrived = NewSignal();

    private WebhookReceiver(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What the receiver answers when it behaves, for surfaces that read the body of the answer.</summary>
    public string AnswerBody { get; set; } = "";

    public IReadOnlyList<ReceivedWebhook> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The next <paramref name="times"/> requests are answered with this status.</summary>
    public void FailNext(int times, int status = StatusCodes.Status503ServiceUnavailable, string? retryAfter = null)
    {
        Enqueue(times, new Misbehaviour(status, TimeSpan.Zero, retryAfter));
    }

    /// <summary>The next <paramref name="times"/> requests get their answer late.</summary>
    public void DelayNext(int times, TimeSpan by)
    {
        Enqueue(times, new Misbehaviour(StatusCodes.Status200OK, by, null));
    }

    /// <summary>The next <paramref name="times"/> requests are read and then lose their connection without an answer.</summary>
    public void DropNext(int times)
    {
        Enqueue(times, new Misbehaviour(0, TimeSpan.Zero, null));
    }

    /// <summary>Waits, in real time, until this many requests have arrived.</summary>
    public async Task<IReadOnlyList<ReceivedWebhook>> WaitForAsync(int count, int timeoutSeconds = 15)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(timeoutSeconds));
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                if (_received.Count >= count)
                {
                    return [.. _received];
                }
                arrived = _arrived.Task;
            }
            try
            {
                await arrived.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{Received.Count} of {count} webhooks arrived within {timeoutSeconds} s");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Misbehaviour? misbehaviour;
        lock (_gate)
        {
            _misbehaviours.TryDequeue(out misbehaviour);
        }
        var status = misbehaviour?.Status ?? StatusCodes.Status200OK;
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase);
        Record(new ReceivedWebhook(context.Request.Method, context.Request.Path, headers, body.ToArray(), status));
        if (status == 0)
        {
            context.Abort();
            return;
        }
        if (misbehaviour is { Delay: var delay } && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, context.RequestAborted);
        }
        context.Response.StatusCode = status;
        if (misbehaviour?.RetryAfter is { } retryAfter)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }
        if (status == StatusCodes.Status200OK)
        {
            await context.Response.WriteAsync(AnswerBody, context.RequestAborted);
        }
    }

    private void Record(ReceivedWebhook webhook)
    {
        TaskCompletionSource arrived;
        lock (_gate)
        {
            _received.Add(webhook);
            arrived = _arrived;
            _arrived = NewSignal();
        }
        arrived.SetResult();
    }

    private void Enqueue(int times, Misbehaviour misbehaviour)
    {
        lock (_gate)
        {
            for (var i = 0; i < times; i++)
            {
                _misbehaviours.Enqueue(misbehaviour);
            }
        }
    }

    private static TaskCompletionSource NewSignal()
    {
        return new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Misbehaviour(int Status, TimeSpan Delay, string? RetryAfter);
}
