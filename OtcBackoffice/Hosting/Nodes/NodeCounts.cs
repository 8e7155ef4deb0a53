using System.Globalization;
using OtcBackoffice.Data.Nodes;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>
/// Tells the other nodes once a second what was counted here, and counts what they tell: so a credential has one limit on all
/// nodes together, give or take what two seconds bring. A text that is lost is made good by the next.
/// </summary>
public sealed partial class NodeCounts(NodeWire wire, RateCounters counters, NodeSelf self, ILogger<NodeCounts> log) : BackgroundService
{
    private const int CharsMax = 7_500, TextsMax = 20;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Takes over what another node counted.</summary>
    public void Hear(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        if (!Guid.TryParseExact(lines[0], "N", out var node) || node == self.Instance)
        {
            return;
        }
        foreach (var line in lines.Skip(1))
        {
            var parts = line.Split(' ');
            if (parts.Length == 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var startedAt)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                counters.Hear(parts[2], node, startedAt, count);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        counters.IsShared = true;
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var text in Texts(counters.TakeChanged()).Take(TextsMax))
                {
                    await wire.SendCountsAsync(text, stoppingToken);
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotSent(log, fault);
            }
        }
    }

    private IEnumerable<string> Texts(IReadOnlyList<RateShare> shares)
    {
        var text = new System.Text.StringBuilder(self.Instance.ToString("N"));
        foreach (var share in shares)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"\n{share.StartedAt} {share.Count} {share.Key}");
            if (text.Length + line.Length > CharsMax)
            {
                yield return text.ToString();
                text = new System.Text.StringBuilder(self.Instance.ToString("N"));
            }
            text.Append(line);
        }
        if (shares.Count > 0)
        {
            yield return text.ToString();
        }
    }

    [LoggerMessage(EventId = 1814, Level = LogLevel.Debug, Message = "Counters could not be sent to the other nodes; the next are.")]
    private static partial void LogNotSent(ILogger log, Exception fault);
}
