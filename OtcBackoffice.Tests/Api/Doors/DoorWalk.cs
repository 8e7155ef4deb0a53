using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Api.DepositDesk;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>Sends a running desk what nobody means well, door by door, and says what is wrong with an answer.</summary>
internal sealed partial class DoorWalk
{
    private static readonly Dictionary<string, string> Meant = new(StringComparer.Ordinal)
    {
        ["fiat_currency"] = "\"KES\"", ["currency"] = "\"KES\"", ["requested_asset"] = "\"USDT\"", ["requested_network"] = "\"tron\"",
            ["asset"] = "\"USDT\"", ["network"] = "\"tron\"",
        ["flow_type"] = "\"b2b\"", ["otc_type"] = "\"deposit\"", ["amount_in_type"] = "\"fiat\"", ["amount_in"] = "\"1000.00\"",
            ["fiat_amount"] = "\"1000.00\"", ["fee_type"] = "\"hybrid\"",
        ["fixed_fee"] = "\"1.00\"", ["fixed_fee_currency"] = "\"KES\"", ["percentage_fee_bps"] = "10", ["spread_bps"] = "10",
            ["settlement_side"] = "\"merchant\"", ["side"] = "\"buy\"",
        ["reference_rate"] = "\"129.50\"", ["rate"] = "\"129.50\"", ["base"] = "\"USDT\"", ["quote"] = "\"KES\"",
            ["source"] = "\"manual\"", ["method"] = "\"bank_transfer\"", ["transfer_date"] = "\"2026-03-16\"",
        ["payment_reference"] = "\"FT26-1\"", ["sender_account_name"] = "\"Acacia Traders Ltd\"", ["sender_bank_name"] = "\"Equity\"",
            ["phone_number"] = "\"254712345678\"", ["email"] = "\"a@example.com\"",
        ["url"] = "\"http://127.0.0.1:9/hook\"", ["events"] = "[\"*\"]", ["roles"] = "[\"auditor\"]", ["surface"] = "\"deposit_desk\"",
            ["scopes"] = "[\"read\"]", ["price_currency"] = "\"USD\"", ["amount"] = "\"10.00\"",
        ["source_amount_eur"] = "\"100.00\"", ["source_amount_usdc"] = "\"100.00\"", ["iso_code"] = "\"CHF\"", ["fraction_digits"] = "2",
            ["iban"] = "\"DE89370400440532013000\"", ["limit"] = "10",
    };

    private readonly DeskHost _host;
    private readonly GatewayCaller _gateway;
    private readonly string _id;

    private DoorWalk(DeskHost host, GatewayCaller gateway, string id) => (_host, _gateway, _id) = (host, gateway, id);

    public static Dictionary<string, string?> Unlimited => new()
    {
        ["Jobs:Enabled"] = "false", ["RateLimits:PerMinute"] = "10000000", ["RateLimits:PerAddressPerMinute"] = "10000000",
            ["RateLimits:PerMerchantPerMinute"] = "10000000",
    };

    public static async Task<DoorWalk> OpenAsync(DeskHost host) =>
        new(host, await GatewayCaller.OpenAsync(host), await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Priced));

    public Hostile HostileOf(Random random) => new(random, _id);

    /// <summary>Sends one request to a door; what is wrong with the answer, or null, and whether it said that something was done.</summary>
    public async Task<(string? Fault, bool IsDone)> TryAsync(Door door, Random random, Hostile hostile)
    {
        var ask = Ask.Of(door, random, hostile, Meant);
        var answer = await SendAsync(_host, _gateway, random, ask);
        var fault = Fault(ask, answer);
        return (fault is null ? null : $"{fault}: {ask} -> {answer.Status} {Short(answer.Text)}", answer.Status is >= 200 and < 300);
    }

    private static async Task<(int Status, string? Media, string Text)> SendAsync(DeskHost host, GatewayCaller gateway, Random random,
        Ask ask)
    {
        if (ask.IsSigned && ask.Path.StartsWith(SpecClient.Root, StringComparison.Ordinal) && ask.Bytes is null)
        {
            var spec = SpecClient.Of(host);
            var answer = await spec.SendAsync(new HttpMethod(ask.Method), ask.Path[SpecClient.Root.Length..], ask.Query, ask.Body,
                ask.Media);
            return ((int)answer.Status, "application/json", answer.Text);
        }
        HttpClient[] people = [host.Admin, host.Treasury, host.Officer, host.Acacia];
        var client = !ask.IsSigned ? host.Anonymous
            : ask.Path.StartsWith("/gateway", StringComparison.Ordinal) ? host.Client(gateway.Token)
            : ask.Path.StartsWith("/otc-exchanges", StringComparison.Ordinal)
                ? host.Client(host.Credentials.MerchantNamed("Acacia").ExchangeApiKey!)
            : ask.Path.StartsWith("/sandbox", StringComparison.Ordinal) ? host.Admin : people[random.Next(people.Length)];
        using var request = new HttpRequestMessage(new HttpMethod(ask.Method), new Uri(host.Address, ask.Path + (ask.Query.Length > 0
            ? "?" + ask.Query : "")));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", random.Next(3) == 0 ? Guid.NewGuid().ToString()
            : random.Next(20).ToString(CultureInfo.InvariantCulture));
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
            return answer.Status is 502 or 503
                && Code(answer.Text) is "QUOTE_UNAVAILABLE" or "BALANCE_UNAVAILABLE" or "service_unavailable" ? null : "5xx";
        }
        // The sandbox is no surface: what is turned away before its routes has a status and no words.
        if (answer.Status < 400 || (answer.Text.Length == 0 && (answer.Status is 401 or 404 or 415) && ask.Path.StartsWith("/sandbox",
            StringComparison.Ordinal)) || (answer.Status == 400 && answer.Text.Length == 0 && ask.Path.Contains("%00",
            StringComparison.Ordinal)))
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
            return root.TryGetProperty("error", out var error) ? error.ValueKind == JsonValueKind.String ? error.GetString()
                : error.GetProperty("code").GetString()
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
            var path = Parameter().Replace(door.Pattern, _ => random.Next(4) == 0 ? hostile.Escaped() is { Length: > 0 } text
                ? text.Replace("+", "%2B", StringComparison.Ordinal) : "x" : hostile.Id);
            var names = door.Words.Concat(["limit", "page", "cursor", "sort", "from", "to", "status"]).ToList();
            var query = door.Method is "GET" or "DELETE" || random.Next(5) == 0
                ? string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ =>
                    $"{names[random.Next(names.Count)]}={(random.Next(3) == 0 ? Uri.EscapeDataString(hostile.Number() is { Length: <= 300 } number ? number : "9") : hostile.Escaped())}"))
                : "";
            if (door.Method is "GET" or "HEAD" or "DELETE")
            {
                return new Ask(door.Method, path, query, null, null, "application/json", random.Next(7) != 0);
            }
            var kind = random.Next(20);
            var body = kind == 0 ? null : kind <= 3 ? hostile.Whole() : hostile.BodyOf(door, meant);
            byte[]? bytes = kind is 4 or 5 && body is not null ? [.. Encoding.UTF8.GetBytes(body), .. (byte[])[0xFF, 0xC0, 0xAF, 0xED,
                0xA0, 0x80]] : null;
            var isForm = door.Pattern.Contains("/o/", StringComparison.Ordinal) || (door.Pattern.StartsWith("/openapi",
                StringComparison.Ordinal) && random.Next(4) == 0);
            var form = isForm ? string.Join('&', door.Words.Take(12).Select(word => $"{word}={hostile.Escaped()}")) : body;
            return new Ask(door.Method, path, query, form, bytes, isForm ? "application/x-www-form-urlencoded" : random.Next(30) == 0
                ? "text/plain" : "application/json", random.Next(7) != 0);
        }

        public override string ToString() =>
            $"{Method} {Path}?{Query} {(Bytes is null ? "" : "(bytes) ")}{Short(Body ?? "")}{(IsSigned ? "" : " (nobody)")}";

        [GeneratedRegex(@"\{[^}]*\}")]
        private static partial Regex Parameter();
    }
}
