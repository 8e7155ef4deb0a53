using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>
/// Payments that are paid in parts, late, twice, with another coin and in blocks that are dropped, while rates move, people decide
/// and the desk restarts. What came is asked of the chain, beside the desk: each unit of it is credited, earned, on its way back or
/// waits for a decision, and every view of it says the same.
/// </summary>
internal sealed class PaymentLives(DeskHost host, int seed)
{
    private const string Refuge = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Network = "tron";
    private const int Rounds = 6, MinutesOfTopUp = 10;

    private readonly Random _dice = new(seed);
    private readonly List<(string Payment, string Hash, string Asset, decimal Amount)> _sent = [];
    private readonly List<string> _made = [];
    private GatewayCaller? _tenant;
    private string? _wallet;
    private (string Id, string Secret)? _books;

    /// <summary>How many lives were lived.</summary>
    public int Lived => _made.Count;

    /// <summary>How the lives ended, by status, so that a walk shows that it met everything.</summary>
    public Dictionary<string, int> Ends { get; } = new(StringComparer.Ordinal);

    /// <summary>Lives so many payments beside each other from their creation until nothing more can happen to them by itself.</summary>
    public async Task LiveAsync(int count)
    {
        await host.RateAsync("1");
        await SignInAsync();
        var batch = new List<JsonNode>();
        for (var number = 0; number < count; number++)
        {
            batch.Add(await MakeAsync(number));
        }
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var payment in batch)
            {
                await PayAsync(payment);
            }
            await MoveWorldAsync();
            await DecideAsync();
        }
        for (var turn = 0; turn < 2; turn++)
        {
            await host.WaitAsync(3_700);
            await host.MineAsync(25);
        }
    }

    private async Task SignInAsync()
    {
        _tenant = await GatewayCaller.OpenAsync(host);
        _wallet ??= Text(await _tenant.PostAsync("/wallets/", new { name = "Shop" }, HttpStatusCode.Created), "wallet_id");
        if (_books is null)
        {
            var made = await GatewayWorld.PostAsync(host.Admin, "/api/v1/auth/credentials",
                new { surface = "gateway", name = "books", merchant_id = host.Credentials.MerchantNamed("Acacia").MerchantId,
                    scopes = new[] { "read", "admin" } }, HttpStatusCode.Created);
            _books = (Text(made, "client_id"), Text(made, "secret"));
        }
    }

    private async Task<JsonNode> MakeAsync(int number)
    {
        var amount = string.Create(CultureInfo.InvariantCulture, $"{_dice.Next(10, 400)}.{_dice.Next(100):00}");
        var payment = await _tenant!.PayAsync(amount, new
        {
            currency = _dice.Next(4) == 0 ? "USDCTRC20" : "USDTTRC20",
            is_fixed_rate = _dice.Next(3) > 0,
            is_fee_paid_by_user = _dice.Next(2) == 0,
            expiry_minutes = 15 * _dice.Next(1, 4),
            wallet_id = _dice.Next(3) == 0 ? _wallet : null,
            order_id = _dice.Next(4) == 0 ? $"order-{_made.Count / 6}-{number % 3}" : null,
        });
        _made.Add(Text(payment, "transaction_id"));
        return payment;
    }

    // A payer does something, or nothing.
    private async Task PayAsync(JsonNode payment)
    {
        var asked = decimal.Parse(Text(payment, "pay_amount"), CultureInfo.InvariantCulture);
        var came = _sent.Where(one => one.Payment == Text(payment, "transaction_id")).Sum(one => one.Amount);
        var own = Text(payment, "token").ToUpperInvariant();
        var (asset, amount) = _dice.Next(14) switch
        {
            0 or 1 => (own, asked),
            2 or 3 => (own, Cut(asked / 2)),
            4 => (own, Math.Max(0, asked - came)),
            5 => (own, Cut(asked * 1.3m)),
            6 => (own, asked - 0.000001m),
            7 => (own == "USDT" ? "USDC" : "USDT", Cut(asked / 3)),
            _ => (own, 0m),
        };
        if (amount > 0)
        {
            var hash = await host.SendCoinsAsync(payment, amount.ToString(CultureInfo.InvariantCulture), asset);
            _sent.Add((Text(payment, "transaction_id"), hash, asset, amount));
        }
    }

    private async Task MoveWorldAsync()
    {
        switch (_dice.Next(20))
        {
            case < 9:
                await host.MineAsync(_dice.Next(1, 5));
                break;
            case < 13:
                await host.MineAsync(22);
                break;
            case < 15:
                await host.MineAsync(_dice.Next(1, 3));
                await GatewayWorld.PostAsync(host.Admin, "/sandbox/chain/reorg", new { network = Network, depth = _dice.Next(1, 3) });
                await host.MineAsync();
                break;
            case < 18:
                await host.WaitAsync(_dice.Next(2) == 0 ? 600 : 1_900);
                break;
            case < 19:
                await host.RateAsync(_dice.Next(2) == 0 ? "0.995" : "1.005");
                break;
            default:
                await host.RestartAsync();
                break;
        }
    }

    // An officer looks at what waits, and takes one of the ways out that are told, or none.
    private async Task DecideAsync()
    {
        var open = (await GatewayWorld.GetAsync(host.Officer,
            "/api/v1/auth/gateway/payments?exception=open&limit=40"))["results"]!.AsArray();
        foreach (var row in open)
        {
            var exits = row!["exception"]!["exits"]!.AsArray().Select(exit => exit!.GetValue<string>()).ToList();
            if (_dice.Next(3) > 0 || exits.Count == 0)
            {
                continue;
            }
            var exit = exits[_dice.Next(exits.Count)];
            var waiting = decimal.Parse(Text(row["exception"]!, "amount"), CultureInfo.InvariantCulture);
            var part = _dice.Next(2) == 0 ? waiting : Math.Max(0.000001m, Cut(waiting / 2));
            var body = new { reason = "as agreed", minutes = MinutesOfTopUp, amount = part.ToString(CultureInfo.InvariantCulture),
                to_address = Refuge };
            var (status, answer) = await AskAsync(host.Officer, $"/api/v1/auth/gateway/payments/{Text(row, "transaction_id")}/{exit}",
                exit switch
            {
                "refund" => new { body.reason, body.amount, body.to_address },
                "top-up" => new { body.minutes, body.reason },
                _ => new { body.reason },
            });
            // More than is left of it may have been asked back; everything else that is offered must be possible.
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Accepted || exit == "refund",
                $"{exit} of {row["exception"]!.ToJsonString()} gave {(int)status}: {answer}");
            if (status == HttpStatusCode.Accepted)
            {
                await AskAsync(host.Treasury,
                    $"/api/v1/auth/approvals/{Text(JsonNode.Parse(answer)!, "approval_id")}/{(_dice.Next(6) == 0 ? "reject" : "approve")}",
                    new { reason = "seen" });
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Answer)> AskAsync(HttpClient client, string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(path, content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Each unit that came is somewhere once; balances, fees, history and the books say the same.</summary>
    public async Task CheckAsync()
    {
        await SignInAsync();
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContextAsync();
        var came = await CameAsync();
        var payments = await db.GatewayPayments.AsNoTracking().ToDictionaryAsync(row => row.Id);
        var exceptions = await db.GatewayExceptions.AsNoTracking().ToListAsync();
        var refunds = await db.GatewayRefunds.AsNoTracking().Where(row => row.Status != GatewayRefundStatus.Failed).ToListAsync();
        var history = await db.GatewayHistory.AsNoTracking().ToListAsync();
        var accounts = (await db.LedgerAccounts.AsNoTracking().ToListAsync()).ToDictionary(row => row.Key,
            row => row.CreditMinor - row.DebitMinor, StringComparer.Ordinal);
        foreach (var (id, payment) in payments)
        {
            Assert.False(payment.IsOpen, $"{payment.HumanId} is {payment.StatusName}: its time is over.");
            foreach (var asset in new[] { Code("USDT"), Code("USDC") })
            {
                var waiting = exceptions.Where(row => row.PaymentId == id && row.Asset == asset
                    && row.Exit is null or GatewayExit.Kept).Sum(row => row.LeftMinor);
                var back = refunds.Where(row => row.PaymentId == id && row.Asset == asset).Sum(row => row.AmountMinor);
                var clearing = accounts.GetValueOrDefault(GatewayJournal.Clearing(asset, payment.MerchantId, id).Text);
                var credited = history.Where(row => row.ReferenceId == id.ToString() && row.Asset == asset
                    && row.Type == "payment").Sum(row => row.SignedMinor);
                Assert.True(waiting == clearing,
                    $"{payment.HumanId} ({payment.StatusName}): {waiting} waits for a decision, and the books hold {clearing} of {asset}.");
                Assert.True(came.GetValueOrDefault((id, asset)) == credited + back + waiting,
                    $"{payment.HumanId} ({payment.StatusName}): {came.GetValueOrDefault((id, asset))} of {asset} came; {credited} is "
                        + $"credited, {back} went back, {waiting} waits.");
            }
        }
        Ends.Clear();
        foreach (var group in payments.Values.GroupBy(row => row.StatusName))
        {
            Ends[group.Key] = group.Count();
        }
        await TotalsAsync(came, refunds, exceptions);
        await host.BooksBalanceAsync();
    }

    // What the tenant is told equals what came less what went back or waits.
    private async Task TotalsAsync(Dictionary<(Guid Payment, string Asset), long> came, List<GatewayRefund> refunds,
        List<GatewayException> exceptions)
    {
        var books = await GatewayCaller.TokenAsync(host, _books!.Value.Id, _books.Value.Secret, "read admin");
        var told = await _tenant!.GetAsync("/user/balances/");
        var fees = (await new GatewayCaller(host, Text(books.Body, "access_token")).GetAsync("/user/fees/"))["fees"]!.AsArray();
        foreach (var (currency, asset) in new[] { ("USDTTRC20", Code("USDT")), ("USDCTRC20", Code("USDC")) })
        {
            var held = Number(told["account"]?[currency]?["amount"]) + Number(told["sub_accounts"]?[currency]?["total_amount"]);
            var earned = Number(fees.FirstOrDefault(row => Text(row!, "currency") == currency)?["amount"]);
            var back = refunds.Where(row => row.Asset == asset).Sum(row => row.AmountMinor);
            var waiting = exceptions.Where(row => row.Asset == asset && row.Exit is null or GatewayExit.Kept).Sum(row => row.LeftMinor);
            var kept = (long)((held + earned) * 1_000_000m);
            Assert.Equal(came.Where(one => one.Key.Asset == asset).Sum(one => one.Value), kept + back + waiting);
        }
    }

    // What still stands on the chain of all that was sent.
    private async Task<Dictionary<(Guid Payment, string Asset), long>> CameAsync()
    {
        var chain = host.Services.GetRequiredService<IChainNode>();
        var came = new Dictionary<(Guid, string), long>();
        foreach (var (payment, hash, asset, amount) in _sent)
        {
            if (await chain.FindByHashAsync(Network, hash, CancellationToken.None) is { BlockNumber: not null })
            {
                var key = (Guid.Parse(payment), Code(asset));
                came[key] = came.GetValueOrDefault(key) + (long)(amount * 1_000_000m);
            }
        }
        return came;
    }

    private static string Code(string symbol) => Asset.Find(symbol, Network)!.Code.Text;

    private static decimal Cut(decimal amount) => Math.Floor(amount * 1_000_000m) / 1_000_000m;

    private static decimal Number(JsonNode? node) => node is null ? 0 : decimal.Parse(node.GetValue<string>(),
        CultureInfo.InvariantCulture);

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
