using System.Threading.Channels;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Jobs;

/// <summary>Starts the job that a commit made work for at once, instead of at its next turn. A nudge that is lost costs a second or two.</summary>
public sealed class SignalPump(DeskSignals signals, JobBoard board) : BackgroundService
{
    private readonly Channel<string> _wanted = Channel.CreateBounded<string>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = signals.Listen(signal => Want(signal.Topic));
        await foreach (var job in _wanted.Reader.ReadAllAsync(stoppingToken))
        {
            await board.RunAsync(job, stoppingToken);
        }
    }

    private void Want(string topic)
    {
        if (topic == Topics.Outbox)
        {
            _wanted.Writer.TryWrite(DeskJobs.WebhookDispatcher);
        }
        else if (topic == Topics.Proposals)
        {
            _wanted.Writer.TryWrite(DeskJobs.TransferSender);
        }
    }
}
