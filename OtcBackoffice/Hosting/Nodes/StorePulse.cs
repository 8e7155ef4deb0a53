using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>
/// Asks every few seconds whether the store of files answers. A node without its store stays in the balancer, else one store that
/// is away would take all nodes out at once; that it is away is told in the node's state, in the log and as a figure.
/// </summary>
public sealed class StorePulse(IObjectStore store) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>Tries the store before the desk is opened: one that was never right is a fault of the settings.</summary>
    public static async Task RequireAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IObjectStore>();
        try
        {
            await store.TryAsync(cancellation);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreCorruptException or StoreFullException)
        {
            throw new SettingsException([$"The store cannot be used. {fault.Message} Look at the settings under Store."]);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await store.LookAsync(stoppingToken);
        }
    }
}
