using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Nodes;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>What one node does at a time, and what becomes of a node that was too slow (issue 18, point 3).</summary>
public sealed class LeaseTests(NodePair pair) : IClassFixture<NodePair>
{
    [Fact]
    public async Task A_lease_is_one_node_s_until_it_is_given_back_or_runs_out()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var (one, two) = (Leases(pair.One), Leases(pair.Two));
        var held = Assert.IsType<Lease>(await one.TryTakeAsync("test:lease", TimeSpan.Zero, CancellationToken.None));
        Assert.Null(await two.TryTakeAsync("test:lease", TimeSpan.Zero, CancellationToken.None));
        Assert.Null(await one.TryTakeAsync("test:lease", TimeSpan.Zero, CancellationToken.None));
        // It is renewed for longer than it lasts.
        await Task.Delay(TimeSpan.FromSeconds(6));
        Assert.Null(await two.TryTakeAsync("test:lease", TimeSpan.Zero, CancellationToken.None));
        Assert.False(held.Lost.IsCancellationRequested);
        await held.DisposeAsync();
        await using (var next = Assert.IsType<Lease>(await two.TryTakeAsync("test:lease", TimeSpan.Zero, CancellationToken.None)))
        {
            Assert.Equal(held.Number + 1, next.Number);
        }
        await ChangeAsync($"UPDATE leases SET holder = {{0}}, until_utc = {Now} + 300 WHERE name = 'test:lease'", Guid.NewGuid());
        await using var after = await one.TryTakeAsync("test:lease", TimeSpan.FromSeconds(3), CancellationToken.None);
        Assert.NotNull(after);
    }

    [Fact]
    public async Task A_node_that_fell_silent_holds_nothing()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var dead = Guid.NewGuid();
        await ChangeAsync("INSERT INTO nodes (name, instance, version, schema, state, last_seen_at_utc, skew_ms, circuits) "
            + $"VALUES ('dead', {{0}}, '1', '1', 'serving', {Now} - 16000, 0, 0)", dead);
        await ChangeAsync($"INSERT INTO leases (name, holder, fence, until_utc) VALUES ('test:dead', {{0}}, 7, {Now} + 3600000)", dead);

        await using var lease = await Leases(pair.One).TryTakeAsync("test:dead", TimeSpan.FromSeconds(6), CancellationToken.None);

        Assert.Equal(8, lease?.Number);
        await ChangeAsync("DELETE FROM nodes WHERE instance = {0}", dead);
    }

    [Fact]
    public async Task What_concerns_one_record_is_sent_in_order_and_once_whichever_node_it_happened_on()
    {
        if (!pair.IsThere)
        {
            return;
        }
        await using var receiver = await WebhookReceiver.StartAsync();
        await pair.One.Acacia.PostJsonAsync(
            "webhooks/endpoints", new { url = new Uri(receiver.Address, "/both").ToString() }, System.Net.HttpStatusCode.Created);
        receiver.DelayNext(5, TimeSpan.FromMilliseconds(150));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
        {
            var (here, there) = number % 2 == 0 ? (pair.One, pair.Two) : (pair.Two, pair.One);
            var id = await DepositSteps.SubmitAsync(here, "100000.00");
            await there.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
            await here.Officer.PostJsonAsync($"otc/deposits/{id}/release");
            await there.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
            await here.Officer.PostJsonAsync($"otc/deposits/{id}/reject", new { reason = "It did not arrive" });
        }));

        await using var db = pair.One.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        await NodePair.UntilAsync(async () => !await db.WebhookDeliveries.AsNoTracking().AnyAsync(row => row.State == "pending"
            && db.WebhookEndpoints.Any(one => one.Id == row.EndpointId && one.Url.EndsWith("/both"))), TimeSpan.FromSeconds(40));
        var sequences = receiver.Received.Select(one => long.Parse(
            one.Headers["X-OTC-Sequence"], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.True(sequences.Count >= 8, $"{sequences.Count} messages");
        Assert.Equal(sequences.Count, sequences.Distinct().Count());
        var subjects = await db.Outbox.AsNoTracking().Where(row => sequences.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.SubjectId);
        Assert.All(sequences.GroupBy(sequence => subjects[sequence]), one => Assert.Equal(one.Order(), one));
    }

    [Fact]
    public async Task Of_claims_on_both_nodes_at_once_one_person_s_holds()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var id = await DepositSteps.SubmitAsync(pair.One, "100000.00");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var client = number % 2 == 0 ? pair.One.Officer : pair.Two.Officer2;
            using var answer = await client.PostAsync($"/api/v1/auth/otc/deposits/{id}/claim", null);
            return (Person: number % 2, answer.StatusCode);
        }));
        var holders = answers.Where(answer => answer.StatusCode == System.Net.HttpStatusCode.OK).Select(answer => answer.Person);
        Assert.Single(holders.Distinct());
        Assert.All(answers, answer => Assert.True((int)answer.StatusCode is 200 or 409, $"{answer.StatusCode}"));
    }

    [Fact]
    public async Task Whoever_lost_the_lease_cannot_write_what_it_did()
    {
        if (!pair.IsThere)
        {
            return;
        }
        var taken = await Leases(pair.One).TryTakeAsync("test:fence", TimeSpan.Zero, CancellationToken.None);
        await using var lease = Assert.IsType<Lease>(taken);
        var (kept, late) = (Guid.NewGuid(), Guid.NewGuid());
        using (lease.Enter())
        {
            await AuditAsync(kept);
            await ChangeAsync("UPDATE leases SET fence = fence + 1, holder = {0} WHERE name = 'test:fence'", Guid.NewGuid());
            await Assert.ThrowsAsync<LeaseLostException>(() => AuditAsync(late));
        }
        await using var db = pair.One.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.True(await db.Audit.AnyAsync(row => row.EntityId == kept));
        Assert.False(await db.Audit.AnyAsync(row => row.EntityId == late));
    }

    [Fact]
    public async Task A_late_failure_takes_no_delivery_back()
    {
        if (!pair.IsThere)
        {
            return;
        }
        await using var receiver = await WebhookReceiver.StartAsync();
        await pair.One.Acacia.PostJsonAsync(
            "webhooks/endpoints", new { url = new Uri(receiver.Address, "/slow").ToString() }, System.Net.HttpStatusCode.Created);
        receiver.FailNext(50);
        receiver.DelayNext(1, TimeSpan.FromSeconds(6));
        await DepositSteps.SubmitAsync(pair.One, "100000.00");
        await using var db = pair.One.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        await NodePair.UntilAsync(async () =>
        {
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            return await db.Leases.AsNoTracking().AnyAsync(row => row.Name.StartsWith("webhooks:") && row.UntilUtc > now);
        }, TimeSpan.FromSeconds(90));
        await Task.Delay(500);

        // What a successor does that was faster: it holds the lease and has delivered.
        var stolen = await ChangeAsync("UPDATE leases SET fence = fence + 1, holder = {0} WHERE name LIKE 'webhooks:%'", Guid.NewGuid());
        Assert.True(stolen >= 1);
        var delivered = await db.WebhookDeliveries.AsNoTracking().Where(row => row.State == "pending"
            && db.WebhookEndpoints.Any(one => one.Id == row.EndpointId && one.Url.EndsWith("/slow"))).Select(row => row.Id).ToListAsync();
        Assert.NotEmpty(delivered);
        var tries = await db.WebhookAttempts.CountAsync(row => delivered.Contains(row.DeliveryId));
        await ChangeAsync("UPDATE webhook_deliveries SET state = 'delivered' WHERE state = {0}", "pending");
        await Task.Delay(TimeSpan.FromSeconds(8));

        var after = await db.WebhookDeliveries.AsNoTracking().Where(row => delivered.Contains(row.Id))
            .Select(row => row.State).ToListAsync();
        Assert.All(after, state => Assert.Equal("delivered", state));
        Assert.Equal(tries, await db.WebhookAttempts.CountAsync(row => delivered.Contains(row.DeliveryId)));
    }

    private const string Now = Fence.DatabaseNow;

    private static Leases Leases(DeskHost host) => host.Services.GetRequiredService<Leases>();

    private async Task AuditAsync(Guid entity)
    {
        await using var scope = pair.One.Services.CreateAsyncScope();
        var transaction = scope.ServiceProvider.GetRequiredService<DeskTransaction>();
        await transaction.RunAsAsync<Unit>(Actor.System("test"), new DeskCommand(null), (work, _) =>
        {
            work.Audit(new AuditNote("test.note", "test", entity));
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, CancellationToken.None);
    }

    private async Task<int> ChangeAsync(string sql, object value)
    {
        await using var db = pair.One.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        return await db.Database.ExecuteSqlRawAsync(sql, value);
    }
}
