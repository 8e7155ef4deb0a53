using OtcBackoffice.Data;
using OtcBackoffice.Data.Nodes;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>A start counts the connections of all nodes against the server, by the sum that docs/scale.md prints.</summary>
public sealed class PoolSizesTests
{
    [Theory]
    // 2 x (40 + 22) + 13 = 137, as in docs/scale.md.
    [InlineData(2, 40, 137, 137, true, 40)]
    [InlineData(2, 40, 136, 137, false, 39)]
    [InlineData(4, 100, 100, 501, false, 1)]
    public void The_sum_is_the_documented_one(int nodes, int pool, int max, int needed, bool fits, int fitting)
    {
        var sizes = new PoolSizes(nodes, pool, max);
        Assert.Equal((needed, fits, fitting), (sizes.Needed, sizes.Fits, sizes.PoolThatFits));
    }

    [Theory]
    [MemberData(nameof(TestDatabases.All), MemberType = typeof(TestDatabases))]
    public async Task A_start_asks_the_server_and_counts_the_nodes_that_live(DatabaseProvider provider)
    {
        await using var made = await TestDatabases.CreateMigratedAsync(provider);
        if (provider == DatabaseProvider.Sqlite)
        {
            await using var file = made.Open();
            Assert.Null(await PoolSizes.ReadAsync(file, "a", CancellationToken.None));
            return;
        }
        await using var database = BackofficeDatabase.PostgreSql(made.ConnectionString + ";Maximum Pool Size=50000");
        await using (var db = database.CreateDbContext())
        {
            db.Nodes.AddRange(Node("a", "serving"), Node("b", "draining"), Node("c", "gone"));
            await db.SaveChangesAsync();
        }
        var sizes = await PoolSizes.ReadAsync(database, "a", CancellationToken.None);
        Assert.Equal((2, 50_000, false), (sizes!.Nodes, sizes.Pool, sizes.Fits));
        Assert.True(sizes.ServerMax > 0);
    }

    private static OtcBackoffice.Data.Records.NodeRow Node(string name, string state) =>
        new() { Name = name, Instance = Guid.CreateVersion7(), Version = "1", Schema = "s", State = state,
            LastSeenAtUtc = DateTime.UnixEpoch };
}
