using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Api.DepositDesk;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>
/// Every route of every surface, with the fields that its own code reads, is sent what nobody means well. Whatever comes back
/// is no defect of the desk and is said in the surface's own form. More of it: OTC_DOORS_REQUESTS and OTC_DOORS_SEED.
/// </summary>
public sealed partial class AllDoorsTests
{
    private static readonly Dictionary<string, string> Meant = new(StringComparer.Ordinal)
    {
        ["fiat_currency"] = "\"KES\"", ["currency"] = "\"KES\"", ["requested_asset"] = "\"USDT\"", ["requested_network"] = "\"tron\"", ["asset"] = "\"USDT\"", ["network"] = "\"tron\"",
        ["flow_type"] = "\"b2b\"", ["otc_type"] = "\"deposit\"", ["amount_in_type"] = "\"fiat\"", ["amount_in"] = "\"1000.00\"", ["fiat_amount"] = "\"1000.00\"", ["fee_type"] = "\"hybrid\"",
        ["fixed_fee"] = "\"1.00\"", ["fixed_fee_currency"] = "\"KES\"", ["percentage_fee_bps"] = "10", ["spread_bps"] = "10", ["settlement_side"] = "\"merchant\"", ["side"] = "\"buy\"",
        ["reference_rate"] = "\"129.50\"", ["rate"] = "\"129.50\"", ["base"] = "\"USDT\"", ["quote"] = "\"KES\"", ["source"] = "\"manual\"", ["method"] = "\"bank_transfer\"", ["transfer_date"] = "\"2026-03-16\"",
        ["payment_reference"] = "\"FT26-1\"", ["sender_account_name"] = "\"Acacia Traders Ltd\"", ["sender_bank_name"] = "\"Equity\"", ["phone_number"] = "\"254712345678\"", ["email"] = "\"a@example.com\"",
        ["url"] = "\"http://127.0.0.1:9/hook\"", ["events"] = "[\"*\"]", ["roles"] = "[\"auditor\"]", ["surface"] = "\"deposit_desk\"", ["scopes"] = "[\"read\"]", ["price_currency"] = "\"USD\"", ["amount"] = "\"10.00\"",
        ["source_amount_eur"] = "\"100.00\"", ["source_amount_usdc"] = "\"100.00\"", ["iso_code"] = "\"CHF\"", ["fraction_digits"] = "2", ["iban"] = "\"DE89370400440532013000\"", ["limit"] = "10",
    };

    public static TheoryData<DatabaseProvider, int> Sizes => TestDatabases.Sized(sqlite: 5_000, postgres: 1_500);

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task No_door_answers_a_defect_and_every_refusal_has_its_form(DatabaseProvider provider, int requests)
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Provider = provider, Settings = Unlimited });
        var seed = Setting("OTC_DOORS_SEED", 20_261_129);
        var doors = DoorMap.Of(host);
        var (id, gateway) = (await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Priced), await GatewayCaller.OpenAsync(host));
        var each = Math.Max(1, Setting("OTC_DOORS_REQUESTS", requests) / doors.Count);
        var (wrong, sent) = (new ConcurrentBag<string>(), 0);
        await Parallel.ForEachAsync(doors.Select((door, place) => (door, place)), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (one, _) =>
        {
            var random = new Random(unchecked(seed + (one.place * 7_919)));
            var hostile = new Hostile(random, id);
            for (var i = 0; i < each; i++)
            {
                var ask = Ask.Of(one.door, random, hostile, Meant);
                var answer = await SendAsync(host, gateway, random, ask);
                Interlocked.Increment(ref sent);
                if (Fault(ask, answer) is { } fault)
                {
                    wrong.Add($"{fault}: {ask} -> {answer.Status} {Short(answer.Text)}");
                }
            }
        });
        Console.WriteLine($"{sent} requests over {doors.Count} doors, seed {seed}");

        Assert.True(wrong.IsEmpty, $"seed {seed}, {wrong.Count} of {sent}:\n{string.Join('\n', wrong.OrderBy(line => line, StringComparer.Ordinal).Take(60))}");
        host.AssertNoErrors();
        // The callers are still who they were: what was refused before its desk would have shown nothing.
        Assert.Equal(HttpStatusCode.OK, (await host.Admin.GetAsync("/api/v1/auth/users")).StatusCode);
    }

    [Fact]
    public async Task Every_text_that_a_door_takes_has_a_declared_kind()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var doors = DoorMap.Of(host);

        Assert.True(doors.Count(door => door.Body is not null) > 60, "The doors' bodies are no longer found.");
        var undeclared = from body in DoorMap.Bodies(doors)
                         from field in Texts(body, [])
                         where FieldKinds.Declared(field) is null
                         select $"{body.Name}.{field}";
        Assert.Equal("", string.Join('\n', undeclared.Distinct().Order(StringComparer.Ordinal)));
        Assert.Null(FieldKinds.Declared("nobody_declared_this"));
    }

    private static Dictionary<string, string?> Unlimited => new()
    {
        ["Jobs:Enabled"] = "false", ["RateLimits:PerMinute"] = "10000000", ["RateLimits:PerAddressPerMinute"] = "10000000", ["RateLimits:PerMerchantPerMinute"] = "10000000",
    };

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;

    private static IEnumerable<string> Texts(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
        {
            yield break;
        }
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null))
        {
            var (name, kind) = (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property.PropertyType);
            var inner = kind.IsGenericType && !kind.IsValueType ? kind.GetGenericArguments()[^1] : kind;
            if (inner == typeof(string))
            {
                yield return property.GetCustomAttribute<System.Text.Json.Serialization.JsonPropertyNameAttribute>()?.Name ?? name;
            }
            foreach (var below in inner.Assembly == typeof(FieldKinds).Assembly && inner.IsClass ? Texts(inner, seen) : [])
            {
                yield return below;
            }
        }
    }

    private static async Task<(int Status, string? Media, string Text)> SendAsync(DeskHost host, GatewayCaller gateway, Random random, Ask ask)
    {
        if (ask.IsSigned && ask.Path.StartsWith(SpecClient.Root, StringComparison.Ordinal) && ask.Bytes is null)
        {
            var spec = SpecClient.Of(host);
            var answer = await spec.SendAsync(new HttpMethod(ask.Method), ask.Path[SpecClient.Root.Length..], ask.Query, ask.Body, ask.Media);
            return ((int)answer.Status, "application/json", answer.Text);
        }
        HttpClient[] people = [host.Admin, host.Treasury, host.Officer, host.Acacia];
        var client = !ask.IsSigned ? host.Anonymous
            : ask.Path.StartsWith("/gateway", StringComparison.Ordinal) ? host.Client(gateway.Token)
            : ask.Path.StartsWith("/otc-exchanges", StringComparison.Ordinal) ? host.Client(host.Credentials.MerchantNamed("Acacia").ExchangeApiKey!)
            : ask.Path.StartsWith("/sandbox", StringComparison.Ordinal) ? host.Admin : people[random.Next(people.Length)];
        using var request = new HttpRequestMessage(new HttpMethod(ask.Method), new Uri(host.Address, ask.Path + (ask.Query.Length > 0 ? "?" + ask.Query : "")));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", random.Next(3) == 0 ? Guid.NewGuid().ToString() : random.Next(20).ToString(CultureInfo.InvariantCulture));
        if (ask.Bytes is { } bytes || ask.Body is { })
        {
            request.Content = new ByteArrayContent(ask.Bytes ?? Encoding.UTF8.GetBytes(ask.Body!));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ask.Media);
        }
        using var got = await client.SendAsync(request);
        return ((int)got.StatusCode, got.Content.Headers.ContentType?.MediaType, await got.Content.ReadAsStringAsync());
    }

    private static string? Fault(Ask ask, (int Status, string? Media, string Text) answer)
    {
        if (answer.Status >= 500)
        {
            // An upstream that has no price says so in the specification's own code; that is no defect.
            return answer.Status is 502 or 503 && Code(answer.Text) is "QUOTE_UNAVAILABLE" or "BALANCE_UNAVAILABLE" or "service_unavailable" ? null : "5xx";
        }
        // The sandbox is no surface: what is turned away before its routes has a status and no words.
        if (answer.Status < 400 || (answer.Text.Length == 0 && (answer.Status is 401 or 404) && ask.Path.StartsWith("/sandbox", StringComparison.Ordinal)) || (answer.Status == 400 && answer.Text.Length == 0 && ask.Path.Contains("%00", StringComparison.Ordinal)))
        {
            return null;
        }
        if (answer.Text.Contains("   at ", StringComparison.Ordinal) || answer.Text.Contains("Exception", StringComparison.Ordinal))
        {
            return "insides";
        }
        return Code(answer.Text) is null ? "form" : null;
    }

    // Problem documents have a code, two surfaces an error with a code, one a number and a message, and OAuth a word.
    private static string? Code(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return root.TryGetProperty("error", out var error) ? error.ValueKind == JsonValueKind.String ? error.GetString() : error.GetProperty("code").GetString()
                : root.TryGetProperty("code", out var code) ? code.ToString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length <= 300 ? text : text[..300];

    /// <summary>One request.</summary>
    private sealed partial record Ask(string Method, string Path, string Query, string? Body, byte[]? Bytes, string Media, bool IsSigned)
    {
        public static Ask Of(Door door, Random random, Hostile hostile, IReadOnlyDictionary<string, string> meant)
        {
            var path = Parameter().Replace(door.Pattern, _ => random.Next(4) == 0 ? hostile.Escaped() is { Length: > 0 } text ? text.Replace("+", "%2B", StringComparison.Ordinal) : "x" : hostile.Id);
            var names = door.Words.Concat(["limit", "page", "cursor", "sort", "from", "to", "status"]).ToList();
            var query = door.Method is "GET" or "DELETE" || random.Next(5) == 0
                ? string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{names[random.Next(names.Count)]}={(random.Next(3) == 0 ? Uri.EscapeDataString(hostile.Number() is { Length: <= 300 } number ? number : "9") : hostile.Escaped())}"))
                : "";
            if (door.Method is "GET" or "HEAD" or "DELETE")
            {
                return new Ask(door.Method, path, query, null, null, "application/json", random.Next(7) != 0);
            }
            var kind = random.Next(20);
            var body = kind == 0 ? null : kind <= 3 ? hostile.Whole() : hostile.BodyOf(door, meant);
            byte[]? bytes = kind is 4 or 5 && body is not null ? [.. Encoding.UTF8.GetBytes(body), .. (byte[])[0xFF, 0xC0, 0xAF, 0xED, 0xA0, 0x80]] : null;
            var isForm = door.Pattern.Contains("/o/", StringComparison.Ordinal) || (door.Pattern.StartsWith("/openapi", StringComparison.Ordinal) && random.Next(4) == 0);
            var form = isForm ? string.Join('&', door.Words.Take(12).Select(word => $"{word}={hostile.Escaped()}")) : body;
            return new Ask(door.Method, path, query, form, bytes, isForm ? "application/x-www-form-urlencoded" : random.Next(30) == 0 ? "text/plain" : "application/json", random.Next(7) != 0);
        }

        public override string ToString() => $"{Method} {Path}?{Query} {(Bytes is null ? "" : "(bytes) ")}{Short(Body ?? "")}{(IsSigned ? "" : " (nobody)")}";

        [GeneratedRegex(@"\{[^}]*\}")]
        private static partial Regex Parameter();
    }
}
