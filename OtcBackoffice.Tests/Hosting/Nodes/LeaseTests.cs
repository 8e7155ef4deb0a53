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
        Assert.Equal(1, await ChangeAsync("UPDATE leases SET holder = {0}, until_utc = (extract(epoch from clock_timestamp()) * 1000)::bigint + 300 WHERE name = 'test:lease'", Guid.NewGuid()));
        await using var after = await one.TryTakeAsync("test:lease", TimeSpan.FromSeconds(3), CancellationToken.None);
        Assert.NotNull(after);
    }

    [Fact]
    public async Task Whoever_lost_the_lease_cannot_write_what_it_did()
    {
        if (!pair.IsThere)
        {
            return;
        }
        await using var lease = Assert.IsType<Lease>(await Leases(pair.One).TryTakeAsync("test:fence", TimeSpan.Zero, CancellationToken.None));
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
        await pair.One.Acacia.PostJsonAsync("webhooks/endpoints", new { url = new Uri(receiver.Address, "/slow").ToString() }, System.Net.HttpStatusCode.Created);
        receiver.FailNext(1);
        receiver.DelayNext(1, TimeSpan.FromSeconds(3));
        await DepositSteps.SubmitAsync(pair.One, "100000.00");
        await using var db = pair.One.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        await NodePair.UntilAsync(async () =>
        {
            var now = DateTime.UtcNow;
            return await db.Leases.AsNoTracking().AnyAsync(row => row.Name.StartsWith("webhooks:") && row.UntilUtc > now);
        }, TimeSpan.FromSeconds(10));
        await Task.Delay(500);

        // What a successor does that was faster: it holds the lease and has delivered.
        Assert.True(await ChangeAsync("UPDATE leases SET fence = fence + 1, holder = {0} WHERE name LIKE 'webhooks:%'", Guid.NewGuid()) >= 1);
        var delivered = await db.WebhookDeliveries.AsNoTracking().Where(row => row.State == "pending").Select(row => row.Id).ToListAsync();
        Assert.NotEmpty(delivered);
        await ChangeAsync("UPDATE webhook_deliveries SET state = 'delivered' WHERE state = {0}", "pending");
        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.All(await db.WebhookDeliveries.AsNoTracking().Where(row => delivered.Contains(row.Id)).ToListAsync(), row => Assert.Equal("delivered", row.State));
        Assert.False(await db.WebhookAttempts.AnyAsync(row => delivered.Contains(row.DeliveryId)));
    }

    private static Leases Leases(DeskHost host) => host.Services.GetRequiredService<Leases>();

    private async Task AuditAsync(Guid entity)
    {
        await using var scope = pair.One.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DeskTransaction>().RunAsAsync<Unit>(Actor.System("test"), new DeskCommand(null), (work, _) =>
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
