using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Jobs;

public sealed class DeliveryTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_failing_receiver_gets_the_same_message_again_and_every_try_is_kept(DatabaseProvider provider)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(provider);
        var endpoint = await host.Acacia.PostJsonAsync("webhooks/endpoints",
            new { url = new Uri(receiver.Address, "/merchant").ToString(), events = (string[])["otc.Deposit.Submitted_for_review"] },
            System.Net.HttpStatusCode.Created);
        receiver.FailNext(2);

        await DepositSteps.SubmitAsync(host, "100000.00");
        // The next try is reckoned from the moment in which this one is recorded, so the clock moves only after that.
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await UntilAsync(host, delivery => delivery.GetProperty("attempts").GetArrayLength() >= attempt);
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 120 });
        }

        var delivery = await UntilAsync(host, one => one.Text("state") == "delivered");
        var received = await receiver.WaitForAsync(3);
        Assert.Single(received.Select(one => one.Id).Distinct());
        Assert.All(received, one =>
            Assert.True(one.HasStandardSignature(Secret(endpoint), TimeProvider.System.GetUtcNow().AddMinutes(2))
            || one.HasOtcSignature(Secret(endpoint))));
        Assert.Equal(3, delivery.GetProperty("attempts").GetArrayLength());
    }

    [Fact]
    public async Task An_event_of_one_merchant_never_reaches_another_merchants_endpoint()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync();
        await host.Baobab.PostJsonAsync("webhooks/endpoints", new { url = new Uri(receiver.Address, "/baobab").ToString() },
            System.Net.HttpStatusCode.Created);

        await DepositSteps.SubmitAsync(host, "100000.00", host.Acacia);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 60 });
        Assert.Empty(receiver.Received);

        await DepositSteps.SubmitAsync(host, "100000.00", host.Baobab);
        await receiver.WaitForAsync(2);
    }

    /// <summary>More is due for it than is taken at a time, and all of it earlier: the other endpoint must not wait behind that.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_dead_receiver_is_left_alone_and_holds_up_nobody_else(DatabaseProvider provider)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Provider = provider, Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var dead = await AddAsync(host, new Uri("http://127.0.0.1:9/"));
        await AddAsync(host, receiver.Address);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        await LeaveDueAsync(db, dead, 300);
        await DepositSteps.SubmitAsync(host, "100000.00");

        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<WebhookDispatch>().StartAsync(CancellationToken.None);
            await host.Services.GetRequiredService<WebhookLanes>().WhenIdleAsync();
        }

        Assert.NotEmpty(receiver.Received);
        var tried = await db.WebhookDeliveries.CountAsync(row => row.EndpointId == dead && row.AttemptCount > 0);
        Assert.InRange(tried, 3, 6);
        Assert.Equal(0, await db.WebhookDeliveries.CountAsync(row => row.EndpointId == dead && row.State != "pending"));
    }

    [Fact]
    public async Task What_waits_for_an_endpoint_ends_with_it_and_is_kept_while_it_is_switched_off()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var (off, removed) = (await AddAsync(host, receiver.Address), await AddAsync(host, receiver.Address));
        await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Acacia.PatchJsonAsync($"webhooks/endpoints/{off}", new { is_active = false });
        (await host.Acacia.DeleteAsync($"/api/v1/auth/webhooks/endpoints/{removed}")).EnsureSuccessStatusCode();

        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<WebhookDispatch>().StartAsync(CancellationToken.None));

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.All(await db.WebhookDeliveries.Where(row => row.EndpointId == off).ToListAsync(), row => Assert.Equal("pending", row.State));
        Assert.All(await db.WebhookDeliveries.Where(row => row.EndpointId == removed).ToListAsync(),
            row => Assert.Equal("dead", row.State));
        await host.Acacia.PatchJsonAsync($"webhooks/endpoints/{off}", new { is_active = true });
        Assert.NotEqual(0, await scope.ServiceProvider.GetRequiredService<WebhookDispatch>().StartAsync(CancellationToken.None));
        await host.Services.GetRequiredService<WebhookLanes>().WhenIdleAsync();
    }

    private static async Task<Guid> AddAsync(DeskHost host, Uri url) =>
        Guid.Parse((await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = url.ToString() }, System.Net.HttpStatusCode.Created))
            .EnumerateObject().First().Value.Text("id"));

    private static async Task LeaveDueAsync(BackofficeDbContext db, Guid endpoint, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (message, subject) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            db.Outbox.Add(new OutboxMessage { MessageId = message, Type = "otc.Deposit.Priced", SubjectId = subject, MerchantId = subject,
                Payload = "{}", Cause = "test", CreatedAtUtc = DateTime.UnixEpoch });
            db.WebhookDeliveries.Add(new WebhookDelivery
            {
                Id = Guid.CreateVersion7(), MessageId = message, EndpointId = endpoint, EventType = "otc.Deposit.Priced",
                SubjectId = subject, State = "pending",
                NextAttemptAtUtc = DateTime.UnixEpoch, CreatedAtUtc = DateTime.UnixEpoch,
            });
        }
        await db.SaveChangesAsync();
    }

    private static string Secret(System.Text.Json.JsonElement created) =>
        created.TryGetProperty("secret", out var secret) ? secret.GetString()! : created.Text("webhook_endpoint", "secret");

    private static async Task<System.Text.Json.JsonElement> UntilAsync(DeskHost host, Func<System.Text.Json.JsonElement, bool> holds)
    {
        for (var i = 0; i < 900; i++)
        {
            var list = (await host.Acacia.GetJsonAsync("webhooks/deliveries")).EnumerateObject().First().Value;
            if (list.GetArrayLength() > 0 && holds(list[0]))
            {
                return list[0];
            }
            await Task.Delay(100);
        }
        throw new TimeoutException("The delivery never came so far.");
    }
}
