using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A bare Kestrel that writes the rows of a quote (<c>POST /quote</c>) or of a confirmation (<c>POST /confirm/NUMBER</c>) into the
/// product's own tables: copies of rows that the product wrote, by prepared SQL, one writer, what is queued commits together. No
/// routing, no authentication, no rule.
/// </summary>
internal sealed class BareExchange : IAsyncDisposable
{
    private const string QuotePath = "/quote", ConfirmPath = "/confirm/";
    private const int BatchMax = 64;

    private static readonly byte[] Answer = """{"data":{"status":"done"}}"""u8.ToArray();

    private readonly WebApplication _app;
    private readonly RowCopies _copies;
    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;

    private BareExchange(WebApplication app, RowCopies copies)
    {
        (_app, _copies) = (app, copies);
        _loop = Task.Factory.StartNew(LoopAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public Uri Address => new(_app.Urls.Single());

    /// <param name="file">A copy of a product's database that holds one confirmed exchange.</param>
    /// <param name="cancellation">Ends the start early.</param>
    public static async Task<BareExchange> StartAsync(string file, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var host = new BareExchange(app, await RowCopies.LearnAsync(connection, cancellation));
        app.Run(host.AnswerAsync);
        await app.StartAsync(cancellation);
        return host;
    }

    public static string Quote => QuotePath;

    public static string Confirm(int number) => ConfirmPath + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes this many more quotes in one go, for confirmations to work on. Quotes are numbered from 0 on.</summary>
    public Task FillAsync(int quotes) => EnqueueAsync(new Work(() =>
    {
        for (var number = 0; number < quotes; number++)
        {
            _copies.Quote();
        }
    }));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _queue.Writer.Complete();
        await _loop;
        await _copies.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        await EnqueueAsync(new Work(path == QuotePath ? _copies.Quote : () => _copies.Confirm(int.Parse(path.AsSpan(ConfirmPath.Length), CultureInfo.InvariantCulture))));
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = Answer.Length;
        await http.Response.BodyWriter.WriteAsync(Answer);
    }

    private Task EnqueueAsync(Work work)
    {
        _queue.Writer.TryWrite(work);
        return work.Done.Task;
    }

    private async Task LoopAsync()
    {
        var batch = new List<Work>(BatchMax);
        while (await _queue.Reader.WaitToReadAsync())
        {
            _copies.Begin();
            while (batch.Count < BatchMax && _queue.Reader.TryRead(out var work))
            {
                batch.Add(work);
                work.Run();
            }
            _copies.Commit();
            batch.ForEach(work => work.Done.SetResult());
            batch.Clear();
        }
    }

    private sealed record Work(Action Run)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Writes copies of one exchange's rows under new ids.</summary>
internal sealed class RowCopies : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<string> _ids = [];
    private readonly Dictionary<string, (SqliteCommand Insert, List<object[]> Rows, string[] Columns)> _tables = [];
    private readonly SqliteCommand _begin, _commit, _number, _count, _confirm, _debit, _credit;
    private readonly string _id;
    private readonly string[] _accounts;
    private long _last = 1_000_000, _key;

    private RowCopies(SqliteConnection connection, string id, string[] accounts)
    {
        (_connection, _id, _accounts) = (connection, id, accounts);
        (_begin, _commit) = (Prepare("BEGIN IMMEDIATE"), Prepare("COMMIT"));
        _number = Prepare("INSERT INTO number_sequences (name, last_number) VALUES ('bench', 1) ON CONFLICT (name) DO UPDATE SET last_number = last_number + 1 RETURNING last_number");
        _count = Prepare("INSERT INTO queue_counters (queue, count) VALUES ($a, $b) ON CONFLICT (queue) DO UPDATE SET count = count + $b", "$a", "$b");
        _confirm = Prepare("UPDATE otc_exchanges SET status = 'pending_approval', version = version + 1, updated_at_utc = $b WHERE id = $a AND status = 'quoted'", "$a", "$b");
        _debit = Prepare("UPDATE ledger_accounts SET debit_minor = debit_minor + 1 WHERE key = $a", "$a");
        _credit = Prepare("UPDATE ledger_accounts SET credit_minor = credit_minor + 1 WHERE key = $a", "$a");
    }

    /// <summary>Reads the rows of the newest confirmed exchange.</summary>
    public static async Task<RowCopies> LearnAsync(SqliteConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA cache_size=-65536";
        await command.ExecuteNonQueryAsync(cancellation);
        command.CommandText = "SELECT id FROM otc_exchanges WHERE status = 'pending_approval' ORDER BY created_at_utc DESC LIMIT 1";
        var id = (string)(await command.ExecuteScalarAsync(cancellation) ?? throw new InvalidOperationException("The product confirmed no exchange."));
        command.CommandText = $"SELECT p.account_key FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id WHERE e.subject_id = '{id}' ORDER BY p.line";
        var accounts = new List<string>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                accounts.Add(rows.GetString(0));
            }
        }
        var copies = new RowCopies(connection, id, [.. accounts]);
        copies.Learn("otc_exchanges", $"id = '{id}'");
        copies.Learn("audit_log", $"entity_id = '{id}' ORDER BY id");
        copies.Learn("outbox_messages", $"subject_id = '{id}' ORDER BY id");
        copies.Learn("ledger_entries", $"subject_id = '{id}'");
        copies.Learn("ledger_postings", $"entry_id IN (SELECT id FROM ledger_entries WHERE subject_id = '{id}') ORDER BY line");
        copies.Learn("idempotency_records", $"answer LIKE '%{id}%' COLLATE NOCASE");
        return copies;
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void Quote()
    {
        _number.ExecuteScalar();
        var id = NewId();
        _ids.Add(id);
        Copy("otc_exchanges", 0, id, null);
        Copy("audit_log", 0, id, null);
        Copy("outbox_messages", 0, id, null);
        Run(_count, "bench:quoted", 1);
    }

    public void Confirm(int number)
    {
        var id = _ids[number];
        if (Run(_confirm, id, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()) != 1)
        {
            throw new InvalidOperationException($"Quote {number} was confirmed before.");
        }
        var entry = NewId();
        Copy("ledger_entries", 0, id, entry);
        Copy("ledger_postings", 0, id, entry);
        Copy("ledger_postings", 1, id, entry);
        Run(_debit, _accounts[0]);
        Run(_credit, _accounts[1]);
        Copy("audit_log", 1, id, null);
        Copy("audit_log", 2, id, null);
        Copy("outbox_messages", 1, id, null);
        Copy("idempotency_records", 0, id, null);
        Run(_count, "bench:quoted", -1);
        Run(_count, "bench:pending_approval", 1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _tables.Values.Select(table => table.Insert).Concat([_begin, _commit, _number, _count, _confirm, _debit, _credit]))
        {
            await command.DisposeAsync();
        }
        await _connection.DisposeAsync();
    }

    private void Learn(string table, string filter)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} WHERE {filter}";
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var values = new object[columns.Length];
            reader.GetValues(values);
            rows.Add(values);
        }
        var sql = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES (").AppendJoin(", ", columns.Select((_, index) => $"$p{index}")).Append(')');
        _tables[table] = (Prepare(sql.ToString(), [.. columns.Select((_, index) => $"$p{index}")]), rows, columns);
    }

    // Everything that must be unique is new; what else names the exchange names the copy.
    private void Copy(string table, int row, string id, string? entry)
    {
        var (insert, rows, columns) = _tables[table];
        for (var index = 0; index < columns.Length; index++)
        {
            var value = rows[row][index];
            insert.Parameters[index].Value = (table, columns[index]) switch
            {
                ("otc_exchanges", "status") => "quoted",
                ("audit_log" or "outbox_messages", "id") => DBNull.Value,
                ("outbox_messages", "message_id") => NewId(),
                (_, "number") => ++_last,
                (_, "human_id") => $"EXC-{_last}",
                (_, "unique_key") => $"bench:{++_key}",
                ("idempotency_records", "key") => NewId(),
                ("ledger_entries", "id") or (_, "entry_id") => entry!,
                _ => value is string text && text == _id ? id : value,
            };
        }
        insert.ExecuteNonQuery();
    }

    private static string NewId() => Guid.CreateVersion7().ToString().ToUpperInvariant();

    private static int Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }
        return command;
    }
}
