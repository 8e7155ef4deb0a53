using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A bare endpoint that writes the rows of an order (<c>POST /add</c>) into the product's own tables, and one that spends
/// a signature and answers a page of the order list (<c>GET /list</c>) with the very bytes that the product answered.
/// </summary>
internal sealed class BareBlockTrades : IAsyncDisposable
{
    public const string Add = "/add", List = "/list";

    private readonly TableCopies _tables;
    private readonly SqliteCommand _use;
    private readonly string _id;
    private BareWriter _host = null!;
    private long _last = 1_000_000;

    private BareBlockTrades(TableCopies tables, string id)
    {
        (_tables, _id) = (tables, id);
        _use = tables.Prepare("UPDATE sub_merchants SET version = version + 1 WHERE number = (SELECT sub_merchant_number FROM "
            + "block_orders WHERE id = $a)", "$a");
        tables.Learn("block_orders", $"id = '{id}'");
        tables.Learn("audit_log", $"entity_id = '{id}' ORDER BY id LIMIT 1");
        tables.Learn("outbox_messages", $"subject_id = '{id}' ORDER BY id LIMIT 1");
        tables.Learn("used_signatures", "true LIMIT 1");
    }

    public Uri Address => _host.Address;

    /// <param name="file">A copy of a product's database that holds one order.</param>
    /// <param name="page">What the product answers for a page of the list.</param>
    /// <param name="cancellation">Ends the start early.</param>
    public static async Task<BareBlockTrades> StartAsync(string file, byte[] page, CancellationToken cancellation)
    {
        var tables = await TableCopies.OpenAsync(file, cancellation);
        var placed = tables.Texts("SELECT id FROM block_orders ORDER BY created_at_utc DESC LIMIT 1");
        var bare = new BareBlockTrades(tables,
            placed.Count == 1 ? placed[0] : throw new InvalidOperationException("The product holds no order."));
        bare._host = await BareWriter.StartAsync(tables, path => path == Add ? bare.WriteOrder : bare.SpendSignature,
            path => path == List ? page : null, cancellation);
        return bare;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private void SpendSignature() => Copy("used_signatures", TableCopies.NewId());

    private void WriteOrder()
    {
        var id = TableCopies.NewId();
        TableCopies.Run(_use, _id);
        foreach (var table in (string[])["block_orders", "audit_log", "outbox_messages", "used_signatures"])
        {
            Copy(table, id);
        }
        _tables.Count("bench:pending", 1);
    }

    private void Copy(string table, string id) => _tables.Copy(table, 0, (column, value) => (table, column) switch
    {
        ("audit_log" or "outbox_messages", "id") => DBNull.Value,
        ("outbox_messages", "message_id") => TableCopies.NewId(),
        ("used_signatures", "signature") => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(id))),
        (_, "number") => ++_last,
        (_, "client_id") => DBNull.Value,
        _ => value is string text && text == _id ? id : value,
    });
}
