using System.Globalization;
using System.Net;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>What a market asks, as the test believes it to be.</summary>
internal sealed record RandomMarket(string Country, string Fiat, string Side, decimal Reference, int SpreadBps, int MostCents)
{
    public decimal Price => Side == "BUY"
        ? decimal.Ceiling(Reference * (10_000 + SpreadBps) / 100m) / 100m
        : decimal.Floor(Reference * (10_000 - SpreadBps) / 100m) / 100m;
}

/// <summary>An order as the test worked it out itself: gross is customer's part plus spread plus rounding.</summary>
internal sealed record RandomOrder(long Number, int Day, decimal Quantity, decimal Fiat, decimal Spread, decimal Rounding)
{
    public bool IsLocked { get; set; }
}

/// <summary>
/// One customer on one side of one market places orders and lets them go every way there is, while the test keeps its own
/// books of them. The same seed is the same walk.
/// </summary>
internal sealed class RandomOrders(DeskHost host, string customer, RandomMarket market, long merchant, long method, int seed)
{
    private readonly Random _random = new(seed);
    private readonly SpecClient _client = SpecClient.Of(host, customer);
    private readonly List<RandomOrder> _waiting = [], _due = [];
    private int _day;

    public string Customer => customer;
    public RandomMarket Market => market;
    public long Merchant => merchant;
    public int Placed { get; private set; }
    public int Refused { get; private set; }
    public decimal Limit { get; init; }
    public decimal Used { get; private set; }
    public decimal Free { get; private set; }
    public decimal Locked { get; private set; }
    public decimal Spread { get; private set; }
    public decimal Rounding { get; private set; }
    public decimal Nostro { get; private set; }
    public decimal InFlight { get; private set; }

    private bool IsBuy => market.Side == "BUY";

    /// <summary>A new day: the limit is whole again, and what was due is over.</summary>
    public void Turn()
    {
        (_day, Used) = (_day + 1, 0);
        foreach (var due in _due)
        {
            Unlock(due);
        }
        _due.Clear();
    }

    public async Task RunAsync(int orders)
    {
        for (var i = 0; i < orders; i++)
        {
            if (await PlaceAsync() is { } order)
            {
                await LeadAsync(order, _random.Next(10));
            }
            if (_waiting.Count > 3 && _random.Next(3) == 0)
            {
                var old = _waiting[_random.Next(_waiting.Count)];
                _waiting.Remove(old);
                await StaffAsync(old, "cancel");
                End(old);
            }
        }
    }

    private async Task<RandomOrder?> PlaceAsync()
    {
        var byFiat = _random.Next(2) == 0;
        var fiat = _random.Next(1_000, market.MostCents) / 100m;
        var quantity = decimal.Floor(fiat / market.Price * 10_000m) / 10_000m;
        var body = new Dictionary<string, object?>
        {
            ["country"] = market.Country, ["mcId"] = merchant, ["cryptoCurrency"] = "USDT", ["fiatCurrency"] = market.Fiat,
            ["orderType"] = market.Side,
            ["clientId"] = $"{customer}-{seed}-{_day}-{Placed}-{Refused}", ["paymentId"] = IsBuy ? null
                : method.ToString(CultureInfo.InvariantCulture),
            [byFiat ? "orderAmount" : "quantity"] = (byFiat ? fiat : quantity).ToString(CultureInfo.InvariantCulture),
        };
        var amounts = IsBuy ? Buy(byFiat ? fiat : null, quantity) : Sell(byFiat ? fiat : null, quantity);
        var answer = await _client.PostAsync("order/add", body);
        if (amounts.Fiat > Limit - Used)
        {
            answer.Refused(400, -4004);
            Refused++;
            return null;
        }
        Placed++;
        Used += amounts.Fiat;
        var order = amounts with { Number = answer.Ok().GetProperty("orderId").GetInt64(), Day = _day };
        if (!IsBuy)
        {
            (Free, Locked, order.IsLocked) = (Free - order.Quantity, Locked + order.Quantity, true);
        }
        return order;
    }

    private async Task LeadAsync(RandomOrder order, int way)
    {
        if (way == 0)
        {
            _waiting.Add(order);
            return;
        }
        if (way == 1)
        {
            await (customer == "Acacia" ? host.Acacia : host.Baobab).PostJsonAsync($"block-trades/{order.Number}/withdraw");
            End(order);
            return;
        }
        await StaffAsync(order, "approve");
        switch (way)
        {
            case 2:
                await StaffAsync(order, "cancel");
                End(order);
                break;
            case 3:
                _due.Add(order);
                break;
            case 4 or 5 when IsBuy:
                // Paid, with or without a bank line, and called off: the fiat is where it was.
                await PayAsync(order, hasLine: way == 4);
                await StaffAsync(order, "cancel");
                End(order);
                break;
            default:
                await PayAsync(order, hasLine: way > 7);
                await ReleaseAsync(order, byCustomer: way % 2 == 0);
                break;
        }
    }

    private async Task PayAsync(RandomOrder order, bool hasLine)
    {
        if (!IsBuy)
        {
            await StaffAsync(order, "mark-paid");
            (Locked, order.IsLocked, Spread, Rounding, InFlight) =
                (Locked - order.Quantity, false, Spread + order.Spread, Rounding + order.Rounding, InFlight + order.Fiat);
            return;
        }
        var isEarly = _random.Next(2) == 0;
        if (hasLine && isEarly)
        {
            await LineAsync(order);
        }
        (await _client.PostAsync("order/finish", new { orderId = order.Number })).Ok();
        if (hasLine && !isEarly)
        {
            await LineAsync(order);
        }
    }

    private async Task ReleaseAsync(RandomOrder order, bool byCustomer)
    {
        if (IsBuy)
        {
            await StaffAsync(order, "release");
            (Free, Spread, Rounding, Nostro) =
                (Free + order.Quantity, Spread + order.Spread, Rounding + order.Rounding, Nostro + order.Fiat);
            return;
        }
        if (_random.Next(4) == 0)
        {
            return;
        }
        if (byCustomer)
        {
            (await _client.PostAsync("order/finish", new { orderId = order.Number })).Ok();
        }
        else
        {
            await StaffAsync(order, "release");
        }
        (InFlight, Nostro) = (InFlight - order.Fiat, Nostro - order.Fiat);
    }

    private void End(RandomOrder order)
    {
        Used -= order.Day == _day ? order.Fiat : 0;
        Unlock(order);
    }

    private void Unlock(RandomOrder order)
    {
        if (order.IsLocked)
        {
            (Free, Locked, order.IsLocked) = (Free + order.Quantity, Locked - order.Quantity, false);
        }
    }

    private Task<System.Text.Json.JsonElement> LineAsync(RandomOrder order) => host.Admin.PostJsonAsync("/sandbox/bank/credits", new
    {
        currency = market.Fiat, amount = order.Fiat.ToString("F2", CultureInfo.InvariantCulture), reference = $"BLK-{order.Number}",
        sender_name = customer, value_date = "2026-11-21",
    });

    private Task<System.Text.Json.JsonElement> StaffAsync(RandomOrder order, string action) =>
        host.Treasury.PostJsonAsync($"block-trades/{order.Number}/{action}", new { reason = "walk" }, HttpStatusCode.OK);

    private RandomOrder Buy(decimal? amount, decimal quantity)
    {
        var fiat = amount ?? decimal.Ceiling(quantity * market.Price * 100m) / 100m;
        var net = Cut(fiat / market.Price, 6);
        var given = amount is null ? quantity : Cut(net, 4);
        return new RandomOrder(0, 0, given, fiat, Cut(fiat / market.Reference, 6) - net, net - given);
    }

    private RandomOrder Sell(decimal? amount, decimal quantity)
    {
        var given = amount is { } wanted ? decimal.Ceiling(wanted / market.Price * 10_000m) / 10_000m : quantity;
        var net = Cut(given * market.Price, 2);
        return new RandomOrder(0, 0, given, amount ?? net, Cut(given * market.Reference, 2) - net, net - (amount ?? net));
    }

    private static decimal Cut(decimal number, int decimals)
    {
        var power = decimals == 6 ? 1_000_000m : decimals == 4 ? 10_000m : 100m;
        return decimal.Floor(number * power) / power;
    }
}
