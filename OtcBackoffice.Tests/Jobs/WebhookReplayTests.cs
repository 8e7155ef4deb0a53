using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Jobs;

/// <summary>Test events, and the latest of each object after an outage (specification 000; sentences D7 and D8).</summary>
public sealed class WebhookReplayTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_receiver_that_was_away_gets_the_latest_of_each_object_marked_as_a_replay(DatabaseProvider provider)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(provider);
        var before = (await host.Admin.GetJsonAsync("/sandbox/clock")).GetProperty("now").GetDateTime();
        // What happened before there was an endpoint has no delivery at all.
        await DepositSteps.SubmitAsync(host, "100000.00", host.Acacia);
        await DepositSteps.SubmitAsync(host, "120000.00", host.Acacia);
        await DepositSteps.SubmitAsync(host, "130000.00", host.Baobab);
        var made = await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = new Uri(receiver.Address, "/acacia").ToString() }, HttpStatusCode.Created);
        var (id, secret) = (made.Text("endpoint", "id"), made.Text("secret"));

        await host.Baobab.PostJsonAsync($"webhooks/endpoints/{id}/test", new { type = "order.status_changed" }, HttpStatusCode.NotFound);
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/test", new { type = "no such thing" }, HttpStatusCode.BadRequest);
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/test", new { type = "order.status_changed" }, HttpStatusCode.Accepted);
        var test = (await receiver.WaitForAsync(1))[0];
        Assert.Equal(("true", "order.status_changed"), (test.Headers["X-OTC-Test"], test.Json.Text("event")));
        Assert.True(test.HasStandardSignature(secret));

        await host.Acacia.PostJsonAsync("webhooks/deliveries/replay", new { since = before.AddDays(-60) }, HttpStatusCode.BadRequest);
        await host.Baobab.PostJsonAsync("webhooks/deliveries/replay", new { since = before, endpoint_id = id, latest_per_object = true }, HttpStatusCode.NotFound);
        var job = await host.Acacia.PostJsonAsync("webhooks/deliveries/replay", new { since = before, endpoint_id = id, latest_per_object = true }, HttpStatusCode.Accepted);
        var replayed = (await receiver.WaitForAsync(3)).Skip(1).ToList();
        var done = await UntilDoneAsync(host, job.Text("job", "id"));
        Assert.Equal((2, 2, 0), (done.GetProperty("total").GetInt32(), done.GetProperty("done").GetInt32(), done.GetProperty("failed").GetInt32()));
        Assert.Equal(3, receiver.Received.Count);
        Assert.All(replayed, one => Assert.Equal("true", one.Headers["X-OTC-Replay"]));
        Assert.All(replayed, one => Assert.False(one.Headers.ContainsKey("X-OTC-Test")));
        Assert.Equal(2, replayed.Select(one => one.Json.GetProperty("data").ToString()).Distinct().Count());
        await host.Baobab.GetJsonAsync($"webhooks/deliveries/replay/{job.Text("job", "id")}", HttpStatusCode.NotFound);

        // Called off, what was not sent yet is not sent.
        receiver.FailNext(50);
        var second = await host.Acacia.PostJsonAsync("webhooks/deliveries/replay", new { since = before }, HttpStatusCode.Accepted);
        await receiver.WaitForAsync(5);
        Assert.Equal("cancelled", (await host.Acacia.DeleteJsonAsync($"webhooks/deliveries/replay/{second.Text("job", "id")}")).Text("job", "state"));
        // A try that was under way may still arrive; this waits for it.
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 1 });
        var seen = receiver.Received.Count;
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 600 });
        Assert.Equal(seen, receiver.Received.Count);
    }

    private static async Task<JsonElement> UntilDoneAsync(DeskHost host, string id)
    {
        for (var look = 0; look < 100; look++)
        {
            var job = (await host.Acacia.GetJsonAsync($"webhooks/deliveries/replay/{id}")).GetProperty("job");
            if (job.Text("state") == "done")
            {
                return job;
            }
            await Task.Delay(100);
        }
        throw new InvalidOperationException("The replay did not end.");
    }
}
