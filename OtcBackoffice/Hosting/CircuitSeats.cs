using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Who has circuits open on this node. A person has five at most: the sixth sends the oldest to a page that says so, and
/// somebody whose browser does not follow is refused. A changed account is looked at again at once.
/// </summary>
public sealed class CircuitSeats : IDisposable
{
    /// <summary>Circuits of one person.</summary>
    public const int PerPersonMax = 5;

    // A browser that was told to leave takes a moment; a client that never leaves must not pile circuits up.
    private const int HardMax = 2 * PerPersonMax;
    private readonly ConcurrentDictionary<Guid, List<CircuitSeat>> _seats = new();
    private readonly SessionGuard _sessions;
    private readonly IDisposable _listening;

    /// <summary>Begins to follow changes of people.</summary>
    public CircuitSeats(DeskSignals signals, SessionGuard sessions)
    {
        ArgumentNullException.ThrowIfNull(signals);
        _sessions = sessions;
        _listening = signals.Listen(OnSignal);
    }

    /// <summary>How many circuits are open on this node.</summary>
    public int Count => _seats.Values.Sum(seats => Locked(seats, () => seats.Count));

    /// <summary>How many circuits a person has.</summary>
    public int CountOf(Guid person) => _seats.TryGetValue(person, out var seats) ? Locked(seats, () => seats.Count) : 0;

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();

    internal void Take(Guid person, CircuitSeat seat)
    {
        var seats = _seats.GetOrAdd(person, _ => []);
        CircuitSeat? oldest = null;
        lock (seats)
        {
            if (seats.Count >= HardMax)
            {
                throw new InvalidOperationException("One person has too many pages open.");
            }
            seats.Add(seat);
            if (seats.Count(one => !one.IsLeaving) > PerPersonMax)
            {
                oldest = seats.First(one => !one.IsLeaving);
                oldest.IsLeaving = true;
            }
        }
        oldest?.SendAway();
    }

    internal void Leave(Guid person, CircuitSeat seat)
    {
        if (_seats.TryGetValue(person, out var seats))
        {
            Locked(seats, () => seats.Remove(seat));
        }
    }

    private static T Locked<T>(List<CircuitSeat> seats, Func<T> read)
    {
        lock (seats)
        {
            return read();
        }
    }

    private void OnSignal(DeskSignal signal)
    {
        if (signal.Topic != Topics.People)
        {
            return;
        }
        if (signal.IsWhole)
        {
            _sessions.ForgetAll();
            foreach (var seats in _seats.Values)
            {
                LookAgain(seats);
            }
            return;
        }
        _sessions.Forget(signal.Id);
        if (_seats.TryGetValue(signal.Id, out var own))
        {
            LookAgain(own);
        }
    }

    private static void LookAgain(List<CircuitSeat> seats)
    {
        foreach (var seat in Locked(seats, () => seats.ToArray()))
        {
            seat.LookAgain();
        }
    }
}

/// <summary>The seat of one circuit.</summary>
public sealed class CircuitSeat(CircuitSeats seats, CurrentActor actor, CircuitRevalidation session, NavigationManager navigation,
    ILogger<CircuitSeat> log) : CircuitHandler
{
    private Guid _person;

    /// <summary>After the handler that learns who the user is.</summary>
    public override int Order => 1;

    internal bool IsLeaving { get; set; }

    /// <inheritdoc/>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(actor.CircuitUser?.FindFirstValue(ClaimTypes.NameIdentifier), out var person))
        {
            seats.Take(person, this);
            _person = person;
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        seats.Leave(_person, this);
        return Task.CompletedTask;
    }

    internal void SendAway() => Try(() => navigation.NavigateTo("/account/too-many", forceLoad: true));

    internal void LookAgain() => _ = Task.Run(async () =>
    {
        try
        {
            await session.LookAsync();
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "A circuit could not be looked at again; its own interval will");
        }
    });

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "A circuit could not be sent away");
        }
    }
}
