using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OtcBackoffice.Data.Nodes;

/// <summary>
/// Whether the server has a connection for everybody who may ask for one: all nodes with their pools, what a node holds beside its
/// pool, and what PostgreSQL and its operators need (issue 18, "Pools"). Counted in connections.
/// </summary>
public sealed record PoolSizes(int Nodes, int Pool, int ServerMax)
{
    /// <summary>What a node holds beside its pool: sixteen of the scheduler, six for signals and its heartbeat.</summary>
    public const int BesidePool = 22;

    /// <summary>Three that the server keeps for itself, ten for its operators and backups.</summary>
    public const int Reserve = 13;

    /// <summary>How many connections there may be in all.</summary>
    public int Needed => (Nodes * (Pool + BesidePool)) + Reserve;

    /// <summary>Whether all of them can be open at once.</summary>
    public bool Fits => Needed <= ServerMax;

    /// <summary>The largest pool with which these nodes fit, or 1 where none does.</summary>
    public int PoolThatFits => Math.Max(1, ((ServerMax - Reserve) / Math.Max(1, Nodes)) - BesidePool);

    /// <summary>Asks the server, for a node of this name beside the others; null for an embedded database, which has no connections to
    /// share out.</summary>
    public static async Task<PoolSizes?> ReadAsync(BackofficeDatabase database, string self, CancellationToken cancellation)
    {
        if (database.Provider != DatabaseProvider.PostgreSql)
        {
            return null;
        }
        await using var db = database.CreateDbContext();
        var max = await db.Database.SqlQuery<int>($"""SELECT current_setting('max_connections')::int AS "Value" """)
            .SingleAsync(cancellation);
        var others = await db.Nodes.CountAsync(row => row.Name != self && row.State != "gone", cancellation);
        return new PoolSizes(others + 1, new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize, max);
    }
}
