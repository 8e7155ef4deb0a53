using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Schema;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data;

public sealed class MigrationTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_migrations_are_the_model(DatabaseProvider provider)
    {
        await using var database = await TestDatabases.CreateAsync(provider);
        await using var opened = database.Open();
        await opened.MigrateAsync(CancellationToken.None);

        await using var db = opened.CreateDbContext();
        Assert.False(db.Database.HasPendingModelChanges());
        await opened.AssertReadyAsync(CancellationToken.None);
    }

    /// <summary>A model and the queries compiled for it cost more than everything else of a start; a database must not make its
    /// own.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_model_serves_every_database_its_readers_and_its_lane(DatabaseProvider provider)
    {
        await using var database = await TestDatabases.CreateMigratedAsync(provider);
        await using var other = await TestDatabases.CreateMigratedAsync(provider);
        await using var opened = database.Open();
        await using var beside = other.Open();
        for (var again = 0; again < 2; again++)
        {
            await using var db = opened.CreateDbContext();
            await using var far = beside.CreateDbContext();
            Assert.Equal(0, await db.Deposits.CountAsync());
            Assert.Equal(0, await far.Deposits.CountAsync());
            Assert.Same(db.Model, far.Model);
            Assert.Same(db.Model, await opened.Lane.RunAsync(
                (session, _) => Task.FromResult(new LaneOutcome<IModel>(session.Db.Model, false)), CancellationToken.None));
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_database_without_the_migrations_is_not_ready(DatabaseProvider provider)
    {
        await using var database = await TestDatabases.CreateAsync(provider);
        await using var opened = database.Open();

        var fault = await Assert.ThrowsAsync<SchemaException>(() => opened.AssertReadyAsync(CancellationToken.None));
        Assert.Contains("migrate", fault.Message, StringComparison.Ordinal);
    }
}
