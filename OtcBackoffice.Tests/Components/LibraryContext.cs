using Bunit;
using MudBlazor.Services;

namespace OtcBackoffice.Tests.Components;

/// <summary>
/// Where parts of the component library can be rendered. Its services end asynchronously only, and its popovers have no place
/// here: that is for the browser to show.
/// </summary>
public abstract class LibraryContext : BunitContext, IAsyncLifetime
{
    protected LibraryContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    // A page that is not closed would go on listening in the next test.
    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeComponentsAsync();
        await DisposeAsync();
    }
}
