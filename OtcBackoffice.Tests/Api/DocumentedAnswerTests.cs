using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api;

/// <summary>
/// Real answers against the OpenAPI documents: every member of an answer stands in its document with its type, and what the document
/// requires is there.
/// </summary>
public sealed class DocumentedAnswerTests
{
    [Fact]
    public async Task What_the_gateway_answers_is_what_its_document_says()
    {
        await using var host = await DeskHost.StartAsync();
        var document = await DocumentAsync(host, "gateway");
        var tenant = await GatewayCaller.OpenAsync(host);
        var seen = new List<string>();
        async Task<JsonNode?> AskAsync(string method, string path, object? body = null, string? route = null)
        {
            var (status, answer) = await tenant.SendAsync(method, path, body);
            var name = $"/gateway{(route ?? path).Split('?')[0]}";
            seen.Add($"{method} {name}");
            Assert.Equal((path, ""), (path, string.Join('\n', Faults(document, method, name, status, answer))));
            return answer;
        }
        var payment = (await AskAsync("POST", "/payments/", new { amount = 500, currency = "USDTTRC20", price_currency = "USD" }))!;
        await host.SendCoinsAsync(payment, "500");
        await GatewayWorld.MineAsync(host, 40);
        var id = Text(payment, "transaction_id");
        await AskAsync("GET", $"/payments/{id}/", null, "/payments/{id}/");
        await AskAsync("POST", "/payments/status/", new { transaction_id = id });
        var wallet = Text((await AskAsync("POST", "/wallets/", new { name = "Till", external_id = "t" }))!, "wallet_id");
        await AskAsync("POST", "/wallets/transfer-to-user/", new { wallet_id = wallet, currency = "USDTTRC20", amount = "30" });
        await AskAsync("POST", "/wallets/withdraw-to-master/", new { wallet_id = wallet, currency = "USDTTRC20", amount = "9000" });
        await AskAsync("POST", "/wallets/transfer-history/", new { wallet_id = wallet });
        await AskAsync("POST", "/wallets/balances/", new { external_id = "t" });
        await AskAsync("GET", $"/wallets/{wallet}/", null, "/wallets/{id}/");
        var target = new { amount = 20, currency = "USDTTRC20", address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", custom_id = "c" };
        var withdrawal = Text((await AskAsync("POST", "/withdrawal/", target))!, "withdrawal_id");
        await AskAsync("GET", $"/withdrawal/{withdrawal}/", null, "/withdrawal/{id}/");
        await AskAsync("POST", "/withdrawal/status/", new { withdrawal_id = withdrawal });
        await AskAsync("POST", $"/withdrawal/{withdrawal}/cancel/", new { }, "/withdrawal/{id}/cancel/");
        foreach (var asked in new[] { "estimate", "fee-estimate", "validate-address", "min-amount" })
        {
            await AskAsync("POST", $"/withdrawal/{asked}/", target);
            await AskAsync("POST", $"/withdrawal/{asked}/", new { currency = "NONE", address = "x", amount = 1 });
        }
        var batch = Text((await AskAsync("POST", "/withdrawal/batch/", new { withdrawals = new object[] { target, 5 } }))!, "batch_id");
        await AskAsync("GET", $"/withdrawal/batch/{batch}/", null, "/withdrawal/batch/{id}/");
        var link = Text((await AskAsync("POST", "/payment-links/", new { amount = "10", order_description = "Bread" }))!, "id");
        await AskAsync("DELETE", $"/payment-links/{link}/", null, "/payment-links/{id}/");
        var app = (await AskAsync("POST", "/o/apps/", new { name = "More" }))!["id"]!.GetValue<int>();
        await AskAsync("DELETE", $"/o/apps/{app}/", null, "/o/apps/{id}/");
        await AskAsync("POST", "/user/webhooks/", new { callback_url = "http://127.0.0.1:9/hook" });
        await AskAsync("POST", "/user/webhooks/", new { callback_url = "http://127.0.0.1:9/hook" });
        await AskAsync("POST", "/user/webhooks/rotate/", new { });
        foreach (var path in new[]
        {
            "/status/", "/currencies/", "/currencies/?full=true&min_max=true&include_usd=true", "/rates/?currency_to=BTC",
            "/rates/?currency_to=BTC&full=true", "/rates/?currency_to=BTC&amount=0", "/rates/?currency_to=NONE", "/payments/",
            "/payments/?currency=NONE", "/payments/min-amount/?currency=ETH", "/payments/min-amount/?currency=NONE", "/payment-links/",
            "/withdrawal/", "/withdrawal/?limit=0", "/withdrawal/available-currencies/", "/user/balances/", "/user/balances/history/",
            "/user/balances/history/?currency=NONE", "/user/me/", "/user/fees/", "/wallets/", "/o/apps/",
        })
        {
            await AskAsync("GET", path);
        }
        var client = host.Credentials.MerchantNamed("Acacia").Gateway!;
        foreach (var scope in new[] { "read", "nothing" })
        {
            var (status, token) = await GatewayCaller.TokenAsync(host, client.ClientId, client.ClientSecret, scope);
            seen.Add("POST /gateway/o/token/");
            Assert.Equal("", string.Join('\n', Faults(document, "POST", "/gateway/o/token/", status, token)));
        }
        Assert.Contains("application/x-www-form-urlencoded", Taken(document, "/gateway/o/token/"));
        Assert.Contains("text/csv", Taken(document, "/gateway/withdrawal/batch/"));
        // All but giving a token back, whose answer says nothing.
        Assert.Equal(["POST /gateway/o/revoke/"], Routes(document).Except(seen));
    }

    [Fact]
    public async Task What_the_platform_answers_is_what_its_document_says()
    {
        await using var host = await DeskHost.StartAsync();
        var document = await DocumentAsync(host, "platform");
        var acacia = host.Client(host.Credentials.MerchantNamed("Acacia").PlatformApiKey!);
        var seen = new List<string>();
        async Task<JsonNode> AskAsync(string method, string path, object? body = null, string? route = null)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body);
            using var sent = await acacia.SendAsync(request);
            var answer = JsonNode.Parse(await sent.Content.ReadAsStringAsync())!;
            seen.Add($"{method} {(route ?? path).Split('?')[0]}");
            var faults = Faults(document, method, (route ?? path).Split('?')[0], sent.StatusCode, answer);
            Assert.Equal((path, ""), (path, string.Join('\n', faults)));
            return answer;
        }
        var order = Text(await AskAsync("POST", "/v1/orders", new { type = "onramp", fiat = new { currency = "KES", amount = "129500.00" },
            crypto = new { asset = "USDT", network = "TRON" } }), "id");
        await AskAsync("POST", "/v1/orders", new { type = "offramp", fiat = new { currency = "KES" },
            crypto = new { asset = "USDT", network = "TRON", amount = "100" }, method = "bank", payout_bank_account = "1234567890",
            payout_bank_name = "KCB" });
        await AskAsync("GET", $"/v1/orders/{order}", null, "/v1/orders/{id}");
        await AskAsync("POST", $"/v1/orders/{order}/cancel", new { }, "/v1/orders/{id}/cancel");
        await AskAsync("POST", $"/v1/orders/{order}/cancel", new { }, "/v1/orders/{id}/cancel");
        var endpoint = await AskAsync("POST", "/v1/webhooks/endpoints", new { url = "http://127.0.0.1:9/hook", events = new[] { "*" } });
        await AskAsync("GET", "/v1/webhooks/endpoints");
        await AskAsync("DELETE", $"/v1/webhooks/endpoints/{Text(endpoint["endpoint"]!, "id")}", null, "/v1/webhooks/endpoints/{id}");
        var customers = await AskAsync("GET", "/v1/customers");
        await AskAsync("GET", $"/v1/customers/{Text(customers["customers"]![0]!, "id")}", null, "/v1/customers/{id}");
        foreach (var path in new[]
        {
            "/v1/orders", "/v1/orders?limit=1", "/v1/orders?limit=0", "/v1/funds", "/v1/statuses", "/v1/events?limit=1", "/v1/events",
        })
        {
            await AskAsync("GET", path);
        }
        Assert.Empty(Routes(document).Except(seen));
    }

    [Fact]
    public async Task What_a_webhook_says_of_a_payment_is_what_answers_say_of_it()
    {
        foreach (var milliseconds in new[] { 0, 5, 50, 820, 999 })
        {
            var moment = new DateTime(2026, 11, 30, 18, 29, 55, milliseconds, DateTimeKind.Utc);
            Assert.Equal(JsonSerializer.Serialize(moment, ApiJson.Writing), JsonSerializer.Serialize(moment, DeskJson.Events));
        }
        foreach (var (urls, first) in new[]
        {
            ("http://*:5401;https://x", "http://localhost:5401/"), ("http://0.0.0.0:80", "http://localhost/"),
            ("http://[::]:81/", "http://localhost:81/"), ("https://desk.example", "https://desk.example/"), ("http://127.0.0.1:0", null),
            ("", null), (null, null),
        })
        {
            Assert.Equal((urls, first), (urls, DeskSettings.FirstOf(urls)?.AbsoluteUri));
        }
        await using var host = await DeskHost.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        await tenant.PostAsync("/user/webhooks/", new { callback_url = receiver.Address });
        var payment = await tenant.PayAsync("100");
        await host.SendCoinsAsync(payment, "100");
        await GatewayWorld.MineAsync(host, 40);
        var completed = (await receiver.WaitForAsync(3, 60)).Single(one => one.Json.GetProperty("status").GetString() == "completed");
        var told = JsonNode.Parse(completed.Json.GetProperty("data").GetRawText())!.AsObject();
        var answered = (await tenant.StatusAsync(payment)).AsObject();
        // Where the host of a test is reached is not known before it has started.
        foreach (var name in new[] { "checkout_url", "payment_url" })
        {
            Assert.Equal(new Uri(Text(answered, name)).AbsolutePath, new Uri(Text(told, name)).AbsolutePath);
            told[name] = answered[name]!.DeepClone();
        }
        Assert.Equal(answered.ToJsonString(), told.ToJsonString());
    }

    [Fact]
    public void Saying_of_an_answer_what_it_is_breaks_nobody_and_taking_it_back_does()
    {
        string[] vague = ["GET /a", "GET /a  answers 2XX", "GET /a  gives rows any required", "GET /a  takes b any"];
        string[] exact = ["GET /a", "GET /a  answers 200", "GET /a  gives rows array required", "GET /a  takes b any"];
        Assert.Empty(ContractLines.Breaks(vague, exact));
        Assert.Equal(2, ContractLines.Breaks(exact, vague).Count);
        Assert.Equal(["gone: GET /a  takes b any"], ContractLines.Breaks(vague, [.. exact[..3], "GET /a  takes b string"]));
        Assert.Equal(["gone: GET /a  gives rows any required"],
            ContractLines.Breaks(vague, ["GET /a", "GET /a  answers 200", "GET /a  gives rows array", "GET /a  takes b any"]));
    }

    private static IEnumerable<string> Taken(JsonNode document, string path) =>
        document["paths"]![path]!["post"]!["requestBody"]!["content"]!.AsObject().Select(one => one.Key);

    private static async Task<JsonNode> DocumentAsync(DeskHost host, string surface) =>
        JsonNode.Parse(await host.Anonymous.GetStringAsync($"/openapi/{surface}.json"))!;

    private static IEnumerable<string> Routes(JsonNode document) => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"));

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static IEnumerable<string> Faults(JsonNode document, string method, string route, HttpStatusCode status, JsonNode? answer)
    {
        var responses = document["paths"]![route]![method.ToLowerInvariant()]!["responses"]!;
        if (responses[((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture)] is not { } response)
        {
            return [$"{(int)status} does not stand in the document: {answer?.ToJsonString()}"];
        }
        response = (string?)response["$ref"] is { } name ? document["components"]!["responses"]![name.Split('/')[^1]]! : response;
        var schema = response["content"]?["application/json"]?["schema"];
        return schema is null ? answer is null ? [] : ["an answer without a schema"] : Faults(schema, answer, "$");
    }

    private static IEnumerable<string> Faults(JsonNode schema, JsonNode? node, string at)
    {
        if (schema is not JsonObject known || known.Count == 0)
        {
            yield break;
        }
        string[] types = known["type"] switch
        {
            JsonArray kinds => [.. kinds.Select(kind => (string)kind!)],
            JsonValue kind => [(string)kind!],
            _ => [],
        };
        var kindOf = node switch
        {
            null => "null", JsonObject => "object", JsonArray => "array", JsonValue value => value.GetValueKind() switch
            {
                JsonValueKind.String => "string",
                JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number"
                    : "integer",
                _ => "boolean",
            },
            _ => "?",
        };
        if (types.Length > 0 && !types.Contains(kindOf) && !(kindOf == "integer" && types.Contains("number")))
        {
            yield return $"{at} is {kindOf} and should be {string.Join(" or ", types)}";
        }
        foreach (var name in node is JsonObject ? known["required"]?.AsArray().Select(one => (string)one!) ?? [] : [])
        {
            if (!node!.AsObject().ContainsKey(name))
            {
                yield return $"{at}.{name} is missing";
            }
        }
        foreach (var (name, member) in node as JsonObject ?? [])
        {
            if ((known["properties"]?[name] ?? known["additionalProperties"]) is not { } inner)
            {
                yield return $"{at}.{name} does not stand in the document";
                continue;
            }
            foreach (var fault in Faults(inner, member, $"{at}.{name}"))
            {
                yield return fault;
            }
        }
        foreach (var item in node as JsonArray ?? [])
        {
            foreach (var fault in known["items"] is { } items ? Faults(items, item, at + "[]") : [$"{at}[] has no schema"])
            {
                yield return fault;
            }
        }
    }
}
