using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using OtcBackoffice.Api.DepositDesk;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>
/// Requests put together at random from known fields and hostile values, with a fixed seed: none is a defect of the desk,
/// whatever else it is.
/// </summary>
public sealed class MalformedInputTests
{
    private const int Seed = 20260331, BodiesPerRoute = 12;

    private static readonly string[] Fields =
    [
        .. typeof(DepositDeskApi).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(DepositDeskApi).Namespace && type.Name.EndsWith("Request", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties()).Where(property => property.GetMethod!.IsPublic)
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).Distinct(),
    ];

    private static readonly Func<Random, string, JsonNode?>[] Values =
    [
        (_, id) => id, (_, _) => "KES", (_, _) => "USDT", (_, _) => "tron", (_, _) => "b2b", (_, _) => "deposit", (_, _) =>
            "fiat", (_, _) => "100.00", (_, _) => "0.0000000001",
        (random, _) => "1" + new string('0', random.Next(40)), (_, _) => "9223372036854775807", (_, _) => "-1", (_, _) => "1e400", (_, _) =>
            1.5m, (_, _) => -1, (_, _) => 0,
        (_, _) => int.MaxValue, (_, _) => int.MinValue, (_, _) => 99_999_999_999, (_, _) => true, (_, _) => null, (_, _) => "", (_, _) =>
            "a\0b", (_, _) => "\u202e", (_, _) => "😀",
        (random, _) => new string('x', random.Next(6_000)), (_, _) => "2026-03-31", (_, _) => "0001-01-01", (_, _) =>
            "9999-12-31T23:59:59-14:00", (_, _) => "0001-01-01T00:00:00+14:00",
        (_, _) => new JsonArray("*", 1, null), (_, _) => new JsonObject { ["id"] = 1 }, (_, _) => "percentage", (_, _) =>
            "bitcoin", (_, _) => "BTC", (_, _) => "' OR 1=1 --",
    ];

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Nothing_that_can_be_sent_is_a_defect_of_the_desk(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var random = new Random(Seed);
        var id = await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Priced);
        HttpClient[] people = [host.Admin, host.Treasury, host.Acacia];
        var wrong = new List<string>();
        foreach (var (method, pattern) in Routes(host))
        {
            for (var i = 0; i < BodiesPerRoute; i++)
            {
                var path = System.Text.RegularExpressions.Regex.Replace(pattern, @"\{\w+:guid\}", id)
                    + (method == "GET" ? Query(random, id) : "");
                var body = method is "GET" or "DELETE" ? null : Body(random, id);
                var answer = await Send(people[random.Next(people.Length)], method, path, body, ("Idempotency-Key", $"{random.Next(20)}"));
                if (answer.Status >= 500 || (answer.Status >= 400 && answer.MediaType != "application/problem+json"))
                {
                    wrong.Add($"{method} {path} {body}: {answer.Status} {answer.Text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        host.AssertNoErrors();
    }

    private static List<(string Method, string Pattern)> Routes(DeskHost host) =>
    [
        .. from endpoint in host.Endpoints.OfType<RouteEndpoint>()
           let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
           where pattern.StartsWith("/api/v1/auth", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
           orderby pattern, method
           select (method, pattern),
    ];

    private static string Query(Random random, string id)
    {
        string[] names = ["limit", "cursor", "status", "merchant_id", "network", "refresh", "actor", "entity", "action", "from", "to",
            "endpoint_id"];
        var value = Values[random.Next(Values.Length)](random, id)?.ToString() ?? "";
        return $"?{names[random.Next(names.Length)]}={Uri.EscapeDataString(value[..Math.Min(value.Length, 500)])}";
    }

    private static string Body(Random random, string id)
    {
        var body = new JsonObject();
        for (var i = random.Next(7); i > 0; i--)
        {
            body[Fields[random.Next(Fields.Length)]] = Values[random.Next(Values.Length)](random, id);
        }
        var text = body.ToJsonString();
        // Every fifth body is broken at some place.
        return random.Next(5) == 0
            ? text.Insert(random.Next(text.Length + 1), ((string[])["{", "}", "\"", ",", "\\ud800", "\\u0000", "//"])[random.Next(7)])
            : text;
    }
}
