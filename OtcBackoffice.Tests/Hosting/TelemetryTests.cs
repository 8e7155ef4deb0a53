using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>
/// Spans are made for the whole process: beside other tests an exporter would be given theirs as well, and drop what its queue
/// cannot hold.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryCollection
{
    public const string Name = "telemetry";
}

/// <summary>One confirmation can be followed from the request to the commit and on to the receiver of its event.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class TelemetryTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_confirmation_is_one_trace_from_http_to_commit_to_webhook(DatabaseProvider provider)
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using (var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Provider = provider,
            Settings = new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
                ["OTC_EVENTS_WEBHOOK_URL"] = new Uri(receiver.Address, "/hook").ToString(),
                ["OTC_EVENTS_WEBHOOK_SECRET"] = "a-secret-of-the-desk",
            },
        }))
        {
            var id = await DepositSteps.SubmitAsync(host, "100000.00");
            await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");

            var trace = await UntilAsync(() => WholeTrace(collector.Spans) ?? [], found => found.Count > 0);
            var command = trace.First(span => span.Name == "desk.command");
            var request = trace.Single(span => span.SpanId == command.ParentId);
            Assert.StartsWith("POST", request.Name, StringComparison.Ordinal);
            Assert.Contains(trace, span => span.Name == "lane.commit");
            Assert.NotEmpty(receiver.Received);
            await UntilAsync(() => collector.Paths.ContainsKey("/v1/metrics"), seen => seen);
            host.Services.GetRequiredService<ILogger<TelemetryTests>>().LogWarning("Said to the collector");
        }

        // What was still on its way goes out when the desk stops.
        Assert.True(collector.Holds("/v1/metrics", "backoffice.lane.batch_size"));
        Assert.True(collector.Holds("/v1/metrics", "backoffice.commands"));
        Assert.True(collector.Holds("/v1/logs", "Said to the collector"));
        Assert.False(collector.Holds("/v1/traces", "Acacia Traders"));
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("ftp://collector")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_wrong_or_dead_collector_never_stops_the_desk(string endpoint)
    {
        var host = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint } });
        await DepositSteps.SubmitAsync(host, "100000.00");
        host.AssertNoErrors();

        var stopping = Stopwatch.GetTimestamp();
        await host.DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(stopping) < TimeSpan.FromSeconds(90), "A dead collector held up the exit.");
    }

    // Spans are made for the whole process, so another host's may be among them: the one that is looked for has every part.
    private static List<ReceivedSpan>? WholeTrace(IReadOnlyList<ReceivedSpan> spans) =>
        spans.GroupBy(span => span.TraceId).Select(trace => trace.ToList())
        .FirstOrDefault(trace =>
            trace.Exists(span => span.Name.StartsWith("POST", StringComparison.Ordinal)
            && span.Name.Contains("confirm", StringComparison.Ordinal))
            && new[] { "desk.command", "lane.commit", "webhook.deliver" }.All(part => trace.Exists(span => span.Name == part)));

    private static async Task<T> UntilAsync<T>(Func<T> read, Func<T, bool> holds)
    {
        for (var tries = 0; ; tries++)
        {
            var now = read();
            if (holds(now))
            {
                return now;
            }
            Assert.True(tries < 900,
                "It did not come: " + (now as IEnumerable<ReceivedSpan> is { } all
                ? string.Join(", ", all.Select(span => span.Name).Distinct()) : ""));
            await Task.Delay(100);
        }
    }
}
