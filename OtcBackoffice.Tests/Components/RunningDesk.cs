using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Components;

/// <summary>One running product for the page tests of a class.</summary>
public sealed class RunningDesk : IAsyncLifetime
{
    private DeskHost? _host;

    public DeskHost Host => _host ?? throw new InvalidOperationException("The desk has not been started.");

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
