using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Deposits;

/// <summary>Every way to cut the list, page by page, against the same rows sorted and filtered in memory.</summary>
public sealed class DepositPageTests
{
    private const int Deposits = 24;

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Pages_of_every_cut_join_to_the_rows_that_belong_to_it(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var (acacia, baobab) = (host.Credentials.MerchantNamed("Acacia"), host.Credentials.MerchantNamed("Baobab"));
        var officer = host.Credentials.StaffNamed("officer").UserId;
        var all = Enumerable.Range(0, Deposits)
            .Select(number => Made(number, number % 3 == 0 ? baobab.MerchantId : acacia.MerchantId, officer)).ToList();
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            db.Deposits.AddRange(all);
            await db.SaveChangesAsync();
        }

        foreach (var viewer in (Guid[])[host.Credentials.StaffNamed("admin").UserId, acacia.UserId])
        {
            foreach (var filter in Cuts(baobab.MerchantId, officer))
            {
                var wanted = all.Where(one => viewer != acacia.UserId || one.MerchantId == acacia.MerchantId)
                    .Where(one => filter.Status is null || one.Status == filter.Status)
                    .Where(one => filter.MerchantId is null || one.MerchantId == filter.MerchantId)
                    .Where(one => filter.AssigneeUserId is null || one.AssigneeUserId == filter.AssigneeUserId)
                    .OrderBy(one => one.CreatedAtUtc).ThenBy(one => one.Id.ToString(), StringComparer.Ordinal).Select(one => one.Id);
                Assert.Equal(filter.OldestFirst ? wanted : wanted.Reverse(),
                    (await PagesAsync(host, viewer, filter)).Select(view => view.Id));
            }
        }
    }

    [Fact]
    public async Task Names_stand_beside_the_rows_and_those_of_staff_are_for_staff()
    {
        await using var host = await DeskHost.StartAsync();
        var (acacia, officer) = (host.Credentials.MerchantNamed("Acacia"), host.Credentials.StaffNamed("officer").UserId);
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            var deposit = Made(1, acacia.MerchantId, officer);
            MadeDeposits.Set(deposit, nameof(Deposit.ConfirmedBy), host.Credentials.StaffNamed("admin").UserId);
            db.Deposits.Add(deposit);
            await db.SaveChangesAsync();
        }

        var staff = Assert.Single(await PagesAsync(host, officer, new DepositFilter()));
        var merchant = Assert.Single(await PagesAsync(host, acacia.UserId, new DepositFilter()));

        Assert.Equal(("Acacia Traders", "Olivia Officer", "Amina Admin"), (staff.MerchantName, staff.AssigneeName, staff.ConfirmedByName));
        Assert.Equal(("Acacia Traders", null, null), (merchant.MerchantName, merchant.AssigneeName, merchant.ConfirmedByName));
    }

    private static IEnumerable<DepositFilter> Cuts(Guid merchant, Guid assignee)
    {
        return from status in (DepositStatus?[])[null, DepositStatus.Pending]
               from owner in (Guid?[])[null, merchant]
               from holder in (Guid?[])[null, assignee]
               from oldestFirst in (bool[])[false, true]
               select new DepositFilter(status, owner, holder, oldestFirst, Size: 3);
    }

    private static async Task<List<DepositView>> PagesAsync(DeskHost host, Guid viewer, DepositFilter filter)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var identity = new ClaimsIdentity("test");
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, viewer.ToString()));
        scope.ServiceProvider.GetRequiredService<CurrentActor>().CircuitUser = new ClaimsPrincipal(identity);
        var queries = scope.ServiceProvider.GetRequiredService<DepositQueries>();
        var rows = new List<DepositView>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await queries.ListAsync(filter with { Cursor = cursor }, CancellationToken.None)).Value;
            Assert.True(page.Rows.Count == filter.Size || page.NextCursor is null);
            rows.AddRange(page.Rows);
            cursor = page.NextCursor;
        }
        return rows;
    }

    // Several share a moment, so that the id has to decide.
    private static Deposit Made(int number, Guid merchant, Guid officer)
    {
        var deposit = MadeDeposits.Made(merchant, filled: true);
        MadeDeposits.Set(deposit, nameof(Deposit.Number), 5_000L + number);
        MadeDeposits.Set(deposit, nameof(Deposit.Asset), "USDT.TRON");
        MadeDeposits.Set(deposit, nameof(Deposit.FiatCurrency), "KES");
        MadeDeposits.Set(deposit, nameof(Deposit.FiatScale), 2);
        MadeDeposits.Set(deposit, nameof(Deposit.CreatedAtUtc), MadeDeposits.Noon.AddMinutes(number / 4));
        MadeDeposits.Set(deposit, nameof(Deposit.Status), number % 2 == 0 ? DepositStatus.Pending : DepositStatus.Confirmed);
        MadeDeposits.Set(deposit, nameof(Deposit.AssigneeUserId), number % 5 == 0 ? null : officer);
        return deposit;
    }
}
