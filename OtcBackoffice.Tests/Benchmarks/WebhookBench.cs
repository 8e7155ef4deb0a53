using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// Events taken, signed, sent and marked, against a bare client that signs and posts the same bytes. Then what a receiver
/// that never answers costs the others, and what a long history of delivered events costs.
/// </summary>
internal static class WebhookBench
{
    private const int Endpoints = 8, InFlight = 32, PerTurn = 4_096, Delivered = 200_000, ForTheDead = 512;
    private const double SendGoal = 0.3, OthersGoal = 0.95;

    // As long as the event of a deposit is.
    private static readonly string Payload =
        JsonSerializer.Serialize(new { @event = "bench.sent", data = new { text = new string('x', 860) } });

    private const string NewId =
        "printf('%s-%s-7%s-8%s-%s', upper(hex(randomblob(4))), upper(hex(randomblob(2))), substr(upper(hex(randomblob(2))), 2), "
        + "substr(upper(hex(randomblob(2))), 2), upper(hex(randomblob(6))))";

    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var sink = await Sink.StartAsync(cancellation);
        await using var desk = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var file = desk.Services.GetRequiredService<HostSettings>().SqliteFile;
        for (var number = 0; number < Endpoints; number++)
        {
            await desk.Admin.PostJsonAsync("webhooks/endpoints",
                new { url = new Uri(sink.Address, $"/{number}").ToString(), events = new[] { "bench.sent" } }, HttpStatusCode.Created);
        }
        var product = new Contender($"claim, sign, post and mark, {Endpoints} endpoints, {InFlight} in flight",
            token => SendAsync(desk, file, token)) { WarmUpTurns = 8 };
        await runner.RunAsync(
            new Comparison("webhook", "posts/s",
                new Contender($"bare client, {InFlight} in flight", token => PostAsync(sink.Address, token)), product,
                Goal.AtLeast(SendGoal)), cancellation);

        using var silent = Silent();
        var address = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/";
        var dead = (await desk.Admin.PostJsonAsync("webhooks/endpoints", new { url = address, events = new[] { "bench.none" } },
            HttpStatusCode.Created)).EnumerateObject().First().Value.Text("id");
        await runner.RunAsync(
            new Comparison(
                "webhook_beside_a_dead_endpoint", "posts/s", product with { Name = "all endpoints answer" },
                product with { Name = "one more never answers", MeasureAsync = token => SendAsync(desk, file, token, dead) },
                Goal.AtLeast(OthersGoal)),
            cancellation);

        await FillHistoryAsync(file, cancellation);
        await runner.RunAsync(
            new Comparison(
                "webhook_beside_a_long_history", "posts/s",
                new Contender($"bare client, {InFlight} in flight", token => PostAsync(sink.Address, token)),
                product with { Name = $"{Delivered} delivered before" }, Goal.AtLeast(SendGoal)),
            cancellation);
        desk.AssertNoErrors();
    }

    // Every event concerns a record of its own, so nothing but the width of a lane holds it up.
    private static async Task<Reading> SendAsync(DeskHost desk, string file, CancellationToken cancellation, string? dead = null)
    {
        if (dead is not null)
        {
            await FillAsync(file, "id = $endpoint", ForTheDead, "pending", dead, cancellation);
        }
        await FillAsync(file, "events = 'bench.sent' AND $endpoint IS NULL", PerTurn / Endpoints, "pending", null, cancellation);
        await using var scope = desk.Services.CreateAsyncScope();
        var start = Stopwatch.GetTimestamp();
        await scope.ServiceProvider.GetRequiredService<WebhookDispatch>().StartAsync(cancellation);
        var left = PerTurn;
        while (left > 0)
        {
            await Task.Delay(1, cancellation);
            left = await LeftAsync(file, cancellation);
        }
        return new Reading(PerTurn / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static async Task<Reading> PostAsync(Uri sink, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = sink };
        var secret = WebhookSignature.WriteSecret(new byte[32]);
        var body = Encoding.UTF8.GetBytes(Payload);
        var unixSeconds = DateTimeOffset.UnixEpoch.ToUnixTimeSeconds();
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, PerTurn),
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellation }, async (number, token) =>
        {
            var id = number.ToString(CultureInfo.InvariantCulture);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/bare") { Content = new ByteArrayContent(body) };
            request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, id);
            request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Sign(secret, id, unixSeconds, body));
            using var answer = await client.SendAsync(request, token);
            answer.EnsureSuccessStatusCode();
        });
        return new Reading(PerTurn / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static Task FillHistoryAsync(string file, CancellationToken cancellation) =>
        FillAsync(file, "events = 'bench.sent' AND $endpoint IS NULL", Delivered / Endpoints, "delivered", null, cancellation);

    private static async Task FillAsync(string file, string which, int count, string state, string? endpoint,
        CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(file, cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            BEGIN IMMEDIATE;
            CREATE TEMP TABLE fresh AS
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count)
                SELECT e.id AS endpoint, {NewId} AS message, {NewId} AS delivery, {NewId} AS subject FROM webhook_endpoints e CROSS JOIN n WHERE {which};
            INSERT INTO outbox_messages (message_id, type, subject_id, merchant_id, payload, cause, created_at_utc)
                SELECT message, 'bench.sent', subject, subject, $payload, 'bench', 0 FROM fresh;
            INSERT INTO webhook_deliveries (id, message_id, endpoint_id, event_type, subject_id, state, attempt_count, next_attempt_at_utc, created_at_utc)
                SELECT delivery, message, endpoint, 'bench.sent', subject, $state, 0, CASE WHEN $state = 'pending' THEN 0 END, 0 FROM fresh;
            DROP TABLE fresh;
            COMMIT;
            """;
        command.Parameters.AddWithValue("$count", count);
        command.Parameters.AddWithValue("$state", state);
        command.Parameters.AddWithValue("$payload", Payload);
        command.Parameters.AddWithValue("$endpoint", endpoint is null ? DBNull.Value : endpoint.ToUpperInvariant());
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<int> LeftAsync(string file, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(file, cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id WHERE d.state = "
            + "'pending' AND e.events = 'bench.sent'";
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private static async Task<SqliteConnection> OpenAsync(string file, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString());
        await connection.OpenAsync(cancellation);
        return connection;
    }

    // Takes connections and says nothing, which costs a sender its whole patience.
    private static TcpListener Silent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 512);
        return listener;
    }

    /// <summary>Reads every body to its end and says that it was taken.</summary>
    private sealed class Sink(WebApplication app) : IAsyncDisposable
    {
        public Uri Address => new(app.Urls.Single());

        public static async Task<Sink> StartAsync(CancellationToken cancellation)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Run(context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
            await app.StartAsync(cancellation);
            return new Sink(app);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
