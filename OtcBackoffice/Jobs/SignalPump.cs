using System.Threading.Channels;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Jobs;

/// <summary>
/// Starts the job that a commit made work for at once, instead of at its next turn, and has the scheduler hold runs for the
/// moments that commits name. A job that waits to be started is not asked for twice: its run sees everything committed before
/// it. A long run of one job holds up no other. A nudge that is lost costs a minute at most.
/// </summary>
public sealed class SignalPump : BackgroundService
{
    private readonly DeskSignals _signals;
    private readonly JobBoard _board;
    private readonly HeldRuns _held;
    private readonly ILogger<SignalPump> _log;
    private readonly Channel<DeskSignal> _moments = Channel.CreateUnbounded<DeskSignal>();
    private readonly Dictionary<string, Channel<bool>> _wanted = new[] { DeskJobs.WebhookDispatcher, DeskJobs.TransferSender,
        DeskJobs.Exporter, DeskJobs.MailSender, DeskJobs.StatementImporter }
        .ToDictionary(job => job,
            _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    /// <summary>Listens from the first commit on.</summary>
    public SignalPump(DeskSignals signals, JobBoard board, HeldRuns held, ILogger<SignalPump> log)
    {
        ArgumentNullException.ThrowIfNull(signals);
        (_signals, _board, _held, _log) = (signals, board, held, log);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = _signals.Listen(Hear);
        await Task.WhenAll(_wanted.Select(one => RunAsync(one.Key, one.Value.Reader, stoppingToken)).Append(HoldAsync(stoppingToken)));
    }

    private async Task RunAsync(string job, ChannelReader<bool> wanted, CancellationToken stopping)
    {
        await foreach (var _ in wanted.ReadAllAsync(stopping))
        {
            try
            {
                await _board.RunAsync(job, stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                _log.LoopFailed(failure, job);
            }
        }
    }

    private async Task HoldAsync(CancellationToken stopping)
    {
        await foreach (var signal in _moments.Reader.ReadAllAsync(stopping))
        {
            if (signal.Topic == Topics.QuoteDue)
            {
                _held.Hold(DeskJobs.QuoteExpiry, "", signal.DueAtUtc!.Value);
            }
            else if (signal.Topic == Topics.WorkDue)
            {
                _held.Hold(DeskJobs.WorkClock, "", signal.DueAtUtc!.Value);
            }
            else
            {
                _held.Hold(DeskJobs.WebhookDispatcher, signal.Id.ToString("N"), signal.DueAtUtc!.Value);
            }
        }
    }

    private void Hear(DeskSignal signal)
    {
        if (signal.IsFromAfar)
        {
            return;
        }
        if (signal.DueAtUtc is not null)
        {
            _moments.Writer.TryWrite(signal);
            return;
        }
        var job = signal.Topic switch
        {
            Topics.Outbox or Topics.LaneDue => DeskJobs.WebhookDispatcher,
            Topics.Proposals => DeskJobs.TransferSender,
            Topics.Exports => DeskJobs.Exporter,
            Topics.Mail => DeskJobs.MailSender,
            Topics.Statements => DeskJobs.StatementImporter,
            _ => null,
        };
        if (job is not null)
        {
            _wanted[job].Writer.TryWrite(true);
        }
    }
}
