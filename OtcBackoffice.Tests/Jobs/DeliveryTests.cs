using OtcBackoffice.Data;
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
        var endpoint = await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = new Uri(receiver.Address, "/merchant").ToString(), events = (string[])["otc.Deposit.Submitted_for_review"] }, System.Net.HttpStatusCode.Created);
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
        Assert.All(received, one => Assert.True(one.HasStandardSignature(Secret(endpoint), TimeProvider.System.GetUtcNow().AddMinutes(2)) || one.HasOtcSignature(Secret(endpoint))));
        Assert.Equal(3, delivery.GetProperty("attempts").GetArrayLength());
    }

    [Fact]
    public async Task An_event_of_one_merchant_never_reaches_another_merchants_endpoint()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync();
        await host.Baobab.PostJsonAsync("webhooks/endpoints", new { url = new Uri(receiver.Address, "/baobab").ToString() }, System.Net.HttpStatusCode.Created);

        await DepositSteps.SubmitAsync(host, "100000.00", host.Acacia);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 60 });
        Assert.Empty(receiver.Received);

        await DepositSteps.SubmitAsync(host, "100000.00", host.Baobab);
        await receiver.WaitForAsync(2);
    }

    private static string Secret(System.Text.Json.JsonElement created) => created.TryGetProperty("secret", out var secret) ? secret.GetString()! : created.Text("webhook_endpoint", "secret");

    private static async Task<System.Text.Json.JsonElement> UntilAsync(DeskHost host, Func<System.Text.Json.JsonElement, bool> holds)
    {
        for (var i = 0; i < 200; i++)
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
