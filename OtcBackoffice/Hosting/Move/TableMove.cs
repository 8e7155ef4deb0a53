using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Schema;

namespace OtcBackoffice.Hosting.Move;

/// <summary>
/// Copies every row of one database into another of the same version, whichever make either is. What is read is one moment of the
/// source, and nothing is written to it; what is written is one transaction of the target, so that a move that breaks off leaves
/// no half of a desk.
/// </summary>
internal sealed class TableMove(BackofficeDatabase source, BackofficeDatabase target)
{
    private const int RowsAtOnce = 200, ParametersMax = 900;

    /// <summary>Every row, table by table; answers how many rows each table has.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(CancellationToken cancellation)
    {
        await using var from = await OpenSourceAsync(cancellation);
        await using var moment = await from.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await AssertAlikeAsync(from, moment, cancellation);
        await using var to = await OpenTargetAsync(cancellation);
        await using var all = await to.BeginTransactionAsync(cancellation);
        var (here, there) = (Tables(source), Tables(target));
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in Ordered(there.Values))
        {
            var columns = table.Columns.Select(column => new MovedColumn(here[table.Name].FindColumn(column.Name)!, column)).ToList();
            counts[table.Name] = await CopyAsync(from, moment, to, all, table.Name, columns, cancellation);
        }
        if (target.Provider == DatabaseProvider.PostgreSql)
        {
            await SetCountersAsync(to, all, there.Values, cancellation);
        }
        await all.CommitAsync(cancellation);
        return counts;
    }

    /// <summary>How many rows each table of a database has.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountAsync(BackofficeDatabase database, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        await db.Database.OpenConnectionAsync(cancellation);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in Tables(database).Keys)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT count(*) FROM \"{name}\"";
            counts[name] = Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        }
        return counts;
    }

    private static SortedDictionary<string, ITable> Tables(BackofficeDatabase database)
    {
        using var db = database.CreateDbContext();
        return new(db.Model.GetRelationalModel().Tables.ToDictionary(table => table.Name), StringComparer.Ordinal);
    }

    // What a row points at is there before it.
    private static List<ITable> Ordered(IEnumerable<ITable> tables)
    {
        var (sorted, seen) = (new List<ITable>(), new HashSet<ITable>());
        void Visit(ITable table)
        {
            if (seen.Add(table))
            {
                foreach (var key in table.ForeignKeyConstraints.Where(key => key.PrincipalTable != table))
                {
                    Visit(key.PrincipalTable);
                }
                sorted.Add(table);
            }
        }
        foreach (var table in tables)
        {
            Visit(table);
        }
        return sorted;
    }

    private async Task<DbConnection> OpenSourceAsync(CancellationToken cancellation)
    {
        DbConnection connection = source.Provider == DatabaseProvider.Sqlite
            ? new SqliteConnection(new SqliteConnectionStringBuilder(source.ConnectionString) { Mode = SqliteOpenMode.ReadOnly,
                Pooling = false }.ToString())
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(source.ConnectionString) { Pooling = false,
                Options = "-c default_transaction_read_only=on" }.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            await connection.DisposeAsync();
            throw new CommandException("The database to move from cannot be opened. Look at --from.");
        }
    }

    private async Task<DbConnection> OpenTargetAsync(CancellationToken cancellation)
    {
        DbConnection connection = target.Provider == DatabaseProvider.Sqlite
            ? new SqliteConnection(new SqliteConnectionStringBuilder(target.ConnectionString) { Pooling = false }.ToString())
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false,
                CommandTimeout = 0 }.ToString());
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private async Task AssertAlikeAsync(DbConnection from, DbTransaction moment, CancellationToken cancellation)
    {
        using var db = source.CreateDbContext();
        var state = await SchemaGuard.ReadAsync(from, moment, [.. db.Database.GetMigrations()], cancellation);
        if (state.IsNew || state.Missing.Count > 0)
        {
            throw new CommandException(state.IsNew ? "There is no desk in the database to move from. Look at --from."
                : $"The database to move from lacks the migration {state.Missing[0]}. Run the verb 'migrate' on it first, after a backup.");
        }
    }

    private static async Task<long> CopyAsync(
        DbConnection from, DbTransaction moment, DbConnection to, DbTransaction all, string table, List<MovedColumn> columns,
        CancellationToken cancellation)
    {
        await using var read = from.CreateCommand();
        read.Transaction = moment;
        read.CommandText = $"SELECT {string.Join(", ", columns.Select(column => column.Quoted))} FROM \"{table}\"";
        await using var reader = await read.ExecuteReaderAsync(cancellation);
        var (most, rows, count) = (Math.Clamp(ParametersMax / columns.Count, 1, RowsAtOnce), new List<object?[]>(), 0L);
        while (await reader.ReadAsync(cancellation))
        {
            var row = new object?[columns.Count];
            for (var place = 0; place < columns.Count; place++)
            {
                row[place] = await reader.IsDBNullAsync(place, cancellation) ? null : columns[place].Read(reader, place);
            }
            rows.Add(row);
            count++;
            if (rows.Count == most)
            {
                await WriteAsync(to, all, table, columns, rows, cancellation);
                rows.Clear();
            }
        }
        if (rows.Count > 0)
        {
            await WriteAsync(to, all, table, columns, rows, cancellation);
        }
        return count;
    }

    private static async Task WriteAsync(
        DbConnection to, DbTransaction all, string table, List<MovedColumn> columns, List<object?[]> rows, CancellationToken cancellation)
    {
        await using var write = to.CreateCommand();
        write.Transaction = all;
        var text = new StringBuilder($"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => column.Quoted))}) VALUES ");
        for (var line = 0; line < rows.Count; line++)
        {
            text.Append(line == 0 ? "(" : ", (");
            for (var place = 0; place < columns.Count; place++)
            {
                var name = $"@p{write.Parameters.Count}";
                text.Append(place == 0 ? name : ", " + name);
                write.Parameters.Add(columns[place].Parameter(write, name, rows[line][place]));
            }
            text.Append(')');
        }
        write.CommandText = text.ToString();
        await write.ExecuteNonQueryAsync(cancellation);
    }

    // Numbers that the server gives go on behind those that were moved.
    private static async Task SetCountersAsync(DbConnection to, DbTransaction all, IEnumerable<ITable> tables,
        CancellationToken cancellation)
    {
        foreach (var (table, column) in tables.SelectMany(table => table.Columns.Select(column => (table.Name, column.Name))))
        {
            await using var set = to.CreateCommand();
            set.Transaction = all;
            set.CommandText = $"SELECT setval(s, (SELECT COALESCE(max(\"{column}\")::bigint, 0) FROM \"{table}\") + 1, false) "
                + $"FROM pg_get_serial_sequence('\"{table}\"', '{column}') s WHERE s IS NOT NULL";
            if (await IsNumberAsync(to, all, table, column, cancellation))
            {
                await set.ExecuteNonQueryAsync(cancellation);
            }
        }
    }

    private static async Task<bool> IsNumberAsync(DbConnection to, DbTransaction all, string table, string column,
        CancellationToken cancellation)
    {
        await using var ask = to.CreateCommand();
        ask.Transaction = all;
        ask.CommandText = $"SELECT pg_get_serial_sequence('\"{table}\"', '{column}') IS NOT NULL";
        return (bool)(await ask.ExecuteScalarAsync(cancellation))!;
    }
}

/// <summary>A column of both databases: how it is read from one and written to the other.</summary>
internal sealed class MovedColumn
{
    private readonly RelationalTypeMapping? _here, _there;
    private readonly Type _raw;
    private readonly bool _isJson;

    public MovedColumn(IColumn here, IColumn there)
    {
        Quoted = $"\"{there.Name}\"";
        (_here, _there) = (MappingOf(here), MappingOf(there));
        _isJson = there.StoreType.Equals("jsonb", StringComparison.OrdinalIgnoreCase);
        // A document of owned rows has no property of its own; it is text in both.
        var type = _here?.Converter?.ProviderClrType ?? _here?.ClrType ?? typeof(string);
        _raw = Nullable.GetUnderlyingType(type) ?? type;
    }

    /// <summary>Its name as the databases spell it.</summary>
    public string Quoted { get; }

    private static RelationalTypeMapping? MappingOf(IColumn column) =>
        column.PropertyMappings is { Count: > 0 } mappings ? mappings[0].TypeMapping : null;

    /// <summary>The value as the product knows it.</summary>
    public object Read(DbDataReader reader, int place)
    {
        object raw = _raw == typeof(Guid) ? reader.GetGuid(place)
            : _raw == typeof(long) ? reader.GetInt64(place)
            : _raw == typeof(int) ? reader.GetInt32(place)
            : _raw == typeof(short) ? reader.GetInt16(place)
            : _raw == typeof(bool) ? reader.GetBoolean(place)
            : _raw == typeof(decimal) ? reader.GetDecimal(place)
            : _raw == typeof(double) ? reader.GetDouble(place)
            : _raw == typeof(byte[]) ? reader.GetFieldValue<byte[]>(place)
            : _raw == typeof(string) ? reader.GetString(place)
            : _raw == typeof(DateOnly) ? reader.GetFieldValue<DateOnly>(place)
            : _raw == typeof(DateTime) ? reader.GetDateTime(place)
            : throw new CommandException($"The column {Quoted} holds a {_raw.Name}, which the move does not know.");
        return _here?.Converter is { } converter ? converter.ConvertFromProvider(raw)! : raw;
    }

    /// <summary>The value as the other database takes it.</summary>
    public DbParameter Parameter(DbCommand command, string name, object? value)
    {
        if (_there is not null)
        {
            return _there.CreateParameter(command, name, value, nullable: true);
        }
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        if (_isJson && parameter is NpgsqlParameter document)
        {
            document.NpgsqlDbType = NpgsqlDbType.Jsonb;
        }
        return parameter;
    }
}
