using Npgsql;

namespace OtcBackoffice.Data.Writing;

/// <summary>
/// The lease under which code runs. Every write of the lane that runs under one asks, in the same transaction and before the
/// commit, whether the lease still holds: a node that was paused or cut off cannot write what its successor does by now.
/// </summary>
/// <param name="Name">The lease.</param>
/// <param name="Number">The number that its holder was given; each holder's is higher than the last.</param>
public sealed record Fence(string Name, long Number)
{
    /// <summary>The database's own time in milliseconds, as expirations are kept.</summary>
    public const string DatabaseNow = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

    private const string HoldsSql = "SELECT 1 FROM leases WHERE name = $1 AND fence = $2 AND until_utc > " + DatabaseNow + " FOR SHARE";

    private static readonly AsyncLocal<Fence?> Under = new();

    /// <summary>The lease of this flow of control, or null.</summary>
    public static Fence? Current => Under.Value;

    /// <summary>Runs what follows under the lease until the answer is disposed.</summary>
    public IDisposable Enter()
    {
        var outer = Under.Value;
        Under.Value = this;
        return new Left(outer);
    }

    /// <summary>Runs what follows under no lease until the answer is disposed; for the leases themselves.</summary>
    public static IDisposable Outside()
    {
        var outer = Under.Value;
        Under.Value = null;
        return new Left(outer);
    }

    // The row stays locked until the commit, so nobody can take the lease over in between.
    internal async Task AssertHoldsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(HoldsSql, connection, transaction)
        {
            Parameters = { new() { Value = Name }, new() { Value = Number } },
        };
        if (await ask.ExecuteScalarAsync(cancellation) is null)
        {
            throw new LeaseLostException(Name);
        }
    }

    private sealed class Left(Fence? outer) : IDisposable
    {
        public void Dispose() => Under.Value = outer;
    }
}

/// <summary>The lease is another node's by now; nothing was written.</summary>
public sealed class LeaseLostException(string name) : Exception($"The lease {name} was lost to another node; nothing was written.");
