using System.Data.Common;
using Microsoft.Data.Sqlite;
using OtcBackoffice.Desks.Gateway;

namespace OtcBackoffice.Hosting.Backup;

/// <summary>Reads what the desk that is replaced gave out; null when it cannot say.</summary>
internal delegate Task<AddressesGivenOut?> AddressesThere(CancellationToken cancellation);

/// <summary>How far the desk that a restore replaces had come in giving out addresses: what it gave to payers is not given out
/// again.</summary>
internal static class ReplacedAddresses
{
    /// <summary>Reads it; null when there is no such desk, or it cannot be read any more.</summary>
    public static async Task<AddressesGivenOut?> ReadAsync(string file, CancellationToken cancellation)
    {
        return !File.Exists(file) ? null
            : await ReadAsync(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file,
                Pooling = false }.ConnectionString), cancellation);
    }

    /// <summary>The same over a connection, which is closed afterwards.</summary>
    public static async Task<AddressesGivenOut?> ReadAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var open = connection;
        try
        {
            await connection.OpenAsync(cancellation);
            var keys = new List<KeyGivenOut>();
            await EachAsync(connection,
                "SELECT chain, extended_public_key, next_index, last_paid_index FROM gateway_keys ORDER BY chain, extended_public_key",
                row => keys.Add(new KeyGivenOut(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3))), cancellation);
            var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
            await EachAsync(
                connection, "SELECT name, last_number FROM number_sequences WHERE name LIKE 'gateway_address:%'",
                row => numbers[row.GetString(0)] = row.GetInt64(1), cancellation);
            return new AddressesGivenOut(keys, numbers);
        }
        catch (DbException)
        {
            return null;
        }
    }

    private static async Task EachAsync(DbConnection connection, string sql, Action<DbDataReader> take,
        CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            take(reader);
        }
    }
}
