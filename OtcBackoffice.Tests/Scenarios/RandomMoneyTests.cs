using System.Globalization;
using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Scenarios.ReceiptSteps;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>
/// Whatever comes in whatever order, from every source: each unit that came is on exactly one record, in suspense, on its way
/// back or kept; the books balance, and suspense is the queue. What came is counted here, beside the desk.
/// </summary>
public sealed class RandomMoneyTests
{
    public static TheoryData<DatabaseProvider, int> Steps => TestDatabases.Sized(sqlite: 120, postgres: 50);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Every_unit_is_somewhere_once(DatabaseProvider provider, int steps)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var walk = new MoneyWalk(host, new Random(steps), await WithdrawalSteps.CustodyAsync(host));
        for (var step = 0; step < steps; step++)
        {
            if (step == steps / 2)
            {
                await host.RestartAsync();
            }
            await walk.StepAsync();
            if (step % 40 == 0)
            {
                await AssertBooksAsync(host);
            }
        }
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "ethereum", count = 40 });
        await AssertBooksAsync(host);

        var receipts = await AllAsync(host);
        Assert.Equal(walk.Told.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            receipts.ToDictionary(one => one.Text("source") + ":" + one.Text("external_id"), one => Number(one.Text("amount")))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.All(receipts, one => Assert.Equal(Number(one.Text("amount")), Number(one.Text("remaining"))
            + one.GetProperty("moves").EnumerateArray().Where(move => move.GetProperty("undone_at").ValueKind == JsonValueKind.Null)
            .Sum(move => Number(move.Text("amount")))));
        Assert.True(receipts.Count(one => one.Text("status") == "matched") > 5, "Hardly anything was matched; the walk shows nothing.");
        host.AssertNoErrors();
    }

    private static async Task<List<JsonElement>> AllAsync(DeskHost host)
    {
        var (all, cursor) = (new List<JsonElement>(), "");
        do
        {
            var page = await host.Treasury.GetJsonAsync($"receipts?limit=200{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            all.AddRange(page.GetProperty("receipts").EnumerateArray());
            cursor = page.Text("next_cursor");
        }
        while (cursor.Length > 0);
        return all;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The world outside and the people of the desk, doing whatever may be done next. What is refused changes nothing.</summary>
    private sealed class MoneyWalk(DeskHost host, Random dice, string custodial)
    {
        private static readonly HttpStatusCode[] Fine =
            [HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.Conflict,
            HttpStatusCode.UnprocessableEntity];

        private readonly List<(string Id, string Reference, string Amount)> _deposits = [];
        private readonly List<string> _pushes = [], _receipts = [];
        private readonly List<object> _wires = [];
        private int _number;

        /// <summary>What came, by source and its own id.</summary>
        public Dictionary<string, decimal> Told { get; } = new(StringComparer.Ordinal);

        public async Task StepAsync()
        {
            Func<Task>[] may = [OpenAsync, OpenAsync, WireAsync, WireAsync, WireAsync, AgainAsync, BackAsync, PushAsync, AnswerAsync,
                AnswerAsync, CoinAsync, MineAsync, DecideAsync, DecideAsync, DecideAsync, EndAsync, EndAsync];
            await may[dice.Next(may.Length)]();
        }

        private async Task OpenAsync()
        {
            var (reference, amount) = ($"INV-{dice.Next(1, 25):D4}", $"{dice.Next(1, 5)}0000.00");
            var merchant = dice.Next(4) == 0 ? host.Baobab : host.Acacia;
            _deposits.Add((await DepositAsync(merchant, amount, reference, dice.Next(3) == 0 ? null : "Acacia Traders"), reference,
                amount));
        }

        private async Task WireAsync()
        {
            var entry = $"E{++_number}";
            var known = _deposits.Count > 0 && dice.Next(4) > 0 ? _deposits[dice.Next(_deposits.Count)]
                : (Id: "", Reference: $"INV-{dice.Next(1, 25):D4}", Amount: "10000.00");
            var amount = dice.Next(3) == 0 ? $"{dice.Next(1, 4)}0000.00" : known.Amount;
            object wire = new
            {
                currency = "KES", amount, reference = dice.Next(8) == 0 ? null : $"/RFB/{known.Reference.ToLowerInvariant()}",
                    value_date = TestClock.Day, entry_id = entry,
                sender_name = dice.Next(5) switch { 0 => "Baobab Imports", 1 => "Nobody Known", _ => "ACACIA TRADERS LTD" },
            };
            _wires.Add(wire);
            _receipts.Add((await SendAsync(host.Admin, "/sandbox/bank/credits", wire)).Text("receipt_id"));
            Told[$"bank:{entry}"] = Number(amount);
        }

        private Task AgainAsync() =>
            _wires.Count == 0 ? Task.CompletedTask : SendAsync(host.Admin, "/sandbox/bank/credits", _wires[dice.Next(_wires.Count)]);

        private async Task BackAsync()
        {
            if (_wires.Count == 0 || dice.Next(2) == 0)
            {
                return;
            }
            var wire = JsonSerializer.SerializeToElement(_wires[dice.Next(_wires.Count)]);
            var (entry, amount) = ($"E{++_number}", wire.Text("amount"));
            await SendAsync(host.Admin, "/sandbox/bank/credits",
                new { currency = "KES", amount, reference = wire.Text("reference"), entry_id = entry, kind = "reversal" });
            Told[$"bank:{entry}"] = -Number(amount);
        }

        private async Task PushAsync()
        {
            var pushed = await host.Acacia.PostJsonAsync("otc/deposits",
                new { method = "mpesa", fiat_amount = "5000.00", fiat_currency = "KES", requested_asset = "USDT",
                requested_network = "tron", phone_number = "254712345678" }, HttpStatusCode.Created);
            _pushes.Add(pushed.Text("deposit", "checkout_request_id"));
            _deposits.Add((pushed.Text("deposit", "id"), "none", "5000.00"));
        }

        private async Task AnswerAsync()
        {
            if (_pushes.Count == 0)
            {
                return;
            }
            var at = dice.Next(_pushes.Count);
            var code = dice.Next(4) switch { 0 => 1032, 1 => 4999, _ => 0 };
            var amount = dice.Next(4) == 0 ? 1 : 5000;
            var answer = await SendAsync(host.Admin, "/sandbox/mpesa/callback",
                new { checkout_request_id = _pushes[at], result_code = code, receipt_number = $"SK{at:D4}", amount });
            if (code == 0 && answer.Text("outcome") is "taken" or "paid_late")
            {
                // Told again with another amount it would be an alarm, so the first stands.
                Told.TryAdd($"mpesa:SK{at:D4}", amount);
            }
        }

        private async Task CoinAsync()
        {
            var amount = $"{dice.Next(1, 90)}.500000";
            var hash = (await SendAsync(host.Admin, "/sandbox/chain/transfers",
                new { network = "ethereum", asset = dice.Next(2) == 0 ? "USDC" : "USDT", to_address = custodial, amount })).Text("tx_hash");
            Told[$"chain:{hash}:0"] = Number(amount);
        }

        private async Task MineAsync()
        {
            // A block that is dropped before it is deep enough takes its payments with it; those here are mined until they are.
            await SendAsync(host.Admin, "/sandbox/chain/blocks", new { network = "ethereum", count = dice.Next(1, 15) });
        }

        private async Task DecideAsync()
        {
            if (_receipts.Count == 0)
            {
                return;
            }
            var (id, reason) = (_receipts[dice.Next(_receipts.Count)], "by the dice");
            var deposit = _deposits.Count == 0 ? "" : _deposits[dice.Next(_deposits.Count)].Id;
            await (dice.Next(6) switch
            {
                0 => SendAsync(host.Officer, $"receipts/{id}/return", new { reason }),
                1 => SendAsync(host.Officer, $"receipts/{id}/keep", new { reason }),
                2 => AgreeAsync(await SendAsync(host.Officer, $"receipts/{id}/undo", new { reason })),
                _ when deposit.Length > 0 =>
                    SendAsync(host.Officer, $"receipts/{id}/assign",
                    new { reason, records = new[] { new { kind = "deposit", id = deposit,
                    amount = dice.Next(2) == 0 ? null : "5000.00" } } }),
                _ => Task.FromResult(default(JsonElement)),
            });
        }

        private async Task<JsonElement> AgreeAsync(JsonElement asked)
        {
            if (asked.TryGetProperty("approval_id", out var approval))
            {
                await SendAsync(host.Treasury, $"approvals/{approval}/approve", new { });
            }
            return asked;
        }

        private async Task EndAsync()
        {
            if (_deposits.Count == 0)
            {
                return;
            }
            var id = _deposits[dice.Next(_deposits.Count)].Id;
            await (dice.Next(5) switch
            {
                0 => SendAsync(host.Treasury, $"otc/deposits/{id}/reject", new { reason = "by the dice" }),
                1 => SendAsync(host.Officer, $"otc/deposits/{id}/resolve-difference",
                    new { outcome = ((string[])["prorate", "requote", "return"])[dice.Next(3)] }),
                _ => SendAsync(host.Treasury, $"otc/deposits/{id}/confirm", new { }),
            });
        }

        private static async Task<JsonElement> SendAsync(HttpClient client, string path, object body)
        {
            using var answer = await client.PostAsync(path.StartsWith('/') ? path : $"/api/v1/auth/{path}",
                System.Net.Http.Json.JsonContent.Create(body));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(Fine.Contains(answer.StatusCode), $"{path} answered {answer.StatusCode}: {text}");
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
    }
}
