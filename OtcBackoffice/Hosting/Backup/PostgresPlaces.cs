using Npgsql;
using OtcBackoffice.Data;

namespace OtcBackoffice.Hosting.Backup;

/// <summary>
/// The databases of a restore on a PostgreSQL server: the live one, the one that a set is staged in, and the one that was replaced. They
/// change names in one transaction, while the server itself sees to it that nobody is connected. The one that came last carries the mark of
/// its restore as a comment, which goes with it through every renaming.
/// </summary>
internal sealed class PostgresPlaces : IAsyncDisposable
{
    private const string MarkStart = "otc-backoffice restore ";
    private const int NameLengthMax = 50;

    private readonly NpgsqlConnection _server;
    private readonly string _connectionString;

    private PostgresPlaces(NpgsqlConnection server, string connectionString)
    {
        (_server, _connectionString) = (server, connectionString);
        Live = new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }

    public string Live { get; }

    public string Staging => Live + "_staging";

    public string Kept => Live + "_kept";

    public string Drill => Live + "_drill";

    private string Older => Live + "_older";

    /// <summary>Takes hold of the server, so that no other restore of this desk runs beside this one.</summary>
    public static async Task<PostgresPlaces> OpenAsync(HostSettings settings, CancellationToken cancellation)
    {
        var text = settings.ConnectionString!;
        var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(text) { Database = "postgres",
            Pooling = false }.ConnectionString);
        var places = new PostgresPlaces(server, text);
        if (places.Live.Length > NameLengthMax)
        {
            throw new CommandException(
                $"The name of the database has more than {NameLengthMax} letters; there is no room for the names of a restore beside it.");
        }
        try
        {
            await server.OpenAsync(cancellation);
        }
        catch (NpgsqlException fault)
        {
            throw new CommandException(
                $"The database postgres on the server cannot be opened, from which databases are renamed: {fault.Message}");
        }
        if (await places.ScalarAsync("SELECT pg_try_advisory_lock(hashtext($1))", "otc restore " + places.Live, cancellation) is not true)
        {
            throw new CommandException($"Another restore of {places.Live} is under way.");
        }
        return places;
    }

    /// <summary>How a database of this server is reached, past any pool.</summary>
    public string ConnectionOf(string database) => new NpgsqlConnectionStringBuilder(_connectionString) { Database = database,
        Pooling = false }.ConnectionString;

    public async Task<bool> ExistsAsync(string database, CancellationToken cancellation) =>
        await ScalarAsync("SELECT 1 FROM pg_database WHERE datname = $1", database, cancellation) is not null;

    /// <summary>Whether the live database is the one that the restore of this mark brought.</summary>
    public async Task<bool> IsLiveOfAsync(string mark, CancellationToken cancellation) =>
        await ScalarAsync("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", Live,
            cancellation) is string said && said == MarkStart + mark;

    /// <summary>Refuses while anybody is connected to the live database.</summary>
    public async Task AssertAloneAsync(CancellationToken cancellation)
    {
        NpgsqlConnection.ClearAllPools();
        // What was just closed here is gone from the server's list a moment later.
        for (var wait = 1; ; wait++)
        {
            var sessions = (long)(await ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = $1", Live, cancellation))!;
            if (sessions == 0)
            {
                return;
            }
            if (wait == 10)
            {
                throw new CommandException(
                    $"{sessions} sessions are connected to the database {Live}: a desk is running on it. Stop every node first.");
            }
            await Task.Delay(100, cancellation);
        }
    }

    /// <summary>Makes an empty database in the place of whatever has the name.</summary>
    public async Task MakeAsync(string database, CancellationToken cancellation)
    {
        await DropAsync(database, cancellation);
        // Names and texts are put in the same order as before.
        var locale = await ScalarAsync("SELECT datcollate || E'\n' || datctype FROM pg_database WHERE datname = $1", Live,
            cancellation) is string said
            ? said.Split('\n') : [];
        await RunAsync($"CREATE DATABASE {Quoted(database)} TEMPLATE template0 ENCODING 'UTF8'"
            + (locale is [var order, var kinds] ? $" LC_COLLATE {Literal(order)} LC_CTYPE {Literal(kinds)}" : ""), cancellation);
    }

    public Task DropAsync(string database, CancellationToken cancellation) =>
        RunAsync($"DROP DATABASE IF EXISTS {Quoted(database)} WITH (FORCE)", cancellation);

    /// <summary>The database that is named becomes the live one, and the live one the kept one, all at once.</summary>
    public async Task ChangeAsync(string coming, string mark, CancellationToken cancellation)
    {
        await DropAsync(Older, cancellation);
        await AssertAloneAsync(cancellation);
        await using var change = await _server.BeginTransactionAsync(cancellation);
        try
        {
            await RunAsync($"COMMENT ON DATABASE {Quoted(coming)} IS '{MarkStart}{mark}'", cancellation);
            if (await ExistsAsync(Kept, cancellation) && coming != Kept)
            {
                await RenameAsync(Kept, Older, cancellation);
            }
            if (coming == Kept)
            {
                await RenameAsync(Kept, Staging, cancellation);
            }
            if (await ExistsAsync(Live, cancellation))
            {
                await RenameAsync(Live, Kept, cancellation);
            }
            await RenameAsync(Staging, Live, cancellation);
            await change.CommitAsync(cancellation);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            throw new CommandException(
                $"Somebody has connected to {Live} in the meantime. Nothing was changed; stop every node and try again.");
        }
        await DropAsync(Older, cancellation);
    }

    /// <summary>Removes what a restore that was cut off left behind.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        await DropAsync(Staging, cancellation);
        await DropAsync(Older, cancellation);
    }

    /// <summary>Opens the database of a set as the product does, once it is loaded: it must be a desk, and not of a newer
    /// version.</summary>
    public async Task AssertDeskAsync(string database, CancellationToken cancellation)
    {
        await using var desk = BackofficeDatabase.PostgreSql(ConnectionOf(database));
        if (await desk.SchemaVersionAsync(cancellation) is null)
        {
            throw new CommandException("The database in the backup holds no desk.");
        }
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private Task RenameAsync(string from, string to, CancellationToken cancellation) =>
        RunAsync($"ALTER DATABASE {Quoted(from)} RENAME TO {Quoted(to)}", cancellation);

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _server);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<object?> ScalarAsync(string sql, string value, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _server) { Parameters = { new NpgsqlParameter { Value = value } } };
        return await command.ExecuteScalarAsync(cancellation) is { } found and not DBNull ? found : null;
    }
}
