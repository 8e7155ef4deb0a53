using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>Every decision about a withdrawal of the gateway: the tenant's asking and taking back, and the desk's word.</summary>
public sealed partial class GatewayWithdrawalDesk(
    DeskTransaction transaction, DeskGate gate, DeskSettings settings, PolicyGate policy, GatewayMarket market, GatewayEndpoints endpoints,
    ScreeningGate screening)
    : RecordDesk<GatewayWithdrawal, GatewayWithdrawalView>(transaction, policy)
{
    private const int CustomIdLengthMax = 64, MemoLengthMax = 255;

    /// <summary>
    /// Asks for a withdrawal; amount and fees are locked before the answer. The same custom id with the same body answers the
    /// same withdrawal, with another body it is a conflict.
    /// </summary>
    public async Task<Result<GatewayWithdrawalView>> CreateAsync(CreateGatewayWithdrawal command, DeskKey? key,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var priced = await PricedAsync(command, cancellation);
        if (priced.Failed(out var unfit))
        {
            return unfit;
        }
        var created = await Transaction.RunAsync<CreatedWithdrawal>(new DeskCommand(Permission.GatewayOwn, key), (work, token) =>
            CreateAsync(work, command, priced.Value, null, token), cancellation);
        return created.Failed(out var refused) ? refused : await GetAsync(created.Value.Id, cancellation);
    }

    /// <summary>The full simulation of a withdrawal.</summary>
    public async Task<Result<(GatewayCoin Coin, WithdrawalEstimate Estimate)>> EstimateAsync(CreateGatewayWithdrawal command,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var priced = await PricedAsync(command, cancellation);
        if (priced.Failed(out var unfit))
        {
            return unfit;
        }
        var opened = await gate.OpenAsync(Permission.GatewayOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var tenant = await reading.Db.GatewayTenants.FirstOrDefaultAsync(row => row.MerchantId == reading.Actor.MerchantId, cancellation);
        var estimate = Estimate(priced.Value, tenant?.FeeBps ?? GatewayTenant.Of(Guid.Empty).FeeBps, command.FinalAmount);
        return estimate.Failed(out var tooSmall) ? tooSmall : (priced.Value.Coin, estimate.Value);
    }

    /// <summary>The tenant takes back what the desk has not decided yet.</summary>
    public async Task<Result<GatewayWithdrawalView>> CancelOwnAsync(Guid id, DeskKey? key, CancellationToken cancellation)
    {
        var ended = await Transaction.RunAsync<CreatedWithdrawal>(new DeskCommand(Permission.GatewayOwn, key), async (work, token) =>
            await FindAsync(work, id, token) is { } found
                ? (await StepAsync(work, found, Step("cancel", Permission.GatewayOwn),
                    (_, row, _) => Task.FromResult(Ended(work, row.Cancel(null, work.Now))), token)).Map(_ => new CreatedWithdrawal(id))
                : Missing, cancellation);
        return ended.Failed(out var refused) ? refused : await GetAsync(id, cancellation);
    }

    /// <summary>Somebody of the desk takes it, or renews their claim.</summary>
    public Task<Result<GatewayWithdrawalView>> ClaimAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("claim", Permission.GatewayDecide),
            async (work, row, token) => row.Claim(work.Actor, await LeaseAsync(work, token), work.Now), cancellation);

    /// <summary>Gives a claim back.</summary>
    public Task<Result<GatewayWithdrawalView>> ReleaseAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("release", Permission.GatewayDecide), (work, row) => row.Release(work.Actor, work.Now),
            cancellation);

    /// <summary>The coins shall be sent. The policy may want a second person first.</summary>
    public async Task<Result<Decided<GatewayWithdrawalView>>> ApproveAsync(Guid id, CancellationToken cancellation)
    {
        await AskAsync(id, cancellation);
        return await Transaction.RunAsync<Decided<GatewayWithdrawalView>>(
            new DeskCommand(Permission.GatewayDecide) { NeedsFreshSignIn = true }, (work, token) =>
            ApproveAsync(work, id, token), cancellation);
    }

    private Task AskAsync(Guid id, CancellationToken cancellation) =>
        screening.AskAsync((db, token) => ScreeningSubjects.GatewayWithdrawalAsync(db, id, token), cancellation);

    /// <summary>The desk refuses it with a reason; the funds are free again.</summary>
    public Task<Result<GatewayWithdrawalView>> RejectAsync(Guid id, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, Step("reject", Permission.GatewayDecide, reason),
            (work, row) => Ended(work, row.Reject(work.Actor, reason, work.Now)), cancellation);

    /// <summary>The desk takes it back for the tenant, with a reason.</summary>
    public Task<Result<GatewayWithdrawalView>> CancelAsync(Guid id, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, Step("cancel", Permission.GatewayDecide, reason), (work, row) => Ended(work, row.Cancel(reason, work.Now)),
            cancellation);

    /// <summary>Runs a stored approval again, as its maker.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<object, Decided<GatewayWithdrawalView>>(ApprovalOperation.GatewayWithdrawalApprove, Permission.GatewayDecide,
        async (work, id, token) => await FindAsync(work, id, token) is { } row ? VersionOf(row) : null, (work, id, _, token) =>
            ApproveAsync(work, id, token))
        with { BeforeAsync = (id, _, token) => AskAsync(id, token) };

    /// <summary>Asks for one withdrawal inside a command; also each row of a batch.</summary>
    internal async Task<Result<CreatedWithdrawal>> CreateAsync(
        DeskWork work, CreateGatewayWithdrawal command, PricedWithdrawal priced, Guid? batchId, CancellationToken cancellation)
    {
        if (work.Actor.MerchantId is not { } merchantId)
        {
            return GatewayWalletDesk.NoTenant();
        }
        var coin = priced.Coin;
        var address = Address(coin, command.Address);
        if (address.Failed(out var wrong))
        {
            return wrong;
        }
        if (command.CustomId is { } custom && (custom.Length is 0 or > CustomIdLengthMax || custom.Any(char.IsControl)))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "custom_id", $"custom_id must have 1 to {CustomIdLengthMax} characters.");
        }
        if (command.Memo?.Length > MemoLengthMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "memo", $"memo may have {MemoLengthMax} characters at most.");
        }
        var wallet = await PayingAsync(work, command, cancellation);
        if (wallet.Failed(out var missing))
        {
            return missing;
        }
        if (command.CustomId is not null
            && await work.Db.GatewayWithdrawals.FirstOrDefaultAsync(row => row.MerchantId == merchantId && row.CustomId == command.CustomId,
                cancellation) is { } earlier)
        {
            return IsSame(earlier, command, priced, address.Value, wallet.Value)
                ? new CreatedWithdrawal(earlier.Id)
                : DomainError.Of(ErrorCode.AlreadyTaken, "custom_id", "custom_id was used for another withdrawal.");
        }
        var tenant = await GatewayEndpoints.TenantAsync(work, merchantId, cancellation);
        var estimate = Estimate(priced, tenant.FeeBps, command.FinalAmount);
        if (estimate.Failed(out var tooSmall))
        {
            return tooSmall;
        }
        var asked = new WithdrawalAsked(coin, address.Value, estimate.Value, command.FinalAmount)
        {
            WalletId = wallet.Value, CustomId = command.CustomId, Memo = command.Memo, BatchId = batchId, UsdCents = priced.UsdCents,
        };
        return await KeepAsync(work, merchantId, command, asked, cancellation);
    }

    /// <summary>What was decided about a batch, done to one of its withdrawals; answers why it could not be, or null.</summary>
    internal async Task<DomainError?> DecideInBatchAsync(DeskWork work, GatewayWithdrawal row, GatewayBatch batch, int leaseSeconds,
        CancellationToken cancellation)
    {
        var isApproved = batch.Status == GatewayBatchStatus.Approved;
        var step = Step(isApproved ? "approve" : "reject", Permission.GatewayDecide, isApproved ? null : batch.EndReason);
        return (await StepAsync(work, row, step, (_, _, _) => Task.FromResult(isApproved
            ? row.Approve(work.Actor, leaseSeconds, work.Now)
            : Ended(work, row.Reject(work.Actor, batch.EndReason, work.Now))), cancellation)).Failed(out var fault) ? fault : null;
    }

    private async Task<Result<CreatedWithdrawal>> KeepAsync(
        DeskWork work, Guid merchantId, CreateGatewayWithdrawal command, WithdrawalAsked asked, CancellationToken cancellation)
    {
        var callback = await endpoints.ForAsync(work, command.CallbackUrl, cancellation);
        if (callback.Failed(out var target))
        {
            return target;
        }
        if (await GatewayWalletDesk.ShortageAsync(work, asked.Coin, merchantId, asked.WalletId, asked.Estimate.TotalMinor, cancellation)
            is { } shortage)
        {
            return shortage;
        }
        var row = GatewayWithdrawal.Ask(work.NewId(), await work.NextNumberAsync("gateway_withdrawal", cancellation), merchantId, asked,
            work.Now);
        if (callback.Value is { } endpoint)
        {
            row.CallBack(command.CallbackUrl!, endpoint);
        }
        work.Db.GatewayWithdrawals.Add(row);
        work.Post(GatewayJournal.Locked(row));
        RecordTrail.Record(work, row, "ask", null, null,
            new { row.Address, Amount = asked.Coin.Format(row.AmountMinor), Fee = asked.Coin.Format(row.FeeMinor), asked.Coin.Code });
        return new CreatedWithdrawal(row.Id);
    }

    private async Task<Result<Decided<GatewayWithdrawalView>>> ApproveAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var row = await FindAsync(work, id, cancellation);
        if (row is null)
        {
            return Missing;
        }
        var lease = await LeaseAsync(work, cancellation);
        if (row.Copy().Approve(work.Actor, lease, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        if (await ScreeningGate.FaultAsync(work, await ScreeningSubjects.GatewayWithdrawalAsync(work.Db, id, cancellation), cancellation)
            is { } notClear)
        {
            return notClear;
        }
        var about = new PolicyCase(ApprovalOperation.GatewayWithdrawalApprove, GatewayWithdrawal.Kind.Entity, row.Id, VersionOf(row),
            row.HumanId)
        {
            MerchantId = row.MerchantId,
            NotionalUsdCents = row.UsdCents,
            Summary = $"{row.HumanId}: send {row.Coin.Format(row.AmountMinor)} {row.Coin.Code} to {row.Address}.",
        };
        return await DecideAsync(work, row, about, () => StepAsync(work, row, Step("approve", Permission.GatewayDecide),
            (_, _, _) => Task.FromResult(row.Approve(work.Actor, lease, work.Now)), cancellation), cancellation);
    }

    /// <summary>What a withdrawal says before anything of the tenant is known: currency, amount and what the network takes.</summary>
    internal async Task<Result<PricedWithdrawal>> PricedAsync(CreateGatewayWithdrawal command, CancellationToken cancellation)
    {
        var coin = Coin(command);
        if (coin.Failed(out var unknown))
        {
            return unknown;
        }
        if (command.Amount is null == command.PriceAmount is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "amount", "Send amount or price_amount, one of the two.");
        }
        if (command.PriceCurrency is { } currency && !currency.Equals(PaymentAsked.Usd, StringComparison.OrdinalIgnoreCase))
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "price_currency", "price_currency must be USD.");
        }
        var rate = await RateAsync(coin.Value, cancellation);
        if (rate.Failed(out var stale))
        {
            return stale;
        }
        var scale = coin.Value.Asset.Scale;
        var networkFee = coin.Value.Up(GatewayPricing.CoinsFor(coin.Value.NetworkFeeUsdCents, rate.Value.Fees, scale, Rounding.Up));
        if (command.Amount is { } amount)
        {
            return coin.Value.TryParse(amount, out var minor)
                ? new PricedWithdrawal(coin.Value, minor, networkFee, GatewayPricing.UsdFor(minor, rate.Value.Fees, scale))
                {
                    LimitFault = GatewayPricing.LimitFault(coin.Value, rate.Value.Market, minor),
                }
                : GatewayWalletDesk.BadAmount("amount", coin.Value);
        }
        return GatewayCoin.TryParseUsd(command.PriceAmount, out var cents)
            ? new PricedWithdrawal(coin.Value,
                coin.Value.Down(GatewayPricing.CoinsFor(cents, rate.Value.Market, scale, Rounding.Down)), networkFee, cents)
            {
                LimitFault = GatewayPricing.LimitFault(cents, "price_amount"),
            }
            : DomainError.Of(ErrorCode.InvalidAmount, "price_amount",
                "price_amount must be plain digits above zero with at most 2 decimals.");
    }

    // Fees and limits are in dollars, of which a stable coin is one; a price is at the market's word.
    private async Task<Result<(Rate Market, Rate Fees)>> RateAsync(GatewayCoin coin, CancellationToken cancellation)
    {
        var rate = await market.RateAsync(coin, cancellation);
        return rate.Failed(out var stale) ? stale : (rate.Value, coin.Asset.IsUsdStable ? new Rate(1, 0) : rate.Value);
    }

    private static Result<WithdrawalEstimate> Estimate(PricedWithdrawal priced, int feeBps, bool isFinal)
    {
        if (priced.LimitFault is { } outside)
        {
            return outside;
        }
        var estimate = GatewayPricing.Withdrawal(priced.Coin, priced.RequestedMinor, feeBps, priced.NetworkFeeMinor, isFinal);
        return estimate.AmountMinor > 0 ? estimate
            : DomainError.Of(ErrorCode.InvalidAmount, "amount", "The fees take all of the amount.");
    }

    private static Result<GatewayCoin> Coin(CreateGatewayWithdrawal command)
    {
        var isPair = command.Blockchain is not null || command.Token is not null;
        if (command.Currency is null != isPair)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "currency",
                "Send currency, or blockchain and token; not both and not neither.");
        }
        if (isPair && (command.Blockchain is null || command.Token is null))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, command.Token is null ? "token" : "blockchain",
                "blockchain and token go together.");
        }
        var coin = isPair ? GatewayCoin.Find(command.Blockchain, command.Token) : GatewayCoin.Find(command.Currency);
        return coin is null ? GatewayWalletDesk.UnknownCoin(isPair ? "token" : "currency") : coin;
    }

    /// <summary>Where to send, in the chain's own spelling; or why not there.</summary>
    internal static Result<string> Address(GatewayCoin coin, string? text)
    {
        if (text is { Length: > 255 })
        {
            return DomainError.Of(ErrorCode.AddressInvalid, "address", "address may have 255 characters at most.");
        }
        var check = coin.Check(text);
        if (!check.IsValid)
        {
            return DomainError.Of(ErrorCode.AddressInvalid, "address", check.Reason ?? "address is not valid.");
        }
        return Asset.All.Any(asset => asset.Network == coin.Asset.Network && asset.Contract is { } contract
            && contract.Equals(check.Canonical, StringComparison.OrdinalIgnoreCase))
            ? DomainError.Of(ErrorCode.AddressInvalid, "address", "This is the contract of a token: what is sent there is lost.")
            : check.Canonical!;
    }

    private static async Task<Result<Guid?>> PayingAsync(DeskWork work, CreateGatewayWithdrawal command, CancellationToken cancellation)
    {
        if (command.WalletId is not null && command.AccountId is not null && command.WalletId != command.AccountId)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "wallet_id", "Send wallet_id or account_id, not both.");
        }
        if ((command.WalletId ?? command.AccountId) is not { } named)
        {
            return (Guid?)null;
        }
        var wallet = await GatewayWalletDesk.WalletAsync(work, named.StartsWith("w_", StringComparison.Ordinal) ? named : $"w_{named}",
            null, cancellation);
        return wallet.Failed(out var missing) ? missing : (Guid?)wallet.Value.Id;
    }

    // What was asked in dollars is the same as long as the dollars are; how many coins they make moves with the market.
    private static bool IsSame(GatewayWithdrawal row, CreateGatewayWithdrawal command, PricedWithdrawal priced, string address,
        Guid? walletId) =>
        row.Asset == priced.Coin.Asset.Code.Text && row.Address == address && row.WalletId == walletId
        && (command.PriceAmount is null ? row.RequestedMinor == priced.RequestedMinor : row.UsdCents == priced.UsdCents)
        && row.IsFinalAmount == command.FinalAmount && row.Memo == command.Memo && row.CallbackUrl == command.CallbackUrl;

    private static Result<GatewayWithdrawal> Ended(DeskWork work, Result<GatewayWithdrawal> ended)
    {
        if (ended is { IsSuccess: true, Value: var row })
        {
            Give(work, row);
        }
        return ended;
    }

    /// <summary>What was locked is the tenant's again.</summary>
    internal static void Give(DeskWork work, GatewayWithdrawal row) => work.Post(GatewayJournal.Released(row));

    private static string VersionOf(GatewayWithdrawal row) => row.Version.ToString(CultureInfo.InvariantCulture);

    private static RecordStep Step(string action, Permission permission, string? reason = null) =>
        new(action, permission) { Reason = reason, Event = GatewayTrail.WithdrawalEvent };

    private protected override async Task<GatewayWithdrawal?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var row = await work.Db.GatewayWithdrawals.FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return work.Actor.MerchantId is { } merchant && row?.MerchantId != merchant ? null : row;
    }

    private protected override DomainError Missing => DomainError.Missing("withdrawal");

    private protected override GatewayWithdrawalView View(DeskWork work, GatewayWithdrawal record) => GatewayWithdrawalView.Of(record);

    private protected override DeskEvent Event(string type, GatewayWithdrawal record, string from) => GatewayTrail.EventOf(record, from);

    private async Task<int> LeaseAsync(DeskWork work, CancellationToken cancellation) =>
        (await LimitsReader.ReadAsync(work, settings.Limits, cancellation)).ClaimLeaseSeconds;
}

/// <summary>The id of a withdrawal that was asked for; answers are kept by it.</summary>
public sealed record CreatedWithdrawal(Guid Id);

/// <summary>A withdrawal's currency and amounts, before the tenant's terms.</summary>
/// <param name="Coin">The currency.</param>
/// <param name="RequestedMinor">What is asked for.</param>
/// <param name="NetworkFeeMinor">What sending costs.</param>
/// <param name="UsdCents">What it is worth.</param>
public sealed record PricedWithdrawal(GatewayCoin Coin, long RequestedMinor, long NetworkFeeMinor, long UsdCents)
{
    /// <summary>What is wrong with the amount by the limits, in the unit that it was asked in; or null.</summary>
    public DomainError? LimitFault { get; init; }
}
