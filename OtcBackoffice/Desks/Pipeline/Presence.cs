namespace OtcBackoffice.Desks.Pipeline;

/// <summary>
/// Who looks at which record right now: on this node from memory, on others as their rows were last read. It decides nothing:
/// a claim is a lease in the database, this only spares two people the same reading.
/// </summary>
public sealed class Presence(DeskSignals signals)
{
    private readonly Lock _gate = new();
    private readonly List<Seated> _here = [];
    private IReadOnlyList<Seated> _elsewhere = [];

    /// <summary>Called after every change here, with the record; for whoever keeps the rows that other nodes read.</summary>
    public Action<Guid>? Keeper { get; set; }

    /// <summary>Who sits on this node.</summary>
    public IReadOnlyList<Seated> Here
    {
        get
        {
            lock (_gate)
            {
                return [.. _here];
            }
        }
    }

    /// <summary>Names of the others who look at a record, each once, in the order of their arrival.</summary>
    public IReadOnlyList<string> Others(Guid record, Guid self)
    {
        lock (_gate)
        {
            return [.. _here.Concat(_elsewhere).Where(one => one.Record == record && one.Person != self)
                .DistinctBy(one => one.Person).Select(one => one.Name)];
        }
    }

    /// <summary>Takes over who sits on other nodes, and has the pages of records look again at which that changed.</summary>
    public void SetElsewhere(IReadOnlyList<Seated> seated)
    {
        ArgumentNullException.ThrowIfNull(seated);
        IReadOnlyList<Seated> before;
        lock (_gate)
        {
            (before, _elsewhere) = (_elsewhere, seated);
        }
        var changed = before.Except(seated).Concat(seated.Except(before)).Select(one => one.Record).Distinct();
        signals.Tell([.. changed.Select(record => new DeskSignal(Topics.Presence, record))]);
    }

    internal void Enter(Guid seat, Guid record, Guid person, string name)
    {
        lock (_gate)
        {
            _here.RemoveAll(one => one.Seat == seat);
            _here.Add(new Seated(seat, record, person, name));
        }
        Changed(record);
    }

    internal void Leave(Guid seat, Guid record)
    {
        bool wasHere;
        lock (_gate)
        {
            wasHere = _here.RemoveAll(one => one.Seat == seat) > 0;
        }
        if (wasHere)
        {
            Changed(record);
        }
    }

    // Other nodes read rows, so they are told by whoever has written them.
    private void Changed(Guid record)
    {
        signals.Tell([new DeskSignal(Topics.Presence, record)]);
        Keeper?.Invoke(record);
    }
}

/// <summary>Somebody who looks at a record.</summary>
/// <param name="Seat">The seat of their circuit.</param>
/// <param name="Record">What they look at.</param>
/// <param name="Person">Who.</param>
/// <param name="Name">What others read of them.</param>
public sealed record Seated(Guid Seat, Guid Record, Guid Person, string Name);

/// <summary>
/// Where the person of one circuit is. While the connection is down nobody looks at anything, and whoever comes back sits
/// down again at the same record.
/// </summary>
public sealed class PresenceSeat(Presence presence) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Guid _seat = Guid.NewGuid();
    private (Guid Record, Guid Person, string Name)? _at;
    private bool _isDown;

    /// <summary>The person looks at a record, and at no other any more.</summary>
    public void Sit(Guid record, Guid person, string name)
    {
        lock (_gate)
        {
            Stand();
            _at = (record, person, name);
            if (!_isDown)
            {
                presence.Enter(_seat, record, person, name);
            }
        }
    }

    /// <summary>The person looks at that record no longer.</summary>
    public void Leave(Guid record)
    {
        lock (_gate)
        {
            if (_at?.Record == record)
            {
                Stand();
                _at = null;
            }
        }
    }

    /// <summary>The connection went down or came back.</summary>
    public void Connected(bool isUp)
    {
        lock (_gate)
        {
            _isDown = !isUp;
            if (_isDown)
            {
                Stand();
            }
            else if (_at is var (record, person, name))
            {
                presence.Enter(_seat, record, person, name);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Stand();
            _at = null;
        }
    }

    private void Stand()
    {
        if (_at is var (record, _, _))
        {
            presence.Leave(_seat, record);
        }
    }
}
