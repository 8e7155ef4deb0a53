using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>A demo that is opened for the first time has thirty days behind it, and its books are those of a desk that lived
/// them.</summary>
public sealed class DemoLifeTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_first_start_finds_a_desk_at_work_and_the_second_adds_nothing(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Provider = provider, Settings = new Dictionary<string, string?> { ["Demo:Life"] = "true" },
        });
        host.AssertNoErrors();
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;

        var deposits = await db.Deposits.AsNoTracking().ToListAsync();
        Assert.Equal([DepositStatus.Draft, DepositStatus.Pending, DepositStatus.Confirmed, DepositStatus.Rejected, DepositStatus.Credited],
            deposits.Select(one => one.Status).Distinct().Order());
        Assert.InRange(deposits.Count(one => one.Status == DepositStatus.Credited), 35, 90);
        Assert.InRange((now - deposits.Min(one => one.CreatedAtUtc)).TotalDays, 28, 31);
        Assert.True(deposits.Max(one => one.UpdatedAtUtc) <= now.AddMinutes(1), "Something lies ahead of the clock.");
        Assert.Contains(deposits, one => one.Status == DepositStatus.Pending && one.DecisionDueAtUtc < now);
        Assert.Contains(deposits, one => one.Status == DepositStatus.Pending && one.Question is not null);
        Assert.Equal(1, await db.Approvals.CountAsync(one => one.Status == "waiting"));
        Assert.True(await db.Receipts.CountAsync(one => one.Status == OtcBackoffice.Domain.Receipts.ReceiptStatus.Unmatched) >= 3);
        Assert.True(await db.Exchanges.CountAsync() >= 5 && await db.BlockOrders.CountAsync() >= 5
            && await db.GatewayPayments.CountAsync() >= 5);
        Assert.True(await db.Withdrawals.Select(one => one.Status).Distinct().CountAsync() >= 4);

        await using var scope = host.Services.CreateAsyncScope();
        Assert.All(await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None),
            check => Assert.Null(check.Fault));
        var audit = scope.ServiceProvider.GetRequiredService<AuditDesk>();
        await audit.SealAsync(CancellationToken.None);
        Assert.Null((await audit.VerifyAsync(CancellationToken.None)).Fault);

        var before = deposits.Count;
        await host.RestartAsync();
        await using var later = await host.Services.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContextAsync();
        Assert.Equal(before, await later.Deposits.CountAsync());
        host.AssertNoErrors();
    }
}
