using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>Batches of withdrawals: each row has its own end, and one decision is for all (issue 16, point 6).</summary>
public sealed class BatchTests
{
    private const string Address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Staff = "/api/v1/auth/gateway/batches";

    [Fact]
    public async Task Each_row_has_its_own_end_and_one_decision_sends_the_rest()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await FundedAsync(host, "500.00");
        var body = JsonNode.Parse($$"""
            {"withdrawals": [
              {"amount": 100, "currency": "USDTTRC20", "address": "{{Address}}", "custom_id": "b-1"},
              {"amount": "50.0", "blockchain": "TRX", "token": "USDT", "address": "{{Address}}"},
              {"amount": 50, "currency": "USDTTRC20", "address": "TJRabPrwbZy45sbavfcjinPJC18kjpRTv9"},
              {"amount": 5000, "currency": "USDTTRC20", "address": "{{Address}}"},
              {"amount": true, "currency": "USDTTRC20", "address": "{{Address}}"},
              {"amount": 50, "currency": "DOGE", "address": "{{Address}}"},
              "row"
            ]}
            """)!.ToJsonString();
        var (status, taken) = await tenant.SendAsync("POST", "/withdrawal/batch/", body, "key-1");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(["batch_id"], taken!.AsObject().Select(member => member.Key));
        Assert.Equal(Text(taken, "batch_id"),
            Text((await tenant.SendAsync("POST", "/withdrawal/batch/", body, "key-1")).Body!, "batch_id"));
        Assert.Equal(HttpStatusCode.Conflict,
            (await tenant.SendAsync("POST", "/withdrawal/batch/", """{"withdrawals": []}""", "key-1")).Status);

        var batch = await ReadAsync(host, tenant, Text(taken, "batch_id"));
        Assert.Equal("pending", Text(batch, "status"));
        Assert.Equal([null, null, "invalid_request", "insufficient_balance", "invalid_request", "invalid_currency", "invalid_request"],
            batch["rows"]!.AsArray().Select(row => row!["error"]?["code"]!.GetValue<string>()));
        Assert.All(batch["rows"]!.AsArray().Take(2),
            row => Assert.Equal(["row", "withdrawal_id"], row!.AsObject().Select(member => member.Key)));
        Assert.Equal(("495.00000000", "150.00000000"), await tenant.BalanceAsync());
        var first = await tenant.GetAsync($"/withdrawal/{Text(batch["rows"]![0]!, "withdrawal_id")}/");
        Assert.Equal((Text(taken, "batch_id"), "b-1", "pending"),
            (Text(first, "batch_id"), Text(first, "custom_id"), Text(first, "status")));

        var stranger = await GatewayCaller.OpenAsync(host, "Baobab");
        await stranger.RefusedAsync(HttpStatusCode.NotFound, "not_found", "GET", $"/withdrawal/batch/{Text(taken, "batch_id")}/");
        await GatewayWorld.PostAsync(host.Auditor, $"{Staff}/{Text(taken, "batch_id")}/approve", new { }, HttpStatusCode.Forbidden);
        var approved = (await GatewayWorld.PostAsync(host.Officer, $"{Staff}/{Text(taken, "batch_id")}/approve", new { }))["batch"]!;
        Assert.Equal(("approved", 2, 5, "150.00"),
            (Text(approved, "status"), approved["withdrawals"]!.GetValue<int>(), approved["errors"]!.GetValue<int>(),
            Text(approved, "amount_usd")));
        await GatewayWorld.PostAsync(host.Officer, $"{Staff}/{Text(taken, "batch_id")}/approve", new { }, HttpStatusCode.Conflict);
        await host.MineAsync(25);
        Assert.Equal(2, (await tenant.GetAsync("/withdrawal/?status=completed"))["total"]!.GetValue<int>());
        Assert.Equal(("345.00000000", "0.00000000"), await tenant.BalanceAsync());
        await host.BooksBalanceAsync();
    }

    [Fact]
    public async Task Csv_is_read_cell_by_cell_and_a_refused_batch_gives_the_funds_back()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await FundedAsync(host, "500.00");
        var csv = $"\uFEFFamount,currency,address,custom_id\r\n20,USDTTRC20,{Address},\"c,1\"\r\n20,USDTTRC20,{Address}\r\n\r\n20,\"USDT\"TRC20,{Address},c-3\r\n30,USDTTRC20,{Address},\r\n";
        var (status, taken) = await CsvAsync(host, tenant, csv);
        Assert.Equal(HttpStatusCode.Accepted, status);
        var batch = await ReadAsync(host, tenant, Text(taken, "batch_id"));
        Assert.Equal([null, "invalid_request", "invalid_request", null],
            batch["rows"]!.AsArray().Select(row => row!["error"]?["code"]!.GetValue<string>()));
        Assert.Equal("c,1", Text(await tenant.GetAsync($"/withdrawal/{Text(batch["rows"]![0]!, "withdrawal_id")}/"), "custom_id"));
        await GatewayWorld.PostAsync(host.Officer, $"{Staff}/{Text(taken, "batch_id")}/reject", new { reason = "" },
            HttpStatusCode.BadRequest);
        Assert.Equal("rejected",
            Text((await GatewayWorld.PostAsync(host.Officer, $"{Staff}/{Text(taken, "batch_id")}/reject",
            new { reason = "not today" }))["batch"]!, "status"));
        Assert.Equal(("495.00000000", "0.00000000"), await tenant.BalanceAsync());
        Assert.Equal(2, (await tenant.GetAsync("/withdrawal/?status=failed"))["total"]!.GetValue<int>());

        foreach (var wrong in new[] { "", "amount,currency\r\n1,BTC\r\n", "amount,currency,address,iban\r\n",
            "amount,amount,currency,address\r\n", "currency,amount,address\r\n" })
        {
            var (refused, answer) = await CsvAsync(host, tenant, wrong);
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (refused, Text(answer["error"]!, "code")));
        }
        var many = new StringBuilder("currency,amount,address\n");
        for (var i = 0; i < 10_001; i++)
        {
            many.Append("USDTTRC20,20,").Append(Address).Append('\n');
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await CsvAsync(host, tenant, many.ToString())).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await CsvAsync(host, tenant, new string('x', 9 * 1024 * 1024))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await tenant.SendAsync("GET", "/withdrawal/batch/none/")).Status);
        await host.BooksBalanceAsync();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_crash_between_rows_and_two_nodes_at_once_neither_lose_nor_double_a_row(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var tenant = await FundedAsync(host, "5000.00");
        var row = $$"""{"amount": 20, "currency": "USDTTRC20", "address": "{{Address}}"}""";
        var (_, taken) = await tenant.SendAsync("POST", "/withdrawal/batch/",
            $$"""{"withdrawals": [{{string.Join(',', Enumerable.Repeat(row, 60))}}]}""");
        using (var crash = new CancellationTokenSource())
        {
            var running = RunAsync(host, crash.Token);
            while (await MadeAsync(host) < 5 && !running.IsCompleted)
            {
                await Task.Yield();
            }
            await crash.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }
        Assert.InRange(await MadeAsync(host), 5, 59);
        await Task.WhenAll(RunAsync(host, CancellationToken.None), RunAsync(host, CancellationToken.None));
        await RunAsync(host, CancellationToken.None);
        var batch = await tenant.GetAsync($"/withdrawal/batch/{Text(taken!, "batch_id")}/");
        Assert.Equal("pending", Text(batch, "status"));
        Assert.Equal(60, batch["rows"]!.AsArray().Select(one => Text(one!, "withdrawal_id")).Distinct().Count());
        Assert.Equal(60, await MadeAsync(host));
        Assert.Equal(("4950.00000000", "1200.00000000"), await tenant.BalanceAsync());
        await host.BooksBalanceAsync();
    }

    private static async Task RunAsync(DeskHost host, CancellationToken cancellation)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<GatewayBatchDesk>().RunAsync(cancellation);
    }

    private static async Task<int> MadeAsync(DeskHost host)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContextAsync();
        return await db.GatewayWithdrawals.CountAsync();
    }

    private static async Task<JsonNode> ReadAsync(DeskHost host, GatewayCaller tenant, string id)
    {
        await RunAsync(host, CancellationToken.None);
        return await tenant.GetAsync($"/withdrawal/batch/{id}/");
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> CsvAsync(DeskHost host, GatewayCaller tenant, string csv)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            "/gateway/withdrawal/batch/") { Content = new StringContent(csv, Encoding.UTF8, "text/csv") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Token);
        using var answer = await host.Anonymous.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static async Task<GatewayCaller> FundedAsync(DeskHost host, string usd)
    {
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync(usd);
        await host.SendCoinsAsync(payment, usd);
        await host.MineAsync(21);
        return tenant;
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
