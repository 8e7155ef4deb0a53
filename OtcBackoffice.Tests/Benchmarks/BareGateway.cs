using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A bare endpoint that writes the rows of a payment (<c>POST /pay</c>) into the product's own tables: copies of rows that the
/// product wrote.
/// </summary>
internal sealed class BareGateway : IAsyncDisposable
{
    public const string Pay = "/pay";

    private readonly TableCopies _tables;
    private readonly SqliteCommand _number;
    private readonly string _id;
    private BareWriter _host = null!;
    private long _last = 1_000_000;

    private BareGateway(TableCopies tables, string id)
    {
        (_tables, _id) = (tables, id);
        _number =
            tables.Prepare("INSERT INTO number_sequences (name, last_number) VALUES ($a, 1) ON CONFLICT (name) DO UPDATE SET last_number "
                + "= last_number + 1 RETURNING last_number", "$a");
        tables.Learn("gateway_payments", $"id = '{id}'");
        tables.Learn("orders", $"id = '{id}'");
        tables.Learn("audit_log", $"entity_id = '{id}' ORDER BY id");
        tables.Learn("outbox_messages", $"subject_id = '{id}' ORDER BY id");
    }

    public Uri Address => _host.Address;

    /// <param name="file">A copy of a product's database that holds one payment.</param>
    /// <param name="cancellation">Ends the start early.</param>
    public static async Task<BareGateway> StartAsync(string file, CancellationToken cancellation)
    {
        var tables = await TableCopies.OpenAsync(file, cancellation);
        var made = tables.Texts("SELECT id FROM gateway_payments ORDER BY created_at_utc DESC LIMIT 1");
        var bare = new BareGateway(tables, made.Count == 1 ? made[0]
            : throw new InvalidOperationException("The product holds no payment."));
        bare._host = await BareWriter.StartAsync(tables, _ => bare.Write, static _ => null, cancellation);
        return bare;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private void Write()
    {
        var id = TableCopies.NewId();
        foreach (var name in (string[])["bench_payment", "bench_address"])
        {
            _number.Parameters[0].Value = name;
            _number.ExecuteScalar();
        }
        foreach (var table in (string[])["gateway_payments", "orders", "audit_log", "outbox_messages"])
        {
            _tables.Copy(table, 0, (column, value) => (table, column) switch
            {
                ("audit_log" or "outbox_messages", "id") => DBNull.Value,
                ("outbox_messages", "message_id") => TableCopies.NewId(),
                (_, "number") => ++_last,
                (_, "checkout_token") => id,
                _ => value is string text && text == _id ? id : value,
            });
        }
        _tables.Count("bench:waiting", 1);
    }
}

/// <summary>
/// Bare endpoints that read and sign: <c>POST /status</c> reads a payment and its parts by its id and answers the very bytes of the
/// product; <c>POST /token</c> compares a client's secret by its hash and signs a token as long as the product's.
/// </summary>
internal sealed class BareReader : IAsyncDisposable
{
    public const string Status = "/status", Token = "/token";

    private readonly WebApplication _app;
    private readonly ThreadLocal<(SqliteCommand Payment, SqliteCommand Parts)> _commands;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _answer, _secretHash;
    private readonly string _id, _claims;
    private readonly List<SqliteConnection> _connections = [];

    private BareReader(WebApplication app, string file, string id, byte[] answer, string secret, string token)
    {
        (_app, _id, _answer) = (app, id, answer);
        _secretHash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        _claims = token[..token.LastIndexOf('.')];
        _commands = new ThreadLocal<(SqliteCommand, SqliteCommand)>(() => Open(file));
    }

    public Uri Address => new(_app.Urls.Single());

    /// <param name="file">A copy of a product's database that holds the payment.</param>
    /// <param name="id">The payment.</param>
    /// <param name="answer">What the product answers about it.</param>
    /// <param name="secret">A client's secret.</param>
    /// <param name="token">A token of the product's.</param>
    /// <param name="cancellation">Ends the start early.</param>
    public static async Task<BareReader> StartAsync(string file, string id, byte[] answer, string secret, string token,
        CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var host = new BareReader(app, file, id, answer, secret, token);
        app.Run(host.AnswerAsync);
        await app.StartAsync(cancellation);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _commands.Dispose();
        _connections.ForEach(connection => connection.Dispose());
        _key.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var answer = http.Request.Path.Value == Status ? ReadStatus() : SignToken(body);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        await http.Response.BodyWriter.WriteAsync(answer);
    }

    private byte[] ReadStatus()
    {
        var (payment, parts) = _commands.Value;
        Read(payment);
        Read(parts);
        return _answer;
    }

    private static void Read(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        var values = new object[rows.FieldCount];
        while (rows.Read())
        {
            rows.GetValues(values);
        }
    }

    private byte[] SignToken(string body)
    {
        var form = QueryHelpers.ParseQuery(body);
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(form["client_secret"].ToString())),
            _secretHash))
        {
            throw new InvalidOperationException("The secret of the load is another one.");
        }
        var signed = Encoding.ASCII.GetBytes(_claims);
        var signature = Base64Url.EncodeToString(_key.SignData(signed, HashAlgorithmName.SHA256));
        return Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture,
            $$"""{"access_token":"{{_claims}}.{{signature}}","token_type":"Bearer","expires_in":900,"scope":"read write"}"""));
    }

    private (SqliteCommand Payment, SqliteCommand Parts) Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false,
            Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        lock (_connections)
        {
            _connections.Add(connection);
        }
        return (Prepare(connection, "SELECT * FROM gateway_payments WHERE id = $id"), Prepare(connection,
            "SELECT * FROM gateway_payment_parts WHERE payment_id = $id"));
    }

    private SqliteCommand Prepare(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", _id);
        return command;
    }
}
