using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data.Writing;

/// <summary>The hot path and the tracked context must read and write the very same rows.</summary>
public sealed class PreparedEntityTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_property_is_read_as_the_context_reads_it(DatabaseProvider provider)
    {
        await using var test = await TestDatabases.CreateMigratedAsync(provider);
        await using var database = test.Open();
        var merchant = await AddMerchantAsync(database);
        var (full, bare) = (MadeDeposits.Made(merchant, filled: true), MadeDeposits.Made(merchant, filled: false));
        await AddAsync(database, full, bare);

        foreach (var deposit in (Deposit[])[full, bare])
        {
            var found = await database.Lane.RunAsync(async (session, token) => Kept(await session.FindAsync<Deposit>(deposit.Id, token)),
                CancellationToken.None);
            AssertSame(deposit, found!);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_change_is_written_and_nothing_else(DatabaseProvider provider)
    {
        await using var test = await TestDatabases.CreateMigratedAsync(provider);
        await using var database = test.Open();
        var merchant = await AddMerchantAsync(database);
        var deposit = MadeDeposits.Made(merchant, filled: false);
        await AddAsync(database, deposit);
        var wanted = MadeDeposits.Made(merchant, filled: true);
        MadeDeposits.Set(wanted, nameof(Deposit.Id), deposit.Id);

        await WriteAsync(database, deposit.Id, wanted);
        AssertSame(wanted, await ReadAsync(database, deposit.Id));

        MadeDeposits.Set(deposit, nameof(Deposit.Version), 9);
        await WriteAsync(database, deposit.Id, deposit);
        AssertSame(deposit, await ReadAsync(database, deposit.Id));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_record_that_was_written_meanwhile_is_not_overwritten(DatabaseProvider provider)
    {
        await using var test = await TestDatabases.CreateMigratedAsync(provider);
        await using var database = test.Open();
        var deposit = MadeDeposits.Made(await AddMerchantAsync(database), filled: false);
        await AddAsync(database, deposit);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => database.Lane.RunAsync(
            async (session, token) =>
            {
                var found = (await session.FindAsync<Deposit>(deposit.Id, token))!;
                await session.ScalarAsync("UPDATE otc_deposits SET version = version + 1 WHERE id = @p0 RETURNING version", token,
                    deposit.Id);
                MadeDeposits.Set(found, nameof(Deposit.InternalNote), "mine");
                await session.SaveAsync(token);
                return Kept(true);
            },
            CancellationToken.None));

        Assert.Null((await ReadAsync(database, deposit.Id)).InternalNote);
    }

    [Fact]
    public async Task One_body_sees_one_instance_and_a_missing_record_is_null()
    {
        await using var test = await TestDatabases.CreateMigratedAsync(DatabaseProvider.Sqlite);
        await using var database = test.Open();
        var deposit = MadeDeposits.Made(await AddMerchantAsync(database), filled: false);
        await AddAsync(database, deposit);

        await database.Lane.RunAsync(
            async (session, token) =>
            {
                Assert.Same(await session.FindAsync<Deposit>(deposit.Id, token), await session.FindAsync<Deposit>(deposit.Id, token));
                Assert.Null(await session.FindAsync<Deposit>(Guid.NewGuid(), token));
                return Kept(true);
            },
            CancellationToken.None);
    }

    private static LaneOutcome<T> Kept<T>(T value)
    {
        return new LaneOutcome<T>(value, Keep: true);
    }

    private static Task<bool> WriteAsync(BackofficeDatabase database, Guid id, Deposit wanted)
    {
        return database.Lane.RunAsync(
            async (session, token) =>
            {
                var found = (await session.FindAsync<Deposit>(id, token))!;
                foreach (var property in MadeDeposits.Stored)
                {
                    property.SetValue(found, property.GetValue(wanted));
                }
                await session.SaveAsync(token);
                return Kept(true);
            },
            CancellationToken.None);
    }

    private static async Task<Deposit> ReadAsync(BackofficeDatabase database, Guid id)
    {
        await using var db = database.CreateDbContext();
        return await db.Deposits.AsNoTracking().SingleAsync(row => row.Id == id);
    }

    private static async Task<Guid> AddMerchantAsync(BackofficeDatabase database)
    {
        await using var db = database.CreateDbContext();
        var merchant = Merchant.Create(Guid.CreateVersion7(), "Acacia", null, MadeDeposits.Noon).Value;
        db.Merchants.Add(merchant);
        await db.SaveChangesAsync();
        return merchant.Id;
    }

    private static async Task AddAsync(BackofficeDatabase database, params Deposit[] deposits)
    {
        await using var db = database.CreateDbContext();
        db.Deposits.AddRange(deposits);
        await db.SaveChangesAsync();
    }

    private static void AssertSame(Deposit expected, Deposit actual)
    {
        Assert.All(MadeDeposits.Stored, property => Assert.True(
            Equals(property.GetValue(expected), property.GetValue(actual)),
            $"{property.Name}: {property.GetValue(expected)} became {property.GetValue(actual)}"));
        Assert.Equal(expected.CreatedAtUtc.Kind, actual.CreatedAtUtc.Kind);
    }
}
