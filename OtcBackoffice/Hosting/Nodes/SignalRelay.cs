using OtcBackoffice.Data.Nodes;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>
/// Takes signals to the other nodes and brings theirs. What is touched within a moment goes as one numbered text; whoever
/// misses a number, or had to connect again, looks at everything anew. Every two seconds the number itself is asked for, so
/// that a connection that has gone deaf costs no more than that.
/// </summary>
public sealed partial class SignalRelay(NodeWire wire, DeskSignals signals, NodeSelf self, NodeCounts counts, ILogger<SignalRelay> log)
    : BackgroundService
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(25), Retry = TimeSpan.FromMilliseconds(250),
        Polling = TimeSpan.FromSeconds(2), OnItsWay = TimeSpan.FromMilliseconds(150);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private Dictionary<string, HashSet<Guid>> _touched = [];
    private CancellationTokenSource? _listening;
    private long _heard = -1;

    /// <summary>Whether it hears nothing; for tests of what happens when notifications are lost on their way.</summary>
    internal bool IsDeaf { get; set; }

    /// <summary>The number of the last text that was heard; negative before it listens.</summary>
    internal long Heard => Interlocked.Read(ref _heard);

    /// <summary>Queues what happened here; returns at once.</summary>
    public void Carry(IReadOnlyList<DeskSignal> touched)
    {
        ArgumentNullException.ThrowIfNull(touched);
        lock (_gate)
        {
            foreach (var signal in touched.Where(signal => signal.DueAtUtc is null && Topics.Travelling.Contains(signal.Topic)))
            {
                if (!_touched.TryGetValue(signal.Topic, out var ids))
                {
                    _touched[signal.Topic] = ids = [];
                }
                // More than a text holds is told as a whole; so what waits for a lost connection stays small.
                ids.Add(ids.Count < 1_000 ? signal.Id : Guid.Empty);
            }
            if (_touched.Count > 0 && _wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        signals.Carrier = Carry;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(SendAsync(stoppingToken), ListenAsync(stoppingToken), PollAsync(stoppingToken));

    private async Task SendAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await _wake.WaitAsync(stopping);
            await Task.Delay(Gathering, TimeProvider.System, stopping);
            Dictionary<string, HashSet<Guid>> touched;
            lock (_gate)
            {
                (touched, _touched) = (_touched, []);
            }
            if (touched.Count == 0)
            {
                continue;
            }
            try
            {
                await wire.SendAsync(SignalText.Write(self.Instance, touched), stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                LogNotSent(log, fault);
                Carry([.. touched.SelectMany(topic => topic.Value.Select(id => new DeskSignal(topic.Key, id)))]);
                await Task.Delay(Retry, TimeProvider.System, stopping);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            using var own = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            _listening = own;
            try
            {
                await wire.ListenAsync(Begin, Hear, own.Token);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                if (fault is not OperationCanceledException)
                {
                    LogDeaf(log, fault);
                    await Task.Delay(Retry, TimeProvider.System, stopping);
                }
            }
            finally
            {
                _listening = null;
            }
        }
    }

    // Between two connections anything may have happened.
    private void Begin(long number)
    {
        var isFirst = Interlocked.Exchange(ref _heard, number) < 0;
        if (!isFirst)
        {
            LookAtEverything();
        }
    }

    private void Hear(string channel, string text)
    {
        if (IsDeaf)
        {
            return;
        }
        if (channel == NodeWire.Counts)
        {
            counts.Hear(text);
            return;
        }
        if (SignalText.Read(text) is not var (number, node, told))
        {
            return;
        }
        var last = Heard;
        if (number > last)
        {
            Interlocked.Exchange(ref _heard, number);
        }
        if (number > last + 1)
        {
            LookAtEverything();
        }
        else if (node != self.Instance)
        {
            signals.Tell(told);
        }
    }

    private async Task PollAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Polling, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                var number = await wire.VersionAsync(stopping);
                if (number <= Heard || Heard < 0)
                {
                    continue;
                }
                await Task.Delay(OnItsWay, TimeProvider.System, stopping);
                if (number > Heard)
                {
                    Interlocked.Exchange(ref _heard, number);
                    LookAtEverything();
                    Reconnect();
                }
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                LogDeaf(log, fault);
            }
        }
    }

    private void Reconnect()
    {
        try
        {
            _listening?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is connecting anew already.
        }
    }

    private void LookAtEverything()
    {
        LogGap(log);
        signals.Tell([.. Topics.Travelling.Select(topic => new DeskSignal(topic, Guid.Empty) { IsFromAfar = true })]);
    }

    [LoggerMessage(EventId = 1811, Level = LogLevel.Warning,
        Message = "Signals could not be sent to the other nodes; they are sent again in a moment.")]
    private static partial void LogNotSent(ILogger log, Exception fault);

    [LoggerMessage(EventId = 1812, Level = LogLevel.Warning, Message = "The other nodes cannot be heard; the connection is made again.")]
    private static partial void LogDeaf(ILogger log, Exception fault);

    [LoggerMessage(EventId = 1813, Level = LogLevel.Information, Message = "Signals of other nodes were missed; every view reads anew.")]
    private static partial void LogGap(ILogger log);
}
