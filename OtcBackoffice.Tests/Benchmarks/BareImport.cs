using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>Writes the rows of matched statement lines with prepared statements: copies of those that the product wrote for one.</summary>
internal sealed class BareImport : IAsyncDisposable
{
    private const int LinesPerCommit = 200;

    private static readonly string[] Single = ["statement_entries", "receipts", "receipt_assignments"];

    private readonly TableCopies _tables;
    private readonly SqliteCommand _paid;
    private readonly string[] _receipt, _entries, _deposits;
    private readonly int _audits, _postings;
    private long _number = 100_000_000;
    private int _deposit;

    private BareImport(TableCopies tables)
    {
        _tables = tables;
        _receipt = [.. tables.Texts("SELECT id FROM receipts WHERE status = 'matched' LIMIT 1")];
        var id = _receipt.Length == 1 ? _receipt[0] : throw new InvalidOperationException("The product holds no matched receipt.");
        tables.Learn("receipts", $"id = '{id}'");
        tables.Learn("statement_entries", $"receipt_id = '{id}'");
        tables.Learn("receipt_assignments", $"receipt_id = '{id}'");
        _entries = [.. tables.Texts($"SELECT id FROM ledger_entries WHERE subject_id = '{id}' ORDER BY id")];
        tables.Learn("ledger_entries", $"subject_id = '{id}' ORDER BY id");
        tables.Learn("ledger_postings", $"entry_id IN (SELECT id FROM ledger_entries WHERE subject_id = '{id}') ORDER BY entry_id, line");
        tables.Learn("audit_log", $"entity_id = '{id}' ORDER BY id");
        _postings = tables.Texts("SELECT line || '' FROM ledger_postings WHERE entry_id IN "
            + $"(SELECT id FROM ledger_entries WHERE subject_id = '{id}')").Count;
        _audits = tables.Texts($"SELECT id || '' FROM audit_log WHERE entity_id = '{id}'").Count;
        _deposits = [.. tables.Texts("SELECT id FROM otc_deposits ORDER BY number DESC LIMIT 100000")];
        _paid = tables.Prepare("UPDATE otc_deposits SET received_minor = fiat_amount_minor, version = version + 1 WHERE id = $a", "$a");
    }

    /// <summary>Opens a copy of the product's database, which holds one matched line at least.</summary>
    public static async Task<BareImport> OpenAsync(string from, string to, CancellationToken cancellation)
    {
        await TableCopies.CopyDatabaseAsync(from, to, cancellation);
        return new BareImport(await TableCopies.OpenAsync(to, cancellation));
    }

    public Task<Reading> WriteAsync(int lines, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        for (var line = 0; line < lines; line++)
        {
            if (line % LinesPerCommit == 0)
            {
                _tables.Begin();
            }
            Write();
            if ((line + 1) % LinesPerCommit == 0 || line + 1 == lines)
            {
                _tables.Commit();
                cancellation.ThrowIfCancellationRequested();
            }
        }
        return Task.FromResult(new Reading(lines / Stopwatch.GetElapsedTime(start).TotalSeconds));
    }

    public ValueTask DisposeAsync() => _tables.DisposeAsync();

    private void Write()
    {
        var (id, unique) = (TableCopies.NewId(), ++_number);
        foreach (var table in Single)
        {
            _tables.Copy(table, 0, (column, value) => column switch
            {
                "id" => table == "receipts" ? id : TableCopies.NewId(),
                "number" or "line_number" => unique,
                "external_id" or "identity" or "fingerprint" => id,
                _ => Renamed(value, id),
            });
        }
        var entries = _entries.ToDictionary(entry => entry, _ => TableCopies.NewId());
        for (var row = 0; row < _entries.Length; row++)
        {
            _tables.Copy("ledger_entries", row, (column, value) => column switch
            {
                "id" => entries[(string)value], "unique_key" => $"{id}:{row}", _ => Renamed(value, id),
            });
        }
        for (var row = 0; row < _postings; row++)
        {
            _tables.Copy("ledger_postings", row, (column, value) => column == "entry_id" ? entries[(string)value] : value);
        }
        for (var row = 0; row < _audits; row++)
        {
            _tables.Copy("audit_log", row, (column, value) => column == "id" ? DBNull.Value : Renamed(value, id));
        }
        TableCopies.Run(_paid, _deposits[_deposit++ % _deposits.Length]);
    }

    private object Renamed(object value, string id) => value is string text && text == _receipt[0] ? id : value;
}
