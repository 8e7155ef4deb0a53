using Microsoft.AspNetCore.Components.Server.Circuits;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Hosting;

/// <summary>Tells the seat of a circuit whether its browser is still there, so that whoever left is not shown as looking.</summary>
public sealed class PresenceCircuit(PresenceSeat seat) : CircuitHandler
{
    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        seat.Connected(isUp: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        seat.Connected(isUp: false);
        return Task.CompletedTask;
    }
}
