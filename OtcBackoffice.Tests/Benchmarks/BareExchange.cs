using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A bare endpoint that writes the rows of a quote (<c>POST /quote</c>) or of a confirmation (<c>POST /confirm/NUMBER</c>) into the
/// product's own tables: copies of rows that the product wrote.
/// </summary>
internal sealed class BareExchange : IAsyncDisposable
{
    private const string QuotePath = "/quote", ConfirmPath = "/confirm/";

    private readonly TableCopies _tables;
    private readonly List<string> _ids = [];
    private readonly SqliteCommand _number, _confirm, _debit, _credit;
    private readonly string _id;
    private readonly List<string> _accounts;
    private BareWriter _host = null!;
    private long _last = 1_000_000, _key;

    private BareExchange(TableCopies tables, string id)
    {
        (_tables, _id) = (tables, id);
        _accounts = tables.Texts(
            $"SELECT p.account_key FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id WHERE e.subject_id = '{id}' ORDER BY p.line");
        _number = tables.Prepare(
            "INSERT INTO number_sequences (name, last_number) VALUES ('bench', 1) ON CONFLICT (name) DO UPDATE SET last_number = "
            + "last_number + 1 RETURNING last_number");
        _confirm = tables.Prepare(
            "UPDATE otc_exchanges SET status = 'pending_approval', version = version + 1, updated_at_utc = $b WHERE id = $a AND status = "
            + "'quoted'", "$a", "$b");
        _debit = tables.Prepare("UPDATE ledger_accounts SET debit_minor = debit_minor + 1 WHERE key = $a", "$a");
        _credit = tables.Prepare("UPDATE ledger_accounts SET credit_minor = credit_minor + 1 WHERE key = $a", "$a");
        tables.Learn("otc_exchanges", $"id = '{id}'");
        tables.Learn("audit_log", $"entity_id = '{id}' ORDER BY id");
        tables.Learn("outbox_messages", $"subject_id = '{id}' ORDER BY id");
        tables.Learn("ledger_entries", $"subject_id = '{id}'");
        tables.Learn("ledger_postings", $"entry_id IN (SELECT id FROM ledger_entries WHERE subject_id = '{id}') ORDER BY line");
        tables.Learn("idempotency_records", $"answer LIKE '%{id}%' COLLATE NOCASE");
    }

    public Uri Address => _host.Address;

    /// <param name="file">A copy of a product's database that holds one confirmed exchange.</param>
    /// <param name="cancellation">Ends the start early.</param>
    public static async Task<BareExchange> StartAsync(string file, CancellationToken cancellation)
    {
        var tables = await TableCopies.OpenAsync(file, cancellation);
        var confirmed = tables.Texts("SELECT id FROM otc_exchanges WHERE status = 'pending_approval' ORDER BY created_at_utc DESC LIMIT 1");
        var bare = new BareExchange(tables,
            confirmed.Count == 1 ? confirmed[0] : throw new InvalidOperationException("The product confirmed no exchange."));
        bare._host = await BareWriter.StartAsync(tables, bare.WriteOf, static _ => null, cancellation);
        return bare;
    }

    public static string Quote => QuotePath;

    public static string Confirm(int number) => ConfirmPath + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes this many more quotes in one go, for confirmations to work on. Quotes are numbered from 0 on.</summary>
    public Task FillAsync(int quotes) => _host.WriteAsync(() =>
    {
        for (var number = 0; number < quotes; number++)
        {
            WriteQuote();
        }
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Action WriteOf(string path) => path == QuotePath ? WriteQuote : () =>
        WriteConfirmation(int.Parse(path.AsSpan(ConfirmPath.Length), CultureInfo.InvariantCulture));

    private void WriteQuote()
    {
        _number.ExecuteScalar();
        var id = TableCopies.NewId();
        _ids.Add(id);
        Copy("otc_exchanges", 0, id, null);
        Copy("audit_log", 0, id, null);
        Copy("outbox_messages", 0, id, null);
        _tables.Count("bench:quoted", 1);
    }

    private void WriteConfirmation(int number)
    {
        var id = _ids[number];
        if (TableCopies.Run(_confirm, id, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()) != 1)
        {
            throw new InvalidOperationException($"Quote {number} was confirmed before.");
        }
        var entry = TableCopies.NewId();
        Copy("ledger_entries", 0, id, entry);
        Copy("ledger_postings", 0, id, entry);
        Copy("ledger_postings", 1, id, entry);
        TableCopies.Run(_debit, _accounts[0]);
        TableCopies.Run(_credit, _accounts[1]);
        Copy("audit_log", 1, id, null);
        Copy("audit_log", 2, id, null);
        Copy("outbox_messages", 1, id, null);
        Copy("idempotency_records", 0, id, null);
        _tables.Count("bench:quoted", -1);
        _tables.Count("bench:pending_approval", 1);
    }

    // Everything that must be unique is new; what else names the exchange names the copy.
    private void Copy(string table, int row, string id, string? entry) => _tables.Copy(table, row, (column, value) => (table, column) switch
    {
        ("otc_exchanges", "status") => "quoted",
        ("audit_log" or "outbox_messages", "id") => DBNull.Value,
        ("outbox_messages", "message_id") => TableCopies.NewId(),
        (_, "number") => ++_last,
        (_, "human_id") => $"EXC-{_last}",
        (_, "unique_key") => $"bench:{++_key}",
        ("idempotency_records", "key") => TableCopies.NewId(),
        ("ledger_entries", "id") or (_, "entry_id") => entry!,
        _ => value is string text && text == _id ? id : value,
    });
}
