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
        await receiver.WaitForAsync(1);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 120 });
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 120 });

        var received = await receiver.WaitForAsync(3);
        Assert.Single(received.Select(one => one.Id).Distinct());
        Assert.All(received, one => Assert.True(one.HasStandardSignature(Secret(endpoint), TimeProvider.System.GetUtcNow().AddMinutes(2)) || one.HasOtcSignature(Secret(endpoint))));
        var delivery = await DeliveredAsync(host);
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

    private static async Task<System.Text.Json.JsonElement> DeliveredAsync(DeskHost host)
    {
        for (var i = 0; i < 50; i++)
        {
            var list = await host.Acacia.GetJsonAsync("webhooks/deliveries");
            var first = list.EnumerateObject().First().Value[0];
            if (first.Text("state") == "delivered")
            {
                return first;
            }
            await Task.Delay(100);
        }
        throw new TimeoutException("The delivery never ended.");
    }
}
