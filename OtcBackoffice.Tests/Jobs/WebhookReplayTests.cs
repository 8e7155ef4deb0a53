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
        var made = await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = new Uri(receiver.Address, "/acacia").ToString() },
            HttpStatusCode.Created);
        var (id, secret) = (made.Text("endpoint", "id"), made.Text("secret"));

        await host.Baobab.PostJsonAsync($"webhooks/endpoints/{id}/test", new { type = "order.status_changed" }, HttpStatusCode.NotFound);
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/test", new { type = "no such thing" }, HttpStatusCode.BadRequest);
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/test", new { type = "order.no_such_thing" }, HttpStatusCode.BadRequest);
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/test", new { type = "order.status_changed" }, HttpStatusCode.Accepted);
        var test = (await receiver.WaitForAsync(1))[0];
        Assert.Equal(("true", "order.status_changed"), (test.Headers["X-OTC-Test"], test.Json.Text("event")));
        Assert.True(test.HasStandardSignature(secret));

        await host.Acacia.PostJsonAsync("webhooks/deliveries/replay", new { since = before.AddDays(-60) }, HttpStatusCode.BadRequest);
        await host.Baobab.PostJsonAsync("webhooks/deliveries/replay", new { since = before, endpoint_id = id, latest_per_object = true },
            HttpStatusCode.NotFound);
        var job = await host.Acacia.PostJsonAsync("webhooks/deliveries/replay",
            new { since = before, endpoint_id = id, latest_per_object = true }, HttpStatusCode.Accepted);
        var replayed = (await receiver.WaitForAsync(3)).Skip(1).ToList();
        var done = await UntilDoneAsync(host, job.Text("job", "id"));
        Assert.Equal((2, 2, 0), (done.GetProperty("total").GetInt32(), done.GetProperty("done").GetInt32(),
            done.GetProperty("failed").GetInt32()));
        Assert.Equal(3, receiver.Received.Count);
        Assert.All(replayed, one => Assert.Equal("true", one.Headers["X-OTC-Replay"]));
        Assert.All(replayed, one => Assert.False(one.Headers.ContainsKey("X-OTC-Test")));
        Assert.Equal(2, replayed.Select(one => one.Json.GetProperty("data").ToString()).Distinct().Count());
        await host.Baobab.GetJsonAsync($"webhooks/deliveries/replay/{job.Text("job", "id")}", HttpStatusCode.NotFound);

        // Called off, what was not sent yet is not sent.
        receiver.FailNext(50);
        var second = await host.Acacia.PostJsonAsync("webhooks/deliveries/replay", new { since = before }, HttpStatusCode.Accepted);
        await receiver.WaitForAsync(5);
        Assert.Equal("cancelled",
            (await host.Acacia.DeleteJsonAsync($"webhooks/deliveries/replay/{second.Text("job", "id")}")).Text("job", "state"));
        // A try that was under way may still arrive; this waits for it.
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 1 });
        var seen = receiver.Received.Count;
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 600 });
        Assert.Equal(seen, receiver.Received.Count);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task After_a_rotation_deliveries_are_signed_with_both_until_the_overlap_ends(DatabaseProvider provider)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(provider);
        var made = await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = receiver.Address.ToString() }, HttpStatusCode.Created);
        var (id, before) = (made.Text("endpoint", "id"), made.Text("secret"));
        await host.Baobab.PostJsonAsync($"webhooks/endpoints/{id}/rotate", new { }, HttpStatusCode.NotFound);
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/overlap", new { old_valid_until = DateTime.UnixEpoch },
            HttpStatusCode.Conflict);
        var now = (await host.Admin.GetJsonAsync("/sandbox/clock")).GetProperty("now").GetDateTime();
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/rotate", new { old_valid_until = now.AddDays(8) },
            HttpStatusCode.BadRequest);
        var rotated = await host.Acacia.PostEmptyAsync($"webhooks/endpoints/{id}/rotate");
        var after = rotated.Text("secret");
        Assert.NotEqual(before, after);

        async Task<ReceivedWebhook> TestAsync()
        {
            var count = receiver.Received.Count + 1;
            await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/test", new { type = "order.created" }, HttpStatusCode.Accepted);
            return (await receiver.WaitForAsync(count))[^1];
        }

        var both = await TestAsync();
        Assert.True(both.HasStandardSignature(before) && both.HasStandardSignature(after) && both.HasOtcSignature(after));
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/overlap", new { old_valid_until = now.AddDays(3) },
            HttpStatusCode.BadRequest);
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{id}/overlap", new { old_valid_until = now.AddHours(1) });
        Assert.True((await TestAsync()).HasStandardSignature(before));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 3_601 });
        var alone = await TestAsync();
        Assert.True(alone.HasStandardSignature(after) && !alone.HasStandardSignature(before));
        var actions = (await host.Admin.GetJsonAsync($"audit?entity={id}")).GetProperty("audit").EnumerateArray().Select(row
            => row.Text("action")).ToList();
        Assert.Contains("webhook_endpoint.rotate", actions);
        Assert.Contains("webhook_endpoint.shorten_overlap", actions);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_scenario_sends_the_life_of_an_order_in_its_order_and_marked_as_a_test()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync();
        var made = await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = receiver.Address.ToString(),
            events = new[] { "otc.Deposit.*" } }, HttpStatusCode.Created);
        var (id, secret) = (made.Text("endpoint", "id"), made.Text("secret"));
        await host.Baobab.PostEmptyAsync($"webhooks/endpoints/{id}/scenario", HttpStatusCode.NotFound);
        var asked = (await host.Acacia.PostEmptyAsync($"webhooks/endpoints/{id}/scenario",
            HttpStatusCode.Accepted)).GetProperty("deliveries").EnumerateArray().ToList();
        var came = await receiver.WaitForAsync(6);
        Assert.Equal(["order.created", "order.status_changed", "order.status_changed", "settlement.completed", "order.status_changed",
            "reconciliation.ready"],
            came.Select(one => one.Json.Text("event")));
        Assert.Equal(asked.Select(one => one.Text("event_type")), came.Select(one => one.Json.Text("event")));
        Assert.Equal(["pending verified", "verified settled", "settled reconciled"],
            came.Where(one => one.Json.Text("event") == "order.status_changed")
                .Select(one => $"{one.Json.Text("data", "from")} {one.Json.Text("data", "to")}"));
        Assert.All(came, one => Assert.True(one.Headers["X-OTC-Test"] == "true" && one.HasStandardSignature(secret)));
        Assert.Empty((await
            host.Client(host.Credentials.MerchantNamed("Acacia").PlatformApiKey!).GetJsonAsync("/v1/events")).GetProperty("events")
                .EnumerateArray());
        await host.Acacia.DeleteJsonAsync($"webhooks/endpoints/{id}");
        await host.Acacia.PostEmptyAsync($"webhooks/endpoints/{id}/scenario", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Every_type_of_the_catalogue_can_be_tried_and_comes_in_its_own_shape()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync();
        var made = await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = receiver.Address.ToString() }, HttpStatusCode.Created);
        var types = (await host.Acacia.GetJsonAsync("webhooks/types")).GetProperty("types").EnumerateArray().ToList();
        Assert.Superset(new HashSet<string> { "order.created", "order.status_changed", "settlement.completed", "reconciliation.ready",
            "status.incident" },
            types.Select(type => type.Text("type")).ToHashSet());
        foreach (var type in types)
        {
            await host.Acacia.PostJsonAsync($"webhooks/endpoints/{made.Text("endpoint", "id")}/test", new { type = type.Text("type") },
                HttpStatusCode.Accepted);
        }
        var received = await receiver.WaitForAsync(types.Count);
        Assert.All(received, one => Assert.Equal("true", one.Headers["X-OTC-Test"]));
        string Shape(JsonElement body) => string.Join(',', body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(types.Select(type => Shape(type.GetProperty("example"))).Order(), received.Select(one => Shape(one.Json)).Order());
        // Also by the name that the gateway's bodies have, and only for what is an event.
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{made.Text("endpoint", "id")}/test", new { type = "payment_status_update" },
            HttpStatusCode.Accepted);

        // What can be tried can be subscribed to, at every door.
        var key = host.Client(host.Credentials.MerchantNamed("Acacia").PlatformApiKey!);
        var named = await key.PostJsonAsync("/v1/webhooks/endpoints", new { url = receiver.Address.ToString(),
            events = new[] { "order.created", "settlement.completed" } }, HttpStatusCode.Created);
        await host.Acacia.PatchJsonAsync($"webhooks/endpoints/{named.Text("endpoint", "id")}",
            new { events = new[] { "order.status_changed" } });
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
