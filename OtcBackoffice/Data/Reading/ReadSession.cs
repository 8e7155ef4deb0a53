using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OtcBackoffice.Data.Reading;

/// <summary>
/// An open connection for the queries of hot pages, with the statements that were prepared on it. It is borrowed for one
/// request and given back by disposing it; it cannot write.
/// </summary>
public sealed class ReadSession : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly PreparedStatements _statements;
    private readonly ConcurrentBag<ReadSession>? _idle;
    private bool _isSound = true;

    internal ReadSession(DbConnection connection, IModel model, ConcurrentBag<ReadSession>? idle)
    {
        _connection = connection;
        _statements = new PreparedStatements(connection);
        _idle = idle;
        Model = model;
    }

    /// <summary>The model of this database, which knows tables and columns.</summary>
    internal IModel Model { get; }

    /// <summary>Reads every row of a query that is known to be small, with parameters @p0, @p1...</summary>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellation, params object?[] values)
    {
        // A session whose query broke off may be in any state, so it is not lent again.
        _isSound = false;
        var rows = await _statements.ReadAsync(sql, read, values, cancellation);
        _isSound = true;
        return rows;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isSound && _idle is not null)
        {
            _idle.Add(this);
            return;
        }
        await CloseAsync();
    }

    internal async ValueTask CloseAsync()
    {
        await _statements.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
