using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Chain;

/// <summary>
/// Lets a chain node be seen: each call is a span and a count, and a node that does not answer is logged when it falls silent,
/// once a minute while it stays so, and when it answers again. The desks go on as before; they take a silent node for what it is.
/// </summary>
public sealed class WatchedChain(IChainNode node, TimeProvider clock, ILogger<WatchedChain> log) : IChainNode
{
    private const string SourceName = "OtcBackoffice";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(SourceName);
    private static readonly Counter<long> Calls =
        Meter.CreateCounter<long>("backoffice.chain.calls", "{call}", "Calls to chain nodes, by network, call and outcome.");
    private static readonly Histogram<double> Seconds =
        Meter.CreateHistogram<double>("backoffice.chain.duration", "s", "How long a chain node took to answer.");
    private static readonly TimeSpan Repeat = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, DateTimeOffset Said)> _silent = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ChainConnection Connection(string network) => node.Connection(network);

    /// <inheritdoc/>
    public string TreasuryAddress(string network) => node.TreasuryAddress(network);

    /// <inheritdoc/>
    public Task<ChainHead> HeadAsync(string network, CancellationToken cancellation) =>
        AskAsync(network, "head", () => node.HeadAsync(network, cancellation));

    /// <inheritdoc/>
    public Task<ChainSubmission> SubmitAsync(ChainTransferOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        return AskAsync(order.Network, "submit", () => node.SubmitAsync(order, cancellation));
    }

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByClientIdAsync(string network, string clientId, CancellationToken cancellation) =>
        AskAsync(network, "find_by_client_id", () => node.FindByClientIdAsync(network, clientId, cancellation));

    /// <inheritdoc/>
    public Task<ChainTransfer?> FindByHashAsync(string network, string txHash, CancellationToken cancellation) =>
        AskAsync(network, "find_by_hash", () => node.FindByHashAsync(network, txHash, cancellation));

    /// <inheritdoc/>
    public Task<ChainTransaction?> TransactionAsync(string network, string txHash, CancellationToken cancellation) =>
        AskAsync(network, "transaction", () => node.TransactionAsync(network, txHash, cancellation));

    /// <inheritdoc/>
    public Task<ChainBalance> BalanceAsync(string network, string asset, string address, CancellationToken cancellation) =>
        AskAsync(network, "balance", () => node.BalanceAsync(network, asset, address, cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChainTransfer>> IncomingAsync(ChainRange range, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(range);
        return AskAsync(range.Network, "incoming", () => node.IncomingAsync(range, cancellation));
    }

    private async Task<T> AskAsync<T>(string network, string call, Func<Task<T>> ask)
    {
        using var span = Source.StartActivity("chain." + call, ActivityKind.Client)?.SetTag("backoffice.network", network);
        var began = Stopwatch.GetTimestamp();
        var outcome = "answered";
        try
        {
            var answer = await ask();
            if (_silent.TryRemove(network, out var was))
            {
                log.NodeAnswersAgain(network, (long)(clock.GetUtcNow() - was.Since).TotalSeconds);
            }
            return answer;
        }
        catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException)
        {
            outcome = fault is ChainUnavailableException ? "unavailable" : "refused";
            span?.SetStatus(ActivityStatusCode.Error);
            span?.SetTag("error.type", outcome);
            Tell(network, call, fault);
            throw;
        }
        finally
        {
            Calls.Add(1, new("network", network), new("call", call), new("outcome", outcome));
            Seconds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new("network", network), new("call", call));
        }
    }

    private void Tell(string network, string call, Exception fault)
    {
        var now = clock.GetUtcNow();
        var known = _silent.TryGetValue(network, out var was);
        // A network that a node does not serve is no silence: it is said once.
        if (!known || (fault is ChainUnavailableException && now - was.Said >= Repeat))
        {
            _silent[network] = (known ? was.Since : now, now);
            log.NodeSilent(network, call, fault.Message, known ? (long)(now - was.Since).TotalSeconds : 0);
        }
    }
}

/// <summary>What is logged about chain nodes.</summary>
internal static partial class ChainLog
{
    [LoggerMessage(EventId = 3001, EventName = "ChainNodeSilent", Level = LogLevel.Warning,
        Message = "The node of {Network} did not serve {Call}: {Fault} Silent for {Seconds} seconds; what waits for it is looked at again.")]
    public static partial void NodeSilent(this ILogger log, string network, string call, string fault, long seconds);

    [LoggerMessage(EventId = 3002, EventName = "ChainNodeAnswersAgain", Level = LogLevel.Information,
        Message = "The node of {Network} answers again, after {Seconds} seconds.")]
    public static partial void NodeAnswersAgain(this ILogger log, string network, long seconds);
}
