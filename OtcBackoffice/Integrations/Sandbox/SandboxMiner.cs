using Microsoft.Extensions.Options;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// Finds a block every few seconds while somebody waits for one, so that the demo desk settles by itself. Beats in
/// real time: moving the product's clock finds no blocks.
/// </summary>
public sealed partial class SandboxMiner(SandboxChain chain, IOptions<SandboxOptions> options, TimeProvider time, ILogger<SandboxMiner> log)
    : IHostedService, IDisposable
{
    // Deeper than any network of the desk needs to be final.
    private const int AwaitedDepth = 64;

    private ITimer? _timer;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Read here and not before: by now the host has checked all settings, and named every fault in one go.
        if (options.Value.AutoMineSeconds is > 0 and var seconds)
        {
            var beat = TimeSpan.FromSeconds(seconds);
            _timer = time.CreateTimer(_ => Beat(), null, beat, beat);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
        {
            // Waits for a beat under way, which may still be using the chain.
            await _timer.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Beat()
    {
        try
        {
            chain.MineWhereAwaited(AwaitedDepth);
        }
        catch (Exception fault) when (fault is ChainUnavailableException or ObjectDisposedException)
        {
            LogMissedBeat(log, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox chain found no block.")]
    private static partial void LogMissedBeat(ILogger log, Exception fault);
}
