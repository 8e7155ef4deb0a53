using System.Globalization;
using System.Text;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Hosting.Conformance;

/// <summary>
/// Runs an integrator's receiver through what it will meet (sentence D20): good, repeated, reordered, late, altered, unsigned and wrongly
/// signed deliveries. What is good must be
/// taken with a 2xx, in whatever order and however often; what cannot be trusted must be refused with a 4xx.
/// </summary>
internal static class ConformanceReceiver
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    private static readonly Delivery[] Deliveries =
    [
        new("a good delivery", 1, IsTaken: true),
        new("the same delivery again", 1, IsTaken: true),
        new("the third before the second", 3, IsTaken: true),
        new("the second, late in order", 2, IsTaken: true),
        new("a replay, marked as one", 2, IsTaken: true) { Mark = "X-OTC-Replay" },
        new("a test event, marked as one", 4, IsTaken: true) { Mark = "X-OTC-Test" },
        new("a type that nobody knows yet", 5, IsTaken: true) { Type = "order.not_known_yet" },
        new("a member that nobody knows yet", 6, IsTaken: true) { More = ",\"not_known_yet\":true" },
        new("two signatures, one of them of another secret, as after a rotation", 7, IsTaken: true) { IsRotated = true },
        new("signed ten minutes ago", 8, IsTaken: false) { Age = Late },
        new("signed with another secret", 9, IsTaken: false) { IsForged = true },
        new("a body that was altered after signing", 10, IsTaken: false) { IsAltered = true },
        new("no signature at all", 11, IsTaken: false) { IsUnsigned = true },
    ];

    /// <summary>Sends all of them in their order and prints what came back: 0 when each was met as it should be.</summary>
    public static async Task<int> RunAsync(HttpClient client, Uri receiver, string secret, TextWriter output, TimeProvider clock,
        CancellationToken cancellation)
    {
        var (run, failed) = (Guid.CreateVersion7().ToString("N"), 0);
        await output.WriteLineAsync("result   sent                                                                    wanted  answered");
        foreach (var delivery in Deliveries)
        {
            var (status, said) = await SendAsync(client, receiver, delivery, run, secret, clock, cancellation);
            var isMet = delivery.IsTaken ? status is >= 200 and < 300 : status is >= 400 and < 500;
            failed += isMet ? 0 : 1;
            var (result, wanted) = (isMet ? "ok     " : "DIFFERS", delivery.IsTaken ? "2xx" : "4xx");
            await output.WriteLineAsync($"{result}  {delivery.Name,-70}  {wanted}     {said}");
        }
        await output.WriteLineAsync($"{Deliveries.Length} sent, {failed} met otherwise than they should be.");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<(int Status, string Said)> SendAsync(HttpClient client, Uri receiver, Delivery delivery, string run,
        string secret, TimeProvider clock, CancellationToken cancellation)
    {
        var sentAt = clock.GetUtcNow() - delivery.Age;
        var id = $"msg_conformance_{run}_{delivery.Sequence}";
        var at = sentAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var data = $$"""{"order_id":"ord_00000000000000000000000000","from":"pending","to":"verified"{{delivery.More}}}""";
        var body = $$"""{"event":"{{delivery.Type}}","timestamp":"{{at}}","data":{{data}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.IsAltered ? body.Replace("verified", "settled",
                StringComparison.Ordinal) : body)),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-OTC-Sequence", delivery.Sequence.ToString(CultureInfo.InvariantCulture));
        if (delivery.Mark is { } mark)
        {
            request.Headers.Add(mark, "true");
        }
        if (!delivery.IsUnsigned)
        {
            Sign(request, delivery, id, sentAt, secret, Encoding.UTF8.GetBytes(body));
        }
        try
        {
            using var answer = await client.SendAsync(request, cancellation);
            return ((int)answer.StatusCode, ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return (0, "no answer");
        }
    }

    private static void Sign(HttpRequestMessage request, Delivery delivery, string id, DateTimeOffset sentAt, string secret, byte[] body)
    {
        var other = WebhookSignature.WriteSecret(Encoding.ASCII.GetBytes("another secret of 32 bytes here."));
        var seconds = sentAt.ToUnixTimeSeconds();
        var signature = WebhookSignature.Sign(delivery.IsForged ? other : secret, id, seconds, body);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", delivery.IsRotated ? $"{WebhookSignature.Sign(other, id, seconds, body)} {signature}"
            : signature);
        request.Headers.Add("X-OTC-Signature", WebhookSignature.SignBody(delivery.IsForged ? other : secret, body));
    }

    private sealed record Delivery(string Name, int Sequence, bool IsTaken)
    {
        public string Type { get; init; } = "order.status_changed";

        public string More { get; init; } = "";

        public string? Mark { get; init; }

        public TimeSpan Age { get; init; }

        public bool IsForged { get; init; }

        public bool IsAltered { get; init; }

        public bool IsUnsigned { get; init; }

        public bool IsRotated { get; init; }
    }
}
