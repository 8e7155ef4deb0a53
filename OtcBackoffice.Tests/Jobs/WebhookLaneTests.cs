using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Jobs;

/// <summary>A lane that breaks off, and deliveries that cannot be sent at all: named, counted, shown, and nobody else's trouble.</summary>
public sealed class WebhookLaneTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [InlineData("UPDATE webhook_endpoints SET protected_secret = 'sealed with keys that are lost' WHERE id = {0}", "secret_unreadable")]
    [InlineData("UPDATE webhook_endpoints SET url = 'http://[no address' WHERE id = {0}", "url_unreadable")]
    public async Task A_delivery_that_cannot_be_sent_gets_a_try_that_says_why(string damage, string cause)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync();
        var (broken, sound) = (await AddAsync(host, receiver.Address, "/broken"), await AddAsync(host, receiver.Address, "/sound"));
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        await db.Database.ExecuteSqlAsync(System.Runtime.CompilerServices.FormattableStringFactory.Create(damage, broken));

        await DepositSteps.SubmitAsync(host, "100000.00");

        await UntilAsync(async () => await db.WebhookAttempts.AnyAsync(row => row.Outcome == cause && db.WebhookDeliveries.Any(one =>
            one.Id == row.DeliveryId && one.EndpointId == broken)));
        Assert.All(await db.WebhookDeliveries.Where(row => row.EndpointId == broken && row.AttemptCount > 0).ToListAsync(), row =>
            Assert.Equal("pending", row.State));
        Assert.Contains(host.Log.All, line => line.EventId == 2112 && line.Text.Contains(cause, StringComparison.Ordinal));
        await UntilAsync(async () => await db.WebhookDeliveries.AnyAsync(row => row.EndpointId == sound && row.State == "delivered"));
        Assert.All(receiver.Received, one => Assert.Equal("/sound", one.Path));
    }

    [Fact]
    public async Task A_lane_that_breaks_off_is_counted_shown_and_started_again_and_holds_up_nobody()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var trouble = new Trouble();
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Services = trouble.Put });
        using var counted = new Counted(host.Services.GetRequiredService<IMeterFactory>(), "backoffice.webhooks.lane_faults");
        var (broken, sound) = (await AddAsync(host, receiver.Address, "/broken"), await AddAsync(host, receiver.Address, "/sound"));

        await DepositSteps.SubmitAsync(host, "100000.00");

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var lanes = host.Services.GetRequiredService<WebhookLanes>();
        await UntilAsync(() => Task.FromResult(lanes.List().Any(lane => lane.EndpointId == broken && lane.Faults >= 2)));
        var shown = lanes.List().Single(lane => lane.EndpointId == broken);
        Assert.Equal(nameof(ArithmeticException), shown.LastFault);
        Assert.True(counted.Sum >= 2);
        Assert.Contains(host.Log.All, line => line.EventId == 2111 && line.Text.Contains(broken.ToString(), StringComparison.Ordinal));
        await UntilAsync(async () => await db.WebhookDeliveries.AnyAsync(row => row.EndpointId == sound && row.State == "delivered"));

        trouble.IsOver = true;
        await UntilAsync(async () => await db.WebhookDeliveries.AnyAsync(row => row.EndpointId == broken)
            && await db.WebhookDeliveries.AllAsync(row => row.State == "delivered"));
        await UntilAsync(() => Task.FromResult(lanes.List().Single(lane => lane.EndpointId == broken) is { State: "idle", Faults: 0 }));
        Assert.Contains(receiver.Received, one => one.Path == "/broken");
    }

    private static async Task<Guid> AddAsync(DeskHost host, Uri receiver, string path) => Guid.Parse(
        (await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = new Uri(receiver, path).ToString() },
            System.Net.HttpStatusCode.Created)).EnumerateObject().First().Value.Text("id"));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; !await holds(); i++)
        {
            Assert.True(i < 900, "It never came so far.");
            await Task.Delay(100);
        }
    }

    /// <summary>The way out throws for one path, as nothing behind the port should.</summary>
    private sealed class Trouble : IOutboundHttp
    {
        private IOutboundHttp _inner = null!;

        public bool IsOver { get; set; }

        public void Put(IServiceCollection services)
        {
            var usual = services.Single(one => one.ServiceType == typeof(IOutboundHttp)).ImplementationFactory!;
            services.Replace(ServiceDescriptor.Singleton<IOutboundHttp>(provider =>
            {
                _inner = (IOutboundHttp)usual(provider);
                return this;
            }));
        }

        public string? CheckTarget(string url) => _inner.CheckTarget(url);

        public Task<OutboundAnswer> PostAsync(Uri target, IReadOnlyDictionary<string, string> headers, byte[] body,
            CancellationToken cancellation) =>
            target.AbsolutePath == "/broken" && !IsOver ? throw new ArithmeticException("A fault of our own.") : _inner.PostAsync(target,
                headers, body, cancellation);

        public Task<OutboundAnswer> GetAsync(Uri target, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation) =>
            _inner.GetAsync(target, headers, cancellation);
    }
}
