using System.Data.Common;
using OtcBackoffice.Data.Conventions;

namespace OtcBackoffice.Data;

/// <summary>The statements of one connection, prepared once and run many times. Parameters are named @p0, @p1...</summary>
internal sealed class PreparedStatements(DbConnection connection) : IAsyncDisposable
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 24).Select(index => $"@p{index}")];

    private readonly Dictionary<string, DbCommand> _prepared = [];

    /// <summary>The transaction that statements belong to, when the provider asks for it.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>The statement with these values, ready to run.</summary>
    public DbCommand Bind(string sql, object?[] values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = NameOf(i);
                command.Parameters.Add(parameter);
            }
            _prepared[sql] = command;
        }
        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = ToDatabase(values[i]);
        }
        return command;
    }

    /// <summary>Reads every row of a small query.</summary>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, object?[] values, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await using var reader = await Bind(sql, values).ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var command in _prepared.Values)
        {
            await command.DisposeAsync();
        }
        _prepared.Clear();
    }

    /// <summary>A value as the database keeps it.</summary>
    public static object ToDatabase(object? value) => value switch
    {
        null => DBNull.Value,
        DateTime time => UtcMillis.From(time),
        _ => value,
    };

    /// <summary>The name of a parameter by its place.</summary>
    public static string NameOf(int index) => index < Names.Length ? Names[index] : $"@p{index}";
}
