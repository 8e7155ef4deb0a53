namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// What the product opens only to whoever sits at the machine of a desk under development. Asked anew for every request and circuit.
/// </summary>
public interface ILocalAccess
{
    /// <summary>
    /// Whether the sandbox may be moved from the console: it is on, this is Development, and the caller's own address is loopback.
    /// </summary>
    bool HasSandbox { get; }

    /// <summary>The addresses of the demo's people who may be signed in by a button, in order; empty for everybody else.</summary>
    IReadOnlyList<string> DemoPeople { get; }
}
