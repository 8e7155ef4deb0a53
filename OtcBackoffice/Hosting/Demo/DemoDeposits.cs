using System.Globalization;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Jobs;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>The deposits of the demo's past: how merchants hand them in, and how far the desk takes each.</summary>
internal sealed class DemoDeposits(DemoStage stage)
{
    private static readonly (string Bank, string Last4)[] Banks = [("Equity Bank", "4410"), ("KCB", "0927"), ("Co-operative Bank",
        "3318"), ("Stanbic", "7702")];

    private int _number = 2_600;

    /// <summary>A transfer as a merchant makes one; the reference is the merchant's own.</summary>
    public DemoWire Wire(string merchant, string amount)
    {
        var (bank, last4) = Banks[stage.Dice.Next(Banks.Length)];
        return new DemoWire("KES", amount, $"FT{stage.Now:yy}{++_number}", stage.Person(merchant).Name, bank, last4,
            stage.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>An amount in shillings, mostly some hundred thousand.</summary>
    public string Amount() => (stage.Dice.Next(40, 420) * 1_000m).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Handed in by the merchant, with its slip if there is one.</summary>
    public async Task<Guid> HandInAsync(string merchant, DemoWire wire, byte[]? slip)
    {
        var made = await stage.AsAsync<DepositDesk, DepositView>(merchant, desk => desk.CreateAsync(Draft(wire),
            new PriceDeposit(Guid.Empty, null, null, null, null, null), null, default));
        if (slip is not null)
        {
            using var content = new MemoryStream(slip);
            await stage.AsAsync<DepositDesk, DepositView>(merchant, desk => desk.AttachProofAsync(new UploadProof(made.Id,
                $"{wire.Reference}.pdf", content), default));
        }
        return made.Id;
    }

    /// <summary>Begun by the merchant and left as a draft.</summary>
    public Task<DepositView> DraftAsync(string merchant, DemoWire wire) =>
        stage.AsAsync<DepositDesk, DepositView>(merchant, desk => desk.DraftAsync(Draft(wire), null, default));

    /// <summary>Asked of a phone by M-Pesa, and answered by its owner or not.</summary>
    public async Task<Guid> PhoneAsync(string merchant, string amount, bool isAnswered)
    {
        var draft = new DraftDeposit { Method = "mpesa", FiatAmount = amount, FiatCurrency = "KES", PhoneNumber = "254712345678" };
        var made = await stage.AsAsync<DepositDesk, DepositView>(merchant, desk => desk.CreateAsync(draft, new PriceDeposit(Guid.Empty,
            null, null, null, null, null), null, default));
        // As the request that makes it does.
        await stage.RunAsync<Desks.MobileMoney.MobileMoneyDesk>(desk => desk.PushAsync(made.Id, default));
        if (isAnswered)
        {
            await stage.RunAsync<ISandboxControls>(async controls =>
            {
                stage.Pass(0.5);
                await controls.AnswerAsync(new PhoneAnswer(controls.OpenPushes()[^1].CheckoutRequestId, 0), default);
            });
        }
        return made.Id;
    }

    /// <summary>The money comes to the desk's bank.</summary>
    public Task ArriveAsync(DemoWire wire, string? amount = null) => stage.RunAsync<ISandboxControls>(controls =>
        controls.WireAsync(new(wire.Currency, amount ?? wire.Amount, wire.Reference, wire.Sender, stage.Now.ToString("yyyy-MM-dd",
            CultureInfo.InvariantCulture)), default));

    /// <summary>An officer takes it and confirms; false when a second person is asked.</summary>
    public async Task<bool> ConfirmAsync(Guid id, string officer, string? reason = null)
    {
        await stage.AsAsync<DepositDesk, DepositView>(officer, desk => desk.ClaimAsync(id, default));
        stage.Pass(3);
        var said = await stage.AsAsync<DepositDesk, Desks.Approvals.Decided<DepositView>>(officer, desk =>
            desk.ConfirmAsync(new ConfirmDeposit(id) { ProofSeen = true, RepeatedSeen = true, Reason = reason }, default));
        return said.Done is not null;
    }

    /// <summary>An officer takes it and refuses it.</summary>
    public async Task RejectAsync(Guid id, string officer, string reason)
    {
        await stage.AsAsync<DepositDesk, DepositView>(officer, desk => desk.ClaimAsync(id, default));
        stage.Pass(4);
        await stage.AsAsync<DepositDesk, DepositView>(officer, desk => desk.RejectAsync(id, reason, null, default));
    }

    /// <summary>Treasury credits what was confirmed, and as many sign as are named.</summary>
    public async Task CreditAsync(Guid id, params string[] signers)
    {
        var asked = await stage.AsAsync<DepositQueries, DepositView>("treasury", queries => queries.GetAsync(id, default));
        var credit = new CreditDeposit { Id = id, CryptoAmount = asked.RequestedCryptoAmount, Asset = asked.RequestedAsset,
            Network = asked.RequestedNetwork };
        var said = await stage.AsAsync<DepositDesk, Desks.Approvals.Decided<CreditView>>("treasury", desk => desk.CreditAsync(credit,
            default));
        foreach (var signer in signers)
        {
            stage.Pass(2);
            await stage.AsAsync<TreasuryDesk, ProposalView>(signer, desk => desk.SignAsync(said.Done!.ProposalId, default));
        }
    }

    /// <summary>What was signed is sent, and the chain goes on until it is final.</summary>
    public Task SettleAsync() =>
        stage.MineAsync("tron", DeskJobs.ChainWatcher);

    private static DraftDeposit Draft(DemoWire wire) => new()
    {
        Method = "bank", FiatAmount = wire.Amount, FiatCurrency = wire.Currency, RequestedAsset = "USDT", RequestedNetwork = "tron",
            PaymentReference = wire.Reference,
        TransferDate = wire.Date, SenderAccountName = wire.Sender, SenderBankName = wire.Bank, SenderAccountNumberLast4 = wire.Last4,
    };
}
