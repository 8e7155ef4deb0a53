using System.Collections.Concurrent;
using System.Threading.Channels;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Jobs;

/// <summary>
/// Starts the job that a commit made work for at once, instead of at its next turn. A job that waits to be started is not
/// asked for twice: its run sees everything committed before it. A nudge that is lost costs a second or two.
/// </summary>
public sealed class SignalPump(DeskSignals signals, JobBoard board) : BackgroundService
{
    private readonly Channel<string> _wanted = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, byte> _waiting = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = signals.Listen(signal => Want(signal.Topic));
        await foreach (var job in _wanted.Reader.ReadAllAsync(stoppingToken))
        {
            _waiting.TryRemove(job, out _);
            await board.RunAsync(job, stoppingToken);
        }
    }

    private void Want(string topic)
    {
        var job = topic switch { Topics.Outbox => DeskJobs.WebhookDispatcher, Topics.Proposals => DeskJobs.TransferSender, Topics.Exports => DeskJobs.Exporter, _ => null };
        if (job is not null && _waiting.TryAdd(job, 0))
        {
            _wanted.Writer.TryWrite(job);
        }
    }
}
