using Npgsql;

namespace OtcBackoffice.Data.Nodes;

/// <summary>
/// The connections by which the nodes of one PostgreSQL database talk to each other, in a small pool of their own, so that
/// busy desks never keep a node from hearing or from saying that it lives. A text is sent in a transaction of its own, after
/// the commit that it is about: one that notified would take a lock on the whole database when it commits.
/// </summary>
public sealed class NodeWire : IAsyncDisposable
{
    /// <summary>The channel of numbered signals.</summary>
    public const string Signals = "otc_signals";

    /// <summary>The channel of counters, of which a lost text costs nothing.</summary>
    public const string Counts = "otc_counts";

    private const int ConnectionsMax = 6, SecondsMax = 5;

    // The row's lock puts the numbers in the order of the commits, so that whoever hears n after n - 1 has missed nothing.
    private const string SendSql = "WITH next AS (INSERT INTO signal_versions (id, version) VALUES (1, 1) "
        + "ON CONFLICT (id) DO UPDATE SET version = signal_versions.version + 1 RETURNING version) "
        + "SELECT version, pg_notify('" + Signals + "', version::text || '|' || $1) FROM next";

    private const string VersionSql = "SELECT COALESCE((SELECT version FROM signal_versions WHERE id = 1), 0)";

    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _gate = new(1);
    private NpgsqlConnection? _sender;

    /// <summary>Opens nothing yet.</summary>
    public NodeWire(string connectionString)
    {
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "otc-nodes", MaxPoolSize = ConnectionsMax, MinPoolSize = 0,
            Timeout = SecondsMax, CommandTimeout = SecondsMax, KeepAlive = SecondsMax,
        }.ToString());
    }

    /// <summary>Sends a signal; answers its number.</summary>
    public Task<long> SendAsync(string text, CancellationToken cancellation) => SendOnAsync(async connection =>
    {
        await using var command = new NpgsqlCommand(SendSql, connection) { Parameters = { new() { Value = text } } };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }, cancellation);

    /// <summary>Sends counters, unnumbered.</summary>
    public Task SendCountsAsync(string text, CancellationToken cancellation) => SendOnAsync(async connection =>
    {
        await using var command = new NpgsqlCommand($"SELECT pg_notify('{Counts}', $1)", connection)
        {
            Parameters = { new() { Value = text } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        return 0L;
    }, cancellation);

    /// <summary>The number of the last signal that anybody sent.</summary>
    public async Task<long> VersionAsync(CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(VersionSql);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Listens until it is cancelled or the connection breaks, which throws.</summary>
    /// <param name="begun">Called with the last number sent before; what is sent later is heard.</param>
    /// <param name="heard">Called with channel and text.</param>
    /// <param name="cancellation">Ends the listening.</param>
    public async Task ListenAsync(Action<long> begun, Action<string, string> heard, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(begun);
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        connection.Notification += (_, told) => heard(told.Channel, told.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Signals}; LISTEN {Counts}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellation);
        }
        await using (var version = new NpgsqlCommand(VersionSql, connection))
        {
            begun((long)(await version.ExecuteScalarAsync(cancellation))!);
        }
        while (true)
        {
            await connection.WaitAsync(cancellation);
        }
    }

    /// <summary>Asks one row, with parameters $1, $2 and so on.</summary>
    public async Task<T> AskAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] values)
    {
        var rows = await ReadAsync(sql, read, cancellation, values);
        return rows[0];
    }

    /// <summary>Asks rows.</summary>
    public async Task<List<T>> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] values)
    {
        ArgumentNullException.ThrowIfNull(read);
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    /// <summary>Writes; answers how many rows.</summary>
    public async Task<int> WriteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Lets go of connections that may lead to a server that is no more, or that takes no writes any more.</summary>
    public void Clear() => _source.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_sender is not null)
        {
            await _sender.DisposeAsync();
        }
        await _source.DisposeAsync();
        _gate.Dispose();
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = _source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        return command;
    }

    private async Task<T> SendOnAsync<T>(Func<NpgsqlConnection, Task<T>> send, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return await send(_sender ??= await OpenSenderAsync(cancellation));
        }
        catch
        {
            var broken = _sender;
            _sender = null;
            if (broken is not null)
            {
                await broken.DisposeAsync();
            }
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    // A number that a crash of the server takes back is of no use to anybody: every listener begins anew by then.
    private async Task<NpgsqlConnection> OpenSenderAsync(CancellationToken cancellation)
    {
        var connection = await _source.OpenConnectionAsync(cancellation);
        await using var set = new NpgsqlCommand("SET synchronous_commit = off", connection);
        await set.ExecuteNonQueryAsync(cancellation);
        return connection;
    }
}
