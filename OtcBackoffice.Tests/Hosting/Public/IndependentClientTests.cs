using System.Net;
using System.Text.Json;
using OtcBackoffice.Tests.Api;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Public;

/// <summary>What other people wrote, unmodified, takes what the desk gives (issues 16 and 17).</summary>
public sealed class IndependentClientTests
{
    private static readonly string Clients = Repository.PathOf("OtcBackoffice.Tests/npm/clients.cjs");

    [Fact]
    public async Task Three_OAuth_clients_get_a_token_call_with_it_and_give_it_back()
    {
        await using var host = await DeskHost.StartAsync();
        var client = host.Credentials.MerchantNamed("Acacia").Gateway!;
        Assert.Equal(
        [
            "simple-oauth2 header 900 read write 200 401 invalid_scope",
            "simple-oauth2 body 900 read write 200 401 invalid_scope",
            "client-oauth2 900 read write 200",
            "openid-client ClientSecretPost 900 read write 200 401",
            "openid-client ClientSecretBasic 900 read write 200 401",
        ], await NodeTool.RunAsync(null, Clients, NodeTool.Folder, "oauth", host.Address.ToString().TrimEnd('/'), client.ClientId,
            client.ClientSecret));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Two_libraries_verify_real_deliveries_and_refuse_altered_ones()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync();
        var desk = await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = new Uri(receiver.Address, "/desk").ToString() },
            HttpStatusCode.Created);
        var rotated = await host.Acacia.PostEmptyAsync($"webhooks/endpoints/{desk.Text("endpoint", "id")}/rotate");
        var platform = await host.Client(host.Credentials.MerchantNamed("Acacia").PlatformApiKey!)
            .PostJsonAsync("/v1/webhooks/endpoints", new { url = new Uri(receiver.Address, "/platform").ToString(),
                events = new[] { "*" } }, HttpStatusCode.Created);
        var tenant = await GatewayCaller.OpenAsync(host);
        var gateway = await tenant.PostAsync("/user/webhooks/", new { callback_url = new Uri(receiver.Address, "/gateway").ToString() });
        var payment = await tenant.PayAsync("100.00");
        await host.SendCoinsAsync(payment, "100");
        await GatewayWorld.MineAsync(host, 21);
        var secrets = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["/desk"] = [desk.Text("secret"), rotated.Text("secret")],
            ["/platform"] = [platform.Text("secret")],
            ["/gateway"] = [gateway["secret"]!.GetValue<string>()],
        };
        await host.Acacia.PostJsonAsync($"webhooks/endpoints/{desk.Text("endpoint", "id")}/test", new { type = "order.created" },
            HttpStatusCode.Accepted);
        for (var turn = 0; turn < 200 && receiver.Received.Select(one => one.Path).Distinct().Count() < secrets.Count; turn++)
        {
            await Task.Delay(100);
        }
        var came = receiver.Received;
        Assert.Equal(secrets.Keys.Order(StringComparer.Ordinal), came.Select(one => one.Path).Distinct().Order(StringComparer.Ordinal));
        var rows = came.SelectMany(one => secrets[one.Path].Select(secret => new
        {
            secret, headers = one.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value), body = one.Text,
        })).ToList();
        var said = await NodeTool.RunAsync(JsonSerializer.Serialize(rows), Clients, NodeTool.Folder, "webhooks");
        Assert.Equal(rows.Count * 2, said.Count);
        Assert.All(said, line => Assert.EndsWith("verified refused", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_public_linter_finds_no_error_in_any_document()
    {
        await using var host = await DeskHost.StartAsync();
        using var folder = new TempDirectory();
        foreach (var name in ContractsVerb.Surfaces)
        {
            await File.WriteAllTextAsync(folder.File($"{name}.json"), await host.Anonymous.GetStringAsync($"/openapi/{name}.json"));
        }
        var linter = Path.Combine(NodeTool.Folder, "node_modules/@stoplight/spectral-cli/dist/index.js");
        var found = await NodeTool.RunAsync(null,
        [
            linter, "lint", "--ruleset", Repository.PathOf("OtcBackoffice.Tests/npm/ruleset.json"), "--fail-severity", "error",
                "--display-only-failures", "--format", "text",
            .. ContractsVerb.Surfaces.Select(name => folder.File($"{name}.json")),
        ]);
        Assert.DoesNotContain(found, line => line.Contains(" error ", StringComparison.Ordinal));
    }
}
