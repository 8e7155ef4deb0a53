using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Many hands at once on one order or one balance: never two effects, never less than nothing.</summary>
public sealed class ExchangeRaceTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_hundred_confirmations_with_one_key_debit_once(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var id = (await customer.QuoteBuyAsync()).Text("data", "quoteId");
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => customer.ConfirmAsync(id, "buy", key)));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict, answer.Body));
        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Body).Distinct());
        Assert.Equal("249000.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_hundred_confirmations_with_a_hundred_keys_debit_once(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var id = (await customer.QuoteBuyAsync()).Text("data", "quoteId");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => customer.ConfirmAsync(id)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(99, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.Equal("249000.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Fifty_confirmations_that_exceed_the_balance_never_overdraw_it(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var ids = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            ids.Add((await customer.QuoteBuyAsync("10000.00")).Text("data", "quoteId"));
        }
        var answers = await Task.WhenAll(ids.Select(id => customer.ConfirmAsync(id)));
        Assert.Equal(25, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created),
            answer => Assert.Equal("SOURCE_INSUFFICIENT_FUNDS", answer.CodeOf()));
        Assert.Equal("0.00", (await customer.DataAsync("/accounts"))[0].Text("balance"));
        var refused = ids[answers.ToList().FindIndex(answer => answer.Status != HttpStatusCode.Created)];
        Assert.Equal("quoted", (await customer.OrderAsync(refused)).Text("status"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Cancel_against_confirm_has_one_winner(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        for (var i = 0; i < 10; i++)
        {
            var id = (await customer.QuoteSellAsync("10.000000")).Text("data", "quoteId");
            var confirming = customer.ConfirmAsync(id, "sell");
            using var cancelled = await customer.PostAsync($"{ExchangeSteps.Root}/{id}/cancel", null);
            var confirmed = await confirming;
            Assert.True(cancelled.IsSuccessStatusCode != (confirmed.Status == HttpStatusCode.Created),
                $"{cancelled.StatusCode} and {confirmed}");
            var status = (await customer.OrderAsync(id)).Text("status");
            Assert.Equal(cancelled.IsSuccessStatusCode ? "cancelled" : "pending_approval", status);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_two_operators_one_decides(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var id = await customer.OrderAsync("sell", "100.000000");
        var answers = await Task.WhenAll(
            host.Officer.PostAsync($"/api/v1/auth/otc/exchanges/{id}/approve",
                System.Net.Http.Json.JsonContent.Create(new { final_rate = "0.9177" })),
            host.Officer2.PostAsync($"/api/v1/auth/otc/exchanges/{id}/reject",
                System.Net.Http.Json.JsonContent.Create(new { reason = "no" })));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        await host.MineAsync();
        Assert.Contains((await customer.OrderAsync(id)).Text("status"), new[] { "completed", "rejected" });
        await host.AssertRestAsync();
    }

    /// <summary>What was confirmed never lapses, whatever the clock says; a requote is either confirmed again or lapses, and never
    /// both.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Approval_and_confirmation_against_expiry_have_one_winner(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var customer = host.Customer();
        var confirmed = await customer.OrderAsync("sell", "100.000000");
        var approval = host.Officer.PostAsync($"/api/v1/auth/otc/exchanges/{confirmed}/approve",
            System.Net.Http.Json.JsonContent.Create(new { final_rate = "0.9177" }));
        await Task.WhenAll(approval, host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 }));
        Assert.True((await approval).IsSuccessStatusCode, await (await approval).Content.ReadAsStringAsync());

        var requoted = await customer.OrderAsync("sell", "100.000000");
        await host.Officer.PostJsonAsync($"otc/exchanges/{requoted}/approve", new { final_rate = "0.9500" });
        var again = customer.ConfirmAsync(requoted, "sell");
        await Task.WhenAll(again, host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 }));
        var isConfirmed = (await again).Status == System.Net.HttpStatusCode.Created;
        Assert.Equal(isConfirmed ? "pending_approval" : "expired", (await customer.OrderAsync(requoted)).Text("status"));
        if (isConfirmed)
        {
            await host.Officer.PostJsonAsync($"otc/exchanges/{requoted}/reject", new { reason = "no" });
        }

        await host.MineAsync();
        Assert.Equal("completed", (await customer.OrderAsync(confirmed)).Text("status"));
        await host.AssertRestAsync();
    }
}
