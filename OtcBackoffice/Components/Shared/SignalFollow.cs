using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// Gathers the nudges that concern a page and passes them on at most four times a second. Until somebody listens it only
/// remembers that something changed. The first nudge after a quiet moment is passed on at once.
/// </summary>
public sealed class SignalFollow : IDisposable
{
    private const int GatherMilliseconds = 250, AtOnceMilliseconds = 10, IdsMax = 1_000;

    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly IReadOnlyList<string> _topics;
    private readonly IDisposable _listening;
    private readonly ITimer _timer;
    private readonly TimeProvider _clock;
    private Action<IReadOnlyCollection<Guid>>? _listener;
    private bool _isGathering;
    private long _toldAt;

    /// <summary>Begins to gather.</summary>
    /// <param name="signals">Where the nudges come from.</param>
    /// <param name="clock">Times the gathering.</param>
    /// <param name="topics">What the page shows.</param>
    public SignalFollow(DeskSignals signals, TimeProvider clock, IReadOnlyList<string> topics)
    {
        (_topics, _clock) = (topics, clock);
        _timer = clock.CreateTimer(OnTimer, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _listening = signals.Listen(OnSignal);
    }

    /// <summary>Hears of what was gathered so far, and from then on of everything. The listener must return at once and never
    /// throw.</summary>
    public void Listen(Action<IReadOnlyCollection<Guid>> listener)
    {
        lock (_gate)
        {
            _listener = listener;
            GatherOn();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening.Dispose();
        _timer.Dispose();
    }

    private void OnSignal(DeskSignal signal)
    {
        if (!_topics.Contains(signal.Topic))
        {
            return;
        }
        lock (_gate)
        {
            if (_ids.Count < IdsMax)
            {
                _ids.Add(signal.Id);
            }
            GatherOn();
        }
    }

    private void GatherOn()
    {
        if (_listener is not null && !_isGathering && _ids.Count > 0)
        {
            var isQuiet = _clock.GetElapsedTime(_toldAt) >= TimeSpan.FromMilliseconds(GatherMilliseconds);
            _isGathering = _timer.Change(TimeSpan.FromMilliseconds(isQuiet ? AtOnceMilliseconds : GatherMilliseconds),
                Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer(object? state)
    {
        List<Guid> ids;
        lock (_gate)
        {
            ids = [.. _ids];
            _ids.Clear();
            _isGathering = false;
            _toldAt = _clock.GetTimestamp();
        }
        _listener?.Invoke(ids);
    }
}
