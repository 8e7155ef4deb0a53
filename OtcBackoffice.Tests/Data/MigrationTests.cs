using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Schema;
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
