using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Jobs;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>
/// Thirty days of a desk's life, so that whoever opens the demo finds a desk at work: charts with something in them, and a record in
/// every state that a person may meet. All of it is done by the desk's own commands while the clock is set back, so the books,
/// the audit chain and the counters are what they would be.
/// </summary>
internal sealed class DemoLife(DemoStage stage, IPaperPrinter printer)
{
    /// <summary>How far back the demo begins.</summary>
    public const int Days = 30;

    private static readonly string[] Merchants = ["acacia", "baobab"], Officers = ["officer", "officer2"];

    private readonly DemoDeposits _deposits = new(stage);
    private readonly DemoTrades _trades = new(stage);

    /// <summary>Plays the days one after the other, and then this morning.</summary>
    public async Task PlayAsync(DateTime now, CancellationToken cancellation)
    {
        await PrepareAsync();
        for (var day = Days - 1; day > 0; day--)
        {
            cancellation.ThrowIfCancellationRequested();
            var date = now.Date.AddDays(-day);
            stage.PassTo(date.AddHours(6));
            await WorkAsync(date, Days - day);
        }
        await LeaveWorkAsync(now);
    }

    private async Task PrepareAsync()
    {
        // The chain's watcher begins where it first looks.
        await stage.MineAsync("ethereum", DeskJobs.CustodyWatcher);
        await stage.MineAsync("tron", DeskJobs.GatewayWatcher);
        foreach (var merchant in Merchants)
        {
            await _trades.FundAsync(merchant, 60_000_000_000);
        }
        await stage.AsAsync<MinimumDesk, LiquidityMinimumView>("treasury", desk => desk.SetAsync("tron", "USDT", "1000000.000000",
            default));
        await stage.AsAsync<MinimumDesk, LiquidityMinimumView>("treasury", desk => desk.SetAsync("ethereum", "USDC", "2500000.000000",
            default));
    }

    // Fewer on a Sunday; each officer with one merchant, so that rolling sums stay under the cap.
    private async Task WorkAsync(DateTime date, int number)
    {
        var count = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 2 + (number % 2);
        for (var i = 0; i < count; i++)
        {
            var (merchant, officer) = (Merchants[(number + i) % 2], Officers[(number + i) % 2]);
            var wire = _deposits.Wire(merchant, _deposits.Amount());
            var id = await _deposits.HandInAsync(merchant, wire, null);
            stage.Pass(14 + stage.Dice.Next(40));
            if ((number * 3 + i) % 11 == 0)
            {
                await _deposits.RejectAsync(id, officer, "The transfer was recalled by the bank.");
                continue;
            }
            await _deposits.ArriveAsync(wire);
            stage.Pass(3 + stage.Dice.Next(20));
            await _deposits.ConfirmAsync(id, officer);
            stage.Pass(5);
            await _deposits.CreditAsync(id, "treasury", "treasury2");
        }
        await DoOthersAsync(number);
        await _deposits.SettleAsync();
    }

    private async Task DoOthersAsync(int number)
    {
        var merchant = Merchants[number % 2];
        switch (number % 6)
        {
            case 1:
                await _trades.PayOutAsync(await _trades.WithdrawAsync(merchant, $"{stage.Dice.Next(300, 2_000)}.000000"), "officer2", 3);
                break;
            case 2:
                await _trades.AgreeAsync(await _trades.ExchangeAsync(merchant, $"{stage.Dice.Next(400, 3_000)}.00", isConfirmed: true),
                    "officer");
                break;
            case 3:
                await _trades.BlockAsync(merchant, $"{stage.Dice.Next(200, 900)}", 3);
                break;
            case 4:
                await _trades.SellAsync(merchant, 120, 120);
                break;
            case 5 when number > 20:
                await _trades.RefuseAsync(await _trades.WithdrawAsync(merchant, "450.000000"), "officer");
                break;
            case 5:
                await _deposits.ConfirmAsync(await _deposits.PhoneAsync(merchant, "45000.00", isAnswered: true), "officer2");
                break;
            default:
                break;
        }
    }

    // What lies on the desks when the door opens.
    private async Task LeaveWorkAsync(DateTime now)
    {
        await LeaveMoneyAsync(now);
        await LeaveSignaturesAsync();
        await LeaveDecisionsAsync(now);
        await LeaveOthersAsync();
    }

    private async Task LeaveMoneyAsync(DateTime now)
    {
        stage.PassTo(now.AddHours(-7));
        foreach (var (amount, reference, sender) in new[] { ("81200.00", "INV 4471", "Jambo Freight Ltd"), ("15000.00", "",
            "M. Otieno"), ("250000.00", "FT26 2611", "Acacia Trader") })
        {
            await _deposits.ArriveAsync(new DemoWire("KES", amount, reference, sender, "", "", ""));
            stage.Pass(6);
        }
    }

    private async Task LeaveSignaturesAsync()
    {
        string[][] signed = [["treasury"], [], ["treasury2"]];
        foreach (var (signers, index) in signed.Select((one, index) => (one, index)))
        {
            var wire = _deposits.Wire(Merchants[index % 2], _deposits.Amount());
            var id = await _deposits.HandInAsync(Merchants[index % 2], wire, DemoSlip.Print(printer, wire, stage.Now));
            await _deposits.ArriveAsync(wire);
            stage.Pass(9);
            await _deposits.ConfirmAsync(id, Officers[index % 2]);
            await _deposits.CreditAsync(id, signers);
        }
        var confirmed = _deposits.Wire("baobab", _deposits.Amount());
        var last = await _deposits.HandInAsync("baobab", confirmed, DemoSlip.Print(printer, confirmed, stage.Now));
        await _deposits.ArriveAsync(confirmed);
        stage.Pass(9);
        await _deposits.ConfirmAsync(last, "officer2");
    }

    private async Task LeaveDecisionsAsync(DateTime now)
    {
        var large = _deposits.Wire("acacia", "2400000.00");
        var above = await _deposits.HandInAsync("acacia", large, DemoSlip.Print(printer, large, stage.Now));
        await _deposits.ArriveAsync(large);
        stage.Pass(8);
        await _deposits.ConfirmAsync(above, "officer2");

        stage.PassTo(now.AddMinutes(-150));
        await PendAsync("baobab", "185000.00", wire => wire, arrives: true);
        stage.PassTo(now.AddMinutes(-52));
        await PendAsync("acacia", "260000.00", wire => wire with { Amount = "206000.00" }, arrives: false);
        stage.Pass(5);
        var scanned = _deposits.Wire("baobab", "132500.00");
        await _deposits.HandInAsync("baobab", scanned, DemoSlip.Scan());
        stage.Pass(5);
        var twice = _deposits.Wire("acacia", "77000.00");
        await _deposits.HandInAsync("acacia", twice, DemoSlip.Print(printer, twice, stage.Now));
        stage.Pass(4);
        await _deposits.HandInAsync("acacia", twice, null);
        stage.Pass(3);
        var asked = await PendAsync("baobab", "98000.00", wire => wire, arrives: false);
        await stage.AsAsync<DepositDesk, DepositView>("officer2", desk => desk.ClaimAsync(asked, default));
        await stage.AsAsync<DepositDesk, DepositView>("officer2", desk => desk.AskAsync(asked,
            "The bank shows no transfer yet. Did you send it today?", default));
        stage.Pass(6);
        for (var i = 0; i < 4; i++)
        {
            await PendAsync(Merchants[i % 2], _deposits.Amount(), wire => wire, arrives: i < 3);
            stage.Pass(3);
        }
        await _deposits.PhoneAsync("acacia", "12000.00", isAnswered: false);
        await _deposits.DraftAsync("acacia", _deposits.Wire("acacia", "64000.00"));
    }

    // Handed in with a slip that says what the merchant says, or something else.
    private async Task<Guid> PendAsync(string merchant, string amount, Func<DemoWire, DemoWire> onSlip, bool arrives)
    {
        var wire = _deposits.Wire(merchant, amount);
        var id = await _deposits.HandInAsync(merchant, wire, DemoSlip.Print(printer, onSlip(wire), stage.Now));
        if (arrives)
        {
            await _deposits.ArriveAsync(wire);
        }
        return id;
    }

    private async Task LeaveOthersAsync()
    {
        await _trades.WithdrawAsync("acacia", "1250.000000");
        await _trades.WithdrawAsync("baobab", "820.000000");
        await _trades.PayOutAsync(await _trades.WithdrawAsync("acacia", "640.000000"), "officer", 1);
        await _trades.PayOutAsync(await _trades.WithdrawAsync("baobab", "990.000000"), "officer", 2);
        await _trades.ExchangeAsync("acacia", "1800.00", isConfirmed: true);
        await _trades.ExchangeAsync("baobab", "2600.00", isConfirmed: true);
        await _trades.BlockAsync("acacia", "500", 0);
        await _trades.BlockAsync("baobab", "350", 2);
        await _trades.SellAsync("acacia", 200, 150);
        await _trades.SellAsync("baobab", 90, 0);
    }
}
