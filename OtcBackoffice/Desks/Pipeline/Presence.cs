namespace OtcBackoffice.Desks.Pipeline;

/// <summary>
/// Who looks at which record on this node right now. It is kept in memory and decides nothing: a claim is a lease in the
/// database, this only spares two people the same reading.
/// </summary>
public sealed class Presence(DeskSignals signals)
{
    private readonly Lock _gate = new();
    private readonly List<(object Seat, Guid Record, Guid Person, string Name)> _here = [];

    /// <summary>Names of the others who look at a record, each once, in the order of their arrival.</summary>
    public IReadOnlyList<string> Others(Guid record, Guid self)
    {
        lock (_gate)
        {
            return [.. _here.Where(one => one.Record == record && one.Person != self).DistinctBy(one => one.Person).Select(one => one.Name)];
        }
    }

    internal void Enter(object seat, Guid record, Guid person, string name)
    {
        lock (_gate)
        {
            _here.RemoveAll(one => one.Seat == seat);
            _here.Add((seat, record, person, name));
        }
        signals.Publish([new DeskSignal(Topics.Presence, record)]);
    }

    internal void Leave(object seat, Guid record)
    {
        bool wasHere;
        lock (_gate)
        {
            wasHere = _here.RemoveAll(one => one.Seat == seat) > 0;
        }
        if (wasHere)
        {
            signals.Publish([new DeskSignal(Topics.Presence, record)]);
        }
    }
}

/// <summary>
/// Where the person of one circuit is. While the connection is down nobody looks at anything, and whoever comes back sits
/// down again at the same record.
/// </summary>
public sealed class PresenceSeat(Presence presence) : IDisposable
{
    private readonly Lock _gate = new();
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
                presence.Enter(this, record, person, name);
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
                presence.Enter(this, record, person, name);
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
            presence.Leave(this, record);
        }
    }
}
