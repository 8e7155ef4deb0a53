using System.Security.Cryptography;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Deposits;

/// <content>Deposits that are created in one step, and wires that are not what was declared.</content>
public sealed partial class DepositDesk
{
    private const int PushTokenBytes = 24;

    /// <summary>
    /// Creates a deposit in one step: read, payout address set, priced and handed in together. With pricing ids these are used;
    /// without, the newest price of the desk, if there is one. By M-Pesa the push is queued in the same transaction.
    /// </summary>
    public Task<Result<DepositView>> CreateAsync(DraftDeposit command, PriceDeposit pricing, DeskKey? key,
        CancellationToken cancellation) =>
        Transaction.RunAsync<DepositView>(new DeskCommand(Permission.DepositOwn, key), async (work, token) =>
            (await CreateAsync(work, command, pricing, key?.Key, token)).Map(deposit => DepositView.Of(deposit, work.Actor.Roles.IsStaff)),
                cancellation);

    /// <inheritdoc/>
    Task<Result<Deposit>> IPlaces<OneShotDeposit, Deposit>.PlaceAsync(DeskWork work, OneShotDeposit ask, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return CreateAsync(work, ask.Draft, ask.Pricing, null, cancellation);
    }

    private async Task<Result<Deposit>> CreateAsync(DeskWork work, DraftDeposit command, PriceDeposit pricing, string? key,
        CancellationToken cancellation)
    {
        if (work.Actor.MerchantId is not { } merchantId)
        {
            return new DomainError(ErrorCode.Forbidden, "Only somebody who acts for a merchant can open a deposit.");
        }
        if (command.MerchantId is { } named && named != merchantId)
        {
            return DomainError.Missing("merchant") with { Field = "merchant_id" };
        }
        var draft = await ReadDraftAsync(work,
            command with { RequestedAsset = command.RequestedAsset ?? "USDT", RequestedNetwork = command.RequestedNetwork ?? "tron" },
            cancellation);
        if (draft.Failed(out var unreadable))
        {
            return unreadable;
        }
        // Without a network the merchant has not said where to; the desk's own reading fills it in later.
        PayoutTarget? payout = null;
        if (command.RequestedNetwork is not null || command.ToWalletId is not null)
        {
            var chosen = await PayoutChoice.ForAsync(work.Db, merchantId, command.ToWalletId, draft.Value.Asset.Network.Code, cancellation);
            if (chosen.Failed(out var unusable))
            {
                return unusable;
            }
            payout = chosen.Value;
        }
        var opened = Deposit.Open(
            work.NewId(), await work.NextNumberAsync("deposit", cancellation), merchantId, work.Actor.PersonId, draft.Value, payout, key,
                work.Now);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        var deposit = opened.Value;
        if (await PriceAtOnceAsync(work, deposit, pricing, payout, cancellation) is { } unpriced)
        {
            return unpriced;
        }
        if (deposit.HandIn(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PushTokenBytes)), work.Now).Failed(out var unready))
        {
            return unready;
        }
        deposit.StartClock(settings.DecisionSeconds, work.Now);
        work.Db.Deposits.Add(deposit);
        await work.RaiseAsync(DepositEvents.Of(DepositEvents.Submitted, deposit), cancellation);
        RecordTrail.Record(work, deposit, "create", null);
        await ReceiptMatcher.TakeWaitingAsync(work, deposit, cancellation);
        return deposit;
    }

    /// <inheritdoc/>
    async Task<Result<Deposit>> IPlaces<OneShotDeposit, Deposit>.TakeBackAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        if (await FindAsync(work, id, cancellation) is not { } deposit)
        {
            return Missing;
        }
        var step = new RecordStep("cancel", Permission.DepositOwn) { Event = DepositEvents.Rejected };
        return (await StepAsync(work, deposit, step, (_, row, _) => Task.FromResult(row.CancelByCustomer(work.Actor.PersonId, work.Now)),
            cancellation)).Map(_ => deposit);
    }

    /// <summary>Decides about a wire that is smaller or larger than declared; each outcome has its own journal entry.</summary>
    public Task<Result<DepositView>> ResolveDifferenceAsync(Guid id, DifferenceOutcome outcome, CancellationToken cancellation) =>
        ChangeAsync(id, Permission.DepositDecide, "resolve_difference", async (work, deposit, token) =>
        {
            var (held, place) = (deposit.HeldMinor, ReceiptTarget.Of(work, deposit) with { TakeBack = _ => null });
            var resolved = deposit.ResolveDifference(work.Actor, outcome, work.Now);
            if (resolved.IsSuccess)
            {
                if (held == 0)
                {
                    work.Post(DepositJournal.DifferenceResolved(deposit));
                }
                else if (outcome == DifferenceOutcome.Return)
                {
                    await ReceiptTrail.ReturnAllAsync(work, deposit, place, token);
                }
                await work.RaiseAsync(DepositEvents.Of(outcome == DifferenceOutcome.Return ? DepositEvents.Rejected
                    : DepositEvents.DifferenceResolved, deposit), token);
            }
            return resolved;
        }, cancellation, Domain.Lifecycles.Names.Snake(outcome));

    private static async Task<DomainError?> PriceAtOnceAsync(DeskWork work, Deposit deposit, PriceDeposit pricing, PayoutTarget? payout,
        CancellationToken cancellation)
    {
        var ids = pricing;
        if (pricing is { PricingProfileId: null, FxRateQuoteId: null })
        {
            var found = await NewestPriceAsync(work, deposit, cancellation);
            if (found is null)
            {
                return null;
            }
            ids = pricing with { PricingProfileId = found.Value.Profile.Id, FxRateQuoteId = found.Value.Quote.Id };
        }
        var price = await ReadPriceAsync(work, ids, deposit, deposit.AssetInfo, deposit.FiatAmountMinor, cancellation);
        if (price.Failed(out var unpriced))
        {
            return unpriced;
        }
        if (deposit.PriceWith(price.Value.Price, deposit.AssetInfo, payout, work.Now).Failed(out var refused))
        {
            return refused;
        }
        work.Db.DepositQuotes.Add(new DepositQuoteRow
        {
            DepositId = deposit.Id,
            QuoteVersion = deposit.QuoteVersion,
            PricingProfileId = price.Value.Price.ProfileId,
            PricingProfileVersion = price.Value.ProfileVersion,
            FxQuoteId = price.Value.Price.FxQuoteId,
            Snapshot = System.Text.Json.JsonSerializer.Serialize(price.Value.Price.Price, DeskJson.Options),
            CreatedAtUtc = work.Now,
        });
        return null;
    }

    private static Task<(PricingProfile Profile, FxQuote Quote)?> NewestPriceAsync(DeskWork work, Deposit deposit,
        CancellationToken cancellation) =>
        PriceShelf.NewestAsync(work, new PricingScope(FlowType.B2b, OtcType.Deposit, deposit.Asset, deposit.FiatCurrency), cancellation);
}
