using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Hosting.Demo;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>Development and loopback, both; either alone opens nothing.</summary>
internal sealed class LocalAccess(IHostEnvironment environment, HostSettings settings, CurrentActor caller) : ILocalAccess
{
    private static readonly string[] Cast =
        [.. DemoCatalogue.Staff.Select(one => one.Email), .. DemoCatalogue.Merchants.Select(one => one.Email)];

    /// <inheritdoc/>
    public bool HasSandbox => settings.SandboxEnabled && IsLocal;

    /// <inheritdoc/>
    public IReadOnlyList<string> DemoPeople => settings.DemoEnabled && IsLocal ? Cast : [];

    private bool IsLocal => environment.IsDevelopment() && caller.IsLocal;
}
