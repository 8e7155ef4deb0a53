using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Whatever order things happen in, the reports say what the books say, to the last minor unit.</summary>
public sealed class RandomBooksTests
{
    private const int SqliteWalks = 5, PostgresWalks = 1;

    public static TheoryData<DatabaseProvider, int> Operations => TestDatabases.Sized(sqlite: 200, postgres: 150);

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task After_random_operations_the_reports_equal_the_ledger(DatabaseProvider provider, int operations)
    {
        var walks = provider == DatabaseProvider.Sqlite ? SqliteWalks : PostgresWalks;
        await using var host = await DeskHost.StartAsync(provider);
        var terms = await WithdrawalSteps.FundAndPriceAsync(host, "900000.000000");
        // Side by side, as a desk works; each is the same walk every time.
        var all = Enumerable.Range(1, walks).Select(seed => new RandomWalk(host, seed, terms)).ToList();
        await Task.WhenAll(all.Select(walk => walk.RunAsync(operations)));

        await using var scope = host.Services.CreateAsyncScope();
        Assert.All(await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None),
            check => Assert.Null(check.Fault));
        foreach (var (kind, traded)
            in new[] { ("deposits", all.SelectMany(walk => walk.Credited).ToList()),
            ("withdrawals", all.SelectMany(walk => walk.Paid).ToList()) })
        {
            var total = Assert.Single((await host.Treasury.GetJsonAsync($"otc/reports/{kind}")).GetProperty("totals").EnumerateArray());
            Assert.Equal(traded.Count, total.GetProperty("count").GetInt32());
            Assert.Equal(traded.Sum(), decimal.Parse(total.Text("volume"), CultureInfo.InvariantCulture));
            Assert.True(traded.Count > 0, $"No {kind} came about; the walk shows nothing.");
            var asset = kind == "deposits" ? "USDT.TRON" : "KES";
            Assert.Equal(await IncomeAsync(scope, "fee_income:" + asset), Minor(total.Text("fees")));
            Assert.Equal(await IncomeAsync(scope, "spread_income:" + asset), Minor(total.Text("spread")));
        }
        host.AssertNoErrors();
    }

    [Theory]
    [InlineData("UPDATE revenue_rollups SET fee_asset_minor = fee_asset_minor + 1", "revenue equals income accounts")]
    [InlineData("UPDATE revenue_rollups SET day = '2026-01-01'", "revenue equals income accounts")]
    [InlineData("UPDATE revenue_rollups SET volume_minor = volume_minor - 1", "withdrawal report equals the ledger")]
    [InlineData("DELETE FROM revenue_rollups", "revenue equals income accounts")]
    public async Task A_report_that_was_bent_is_found(string sql, string name)
    {
        await using var host = await DeskHost.StartAsync();
        var body = await WithdrawalSteps.FundAndPriceAsync(host, "1000.000000");
        var id = (await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created)).Text("withdrawal", "id");
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/approve");
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/execute");
        await using var scope = host.Services.CreateAsyncScope();
        await using (var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContext())
        {
            Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(sql));
        }

        var checks = await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None);

        Assert.NotNull(Assert.Single(checks, check => check.Name == name).Fault);
    }

    private static async Task<long> IncomeAsync(AsyncServiceScope scope, string account)
    {
        await using var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContext();
        return -await db.LedgerPostings.Where(row => row.AccountKey == account).SumAsync(row => row.SignedMinor);
    }

    private static long Minor(string amount) => long.Parse(amount.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>One merchant and the desk's people, doing whatever may be done next.</summary>
    private sealed class RandomWalk(DeskHost host, int seed, Dictionary<string, object> withdrawal)
    {
        private readonly Random _dice = new(seed);
        private readonly List<string> _pending = [], _confirmed = [], _asked = [], _approved = [], _executing = [];
        private readonly List<(string Deposit, string Proposal, decimal Amount)> _proposed = [];
        private readonly Dictionary<string, decimal> _fiat = [];
        private int _number;

        /// <summary>Fiat amounts of the deposits whose credit stands.</summary>
        public List<decimal> Credited { get; } = [];

        /// <summary>What executed withdrawals are worth at the reference rate, before spread and fee.</summary>
        public List<decimal> Paid { get; } = [];

        public async Task RunAsync(int operations)
        {
            for (var step = 0; step < operations; step++)
            {
                await StepAsync();
            }
        }

        private async Task StepAsync()
        {
            List<Func<Task>> may = [OpenAsync, OpenAsync, AskAsync, AskAsync];
            Offer(may, _pending, ConfirmAsync, RejectAsync);
            Offer(may, _confirmed, CreditAsync, CreditAsync);
            Offer(may, _proposed, RefuseAsync, SignAsync);
            Offer(may, _asked, ApproveAsync, ApproveAsync, DenyAsync);
            Offer(may, _approved, ExecuteAsync, ExecuteAsync, ExecuteAsync);
            Offer(may, _executing, CompleteAsync, CompleteAsync, FailAsync);
            if (_dice.Next(60) == 0)
            {
                may = [TurnAsync];
            }
            await may[_dice.Next(may.Count)]();
        }

        private static void Offer<T>(List<Func<Task>> may, List<T> on, params Func<Task>[] moves) =>
            may.AddRange(on.Count > 0 ? moves : []);

        private async Task OpenAsync()
        {
            var amount = $"{_dice.Next(1_000, 90_000)}.{_dice.Next(100):D2}";
            var opened = await host.Acacia.PostJsonAsync("otc/deposits", new
            {
                method = "bank", fiat_amount = amount, fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
                payment_reference = $"FT26-{seed}-{++_number:D5}",
                transfer_date = TestClock.Day, sender_account_name = "Acacia Traders",
            }, HttpStatusCode.Created);
            Assert.Equal("pending", opened.Text("deposit", "status"));
            _pending.Add(opened.Text("deposit", "id"));
            _fiat[_pending[^1]] = decimal.Parse(amount, CultureInfo.InvariantCulture);
        }

        private async Task ConfirmAsync()
        {
            var id = Take(_pending);
            await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm");
            _confirmed.Add(id);
        }

        private async Task RejectAsync() =>
            await host.Treasury.PostJsonAsync($"otc/deposits/{Take(_pending)}/reject", new { reason = "It never came." });

        private async Task CreditAsync()
        {
            var id = Take(_confirmed);
            var deposit = await host.Treasury2.GetJsonAsync($"otc/deposits/{id}");
            var credited = await PayAsync(host.Treasury2, $"otc/deposits/{id}/credit",
                new { crypto_amount = deposit.Text("deposit", "requested_crypto_amount"), asset = "USDT", network = "tron" });
            _proposed.Add((id, credited.Text("proposal_id"), _fiat[id]));
            Credited.Add(_fiat[id]);
        }

        private async Task RefuseAsync()
        {
            var (deposit, proposal, amount) = Take(_proposed);
            await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/reject", new { reason = "Not now." });
            _confirmed.Add(deposit);
            Credited.Remove(amount);
        }

        private async Task SignAsync()
        {
            var (_, proposal, _) = Take(_proposed);
            // Whoever proposed may sign, but not last.
            await PayAsync(host.Treasury2, $"treasury/proposals/{proposal}/sign");
            await PayAsync(host.Treasury, $"treasury/proposals/{proposal}/sign");
        }

        // Another walk may have moved the clock by half a day since the screening house was asked; that answer is too old, and it is asked
        // anew.
        private static async Task<JsonElement> PayAsync(HttpClient client, string path, object? body = null)
        {
            while (true)
            {
                using var answer = await client.PostAsJsonAsync($"/api/v1/auth/{path}", body ?? new { });
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                {
                    return JsonDocument.Parse(text).RootElement;
                }
                Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable
                    && text.Contains("SCREENING_UNAVAILABLE", StringComparison.Ordinal), $"{path}: {text}");
            }
        }

        private async Task AskAsync()
        {
            var body = new Dictionary<string, object>(withdrawal) { ["usdt_amount"] = $"{_dice.Next(1, 700)}.{_dice.Next(1_000_000):D6}" };
            _asked.Add((await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created)).Text("withdrawal", "id"));
        }

        private async Task ApproveAsync()
        {
            var id = Take(_asked);
            await PayAsync(_dice.Next(2) == 0 ? host.Treasury : host.Admin, $"otc/withdrawals/{id}/approve");
            _approved.Add(id);
        }

        private async Task DenyAsync() =>
            await host.Treasury.PostJsonAsync($"otc/withdrawals/{Take(_asked)}/reject", new { reason = "Not the merchant's account." });

        private async Task ExecuteAsync()
        {
            var id = Take(_approved);
            await PayAsync(host.Treasury, $"otc/withdrawals/{id}/execute");
            _executing.Add(id);
            Paid.Add(await GrossAsync(id));
        }

        private async Task CompleteAsync() =>
            await host.Treasury.PostJsonAsync($"otc/withdrawals/{Take(_executing)}/complete",
            new { payment_reference = $"OUT-{seed}-{++_number}" });

        private async Task FailAsync()
        {
            var id = Take(_executing);
            await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/fail", new { reason = "The bank sent it back." });
            Paid.Remove(await GrossAsync(id));
        }

        // A block, and every now and then another day, so that what is taken back lies on another day than what it takes back.
        private async Task TurnAsync()
        {
            await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 1 + (_dice.Next(2) * 43_200) });
        }

        private async Task<decimal> GrossAsync(string id)
        {
            await using var scope = host.Services.CreateAsyncScope();
            await using var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContext();
            return (await db.Withdrawals.SingleAsync(row => row.Id == Guid.Parse(id))).GrossFiatMinor / 100m;
        }

        private T Take<T>(List<T> from)
        {
            var index = _dice.Next(from.Count);
            var one = from[index];
            from.RemoveAt(index);
            return one;
        }
    }
}
