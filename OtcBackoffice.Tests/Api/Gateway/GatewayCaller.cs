using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>A tenant's machine: gets its own token by the client's credentials and speaks JSON with the gateway.</summary>
internal sealed class GatewayCaller(DeskHost host, string token)
{
    public string Token => token;

    public static async Task<GatewayCaller> OpenAsync(DeskHost host, string merchant = "Acacia", string? scope = null)
    {
        var client = host.Credentials.MerchantNamed(merchant).Gateway!;
        var answer = await TokenAsync(host, client.ClientId, client.ClientSecret, scope);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return new GatewayCaller(host, answer.Body["access_token"]!.GetValue<string>());
    }

    public static async Task<(HttpStatusCode Status, JsonObject Body)> TokenAsync(DeskHost host, string clientId, string secret,
        string? scope = null)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = clientId,
            ["client_secret"] = secret };
        if (scope is not null)
        {
            form["scope"] = scope;
        }
        using var content = new FormUrlEncodedContent(form);
        using var answer = await host.Anonymous.PostAsync("/gateway/o/token/", content);
        return (answer.StatusCode, (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path, object? body = null,
        string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/gateway" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }
        using var answer = await host.Anonymous.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<JsonNode> GetAsync(string path) => await ExpectAsync(HttpStatusCode.OK, "GET", path);

    public async Task<JsonNode> PostAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK) =>
        await ExpectAsync(expected, "POST", path, body);

    public async Task<JsonNode> ExpectAsync(HttpStatusCode expected, string method, string path, object? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        Assert.True(status == expected, $"{method} {path} gave {(int)status}: {answer?.ToJsonString()}");
        return answer!;
    }

    /// <summary>A refusal with its code, and the field that it names.</summary>
    public async Task<string?> RefusedAsync(HttpStatusCode expected, string code, string method, string path, object? body = null)
    {
        var answer = await ExpectAsync(expected, method, path, body);
        Assert.Equal(["code", "message", "details"], answer["error"]!.AsObject().Select(member => member.Key));
        Assert.Equal(code, answer["error"]!["code"]!.GetValue<string>());
        return answer["error"]!["details"]?["field"]?.GetValue<string>();
    }

    public Task<JsonNode> PayAsync(string amount, object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(new { amount = 0, currency = "USDTTRC20", price_currency = "USD" })!.AsObject();
        body["amount"] = JsonNode.Parse(amount);
        foreach (var (name, value) in more is null ? [] : JsonSerializer.SerializeToNode(more)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }
        return PostAsync("/payments/", body.ToJsonString(), HttpStatusCode.Created);
    }

    public async Task<JsonNode> StatusAsync(JsonNode payment) =>
        await PostAsync("/payments/status/", new { transaction_id = payment["transaction_id"]!.GetValue<string>() });

    /// <summary>The main account's amount and pending amount of a currency.</summary>
    public async Task<(string Amount, string Pending)> BalanceAsync(string currency = "USDTTRC20")
    {
        var account = (await GetAsync("/user/balances/"))["account"]![currency];
        return account is null ? ("0.00000000", "0.00000000")
            : (account["amount"]!.GetValue<string>(), account["pending_amount"]!.GetValue<string>());
    }
}

/// <summary>The outside world of the sandbox, as an admin moves it.</summary>
internal static class GatewayWorld
{
    public static async Task<string> SendCoinsAsync(this DeskHost host, JsonNode payment, string amount, string asset = "USDT",
        string network = "tron")
    {
        var sent = await PostAsync(host.Admin, "/sandbox/chain/transfers",
            new { network, asset, to_address = payment["address"]!.GetValue<string>(), amount });
        return sent["tx_hash"]!.GetValue<string>();
    }

    public static Task MineAsync(this DeskHost host, int count = 1, string network = "tron") =>
        PostAsync(host.Admin, "/sandbox/chain/blocks", new { network, count });

    public static Task WaitAsync(this DeskHost host, int seconds) => PostAsync(host.Admin, "/sandbox/clock/advance", new { seconds });

    public static Task RateAsync(this DeskHost host, string rate, string quote = "USDT") => PostAsync(host.Admin, "/sandbox/rates",
        new { @base = "USD", quote, rate });

    public static async Task<JsonNode> PostAsync(HttpClient client, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{path} gave {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public static async Task<JsonNode> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public static async Task<JsonNode> StaffPaymentAsync(this DeskHost host, JsonNode payment) =>
        (await GetAsync(host.Officer, $"/api/v1/auth/gateway/payments/{payment["transaction_id"]!.GetValue<string>()}"))["payment"]!;

    /// <summary>Every check of the books is in order, and nothing was logged as an error.</summary>
    public static async Task BooksBalanceAsync(this DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var checks = await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None);
        Assert.All(checks, check => Assert.True(check.Fault is null, $"{check.Name}: {check.Fault}"));
        host.AssertNoErrors();
    }
}
