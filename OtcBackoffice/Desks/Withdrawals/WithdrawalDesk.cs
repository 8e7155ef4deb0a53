using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Withdrawals;

/// <summary>Every decision about a withdrawal, from the asking to the payment's reference.</summary>
public sealed partial class WithdrawalDesk(DeskTransaction transaction, DeskSettings settings, PolicyGate policy, ScreeningGate screening)
    : RecordDesk<Withdrawal, WithdrawalView>(transaction, policy), IPlaces<CreateWithdrawal, Withdrawal>
{
    /// <summary>
    /// Asks for a withdrawal of the actor's merchant. The crypto is locked in the same transaction; a merchant that has less
    /// available is refused with <see cref="ErrorCode.InsufficientFunds"/>.
    /// </summary>
    public Task<Result<WithdrawalView>> CreateAsync(CreateWithdrawal command, DeskKey? key, CancellationToken cancellation) =>
        Transaction.RunAsync<WithdrawalView>(new DeskCommand(Permission.WithdrawalOwn, key), async (work, token) =>
            (await CreateAsync(work, command, key?.Key, token)).Map(row => WithdrawalView.Of(row, work.Actor.Roles.IsStaff)), cancellation);

    /// <inheritdoc/>
    Task<Result<Withdrawal>> IPlaces<CreateWithdrawal, Withdrawal>.PlaceAsync(DeskWork work, CreateWithdrawal ask,
        CancellationToken cancellation) => CreateAsync(work, ask, null, cancellation);

    private static async Task<Result<Withdrawal>> CreateAsync(DeskWork work, CreateWithdrawal command, string? key,
        CancellationToken cancellation)
    {
        if (command.MerchantId is { } named && named != work.Actor.MerchantId)
        {
            return DomainError.Missing("merchant") with { Field = "merchant_id" };
        }
        var wish = await ReadWishAsync(work, command, cancellation);
        if (wish.Failed(out var unreadable))
        {
            return unreadable;
        }
        var price = await ReadPriceAsync(work, command, wish.Value, cancellation);
        if (price.Failed(out var unpriced))
        {
            return unpriced;
        }
        var number = await work.NextNumberAsync("withdrawal", cancellation);
        var asked = Withdrawal.Ask(work.NewId(), number, work.Actor, wish.Value, price.Value, key, work.Now);
        if (asked.Failed(out var refused))
        {
            return refused;
        }
        var withdrawal = asked.Value;
        var available = await work.CreditBalanceAsync(
            new AccountKey(AccountFamily.MerchantAvailable, new AssetCode(withdrawal.Asset), withdrawal.MerchantId), cancellation);
        if (available < withdrawal.CryptoMinor)
        {
            return new DomainError(ErrorCode.InsufficientFunds,
                $"{withdrawal.AssetInfo.Format(available)} {withdrawal.AssetInfo.Symbol} on {withdrawal.AssetInfo.Network.Code} is "
                    + $"available, and {withdrawal.AssetInfo.Format(withdrawal.CryptoMinor)} is asked for.");
        }
        work.Db.Withdrawals.Add(withdrawal);
        work.Post(WithdrawalJournal.Created(withdrawal));
        await work.RaiseAsync(WithdrawalTrail.Event(WithdrawalTrail.Submitted, withdrawal), cancellation);
        RecordTrail.Record(work, withdrawal, "create", null);
        return withdrawal;
    }

    /// <inheritdoc/>
    async Task<Result<Withdrawal>> IPlaces<CreateWithdrawal, Withdrawal>.TakeBackAsync(DeskWork work, Guid id,
        CancellationToken cancellation)
    {
        if (await FindAsync(work, id, cancellation) is not { } row)
        {
            return Missing;
        }
        var step = new RecordStep("cancel", Permission.WithdrawalOwn) { Event = WithdrawalTrail.Rejected };
        return (await StepAsync(work, row, step, (_, one, _) =>
            Task.FromResult(Posting(work, one.CancelByCustomer(work.Actor.PersonId, work.Now), WithdrawalJournal.Released)), cancellation))
                .Map(_ => row);
    }

    private static async Task<Result<WithdrawalWish>> ReadWishAsync(DeskWork work, CreateWithdrawal command, CancellationToken cancellation)
    {
        PayoutMethod method = PayoutMethod.Bank;
        if (command.Method is not null && !Names.TryParse(command.Method, out method))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "method", "method must be bank or mpesa.");
        }
        if (string.IsNullOrWhiteSpace(command.FiatCurrency))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "fiat_currency", "fiat_currency is required.");
        }
        var code = command.FiatCurrency.Trim().ToUpperInvariant();
        var currency = await work.Db.FiatCurrencies.AsNoTracking().FirstOrDefaultAsync(row => row.IsoCode == code, cancellation);
        if (currency is not { IsActive: true })
        {
            return DomainError.Of(ErrorCode.CurrencyNotActive, "fiat_currency", $"fiat_currency {code} is not an active currency.");
        }
        var wallet = command.FromWalletId is { } id
            ? await work.Db.Wallets.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) : null;
        if (command.FromWalletId is not null
            && (wallet is not { IsActive: true, IsCustodial: true } || wallet.MerchantId != work.Actor.MerchantId))
        {
            return DomainError.Of(ErrorCode.WalletNotUsable, "from_wallet_id", "from_wallet_id is no custodial wallet of this merchant.");
        }
        // What is not said follows from the price, which is for one asset on one network.
        var scope = command.Network is null && wallet is null
            ? (await work.Db.PricingProfiles.FirstOrDefaultAsync(row => row.Id == command.PricingProfileId, cancellation))?.Scope : null;
        var network = command.Network ?? wallet?.Network ?? (scope is { } priced ? Asset.ByCode(priced.Asset).Network.Code : null);
        var symbol = command.Asset ?? (command.UsdtAmount is null ? null : "USDT");
        if (symbol is null || network is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, symbol is null ? "asset" : "network",
                "asset and network are required with crypto_amount.");
        }
        if (Asset.Find(symbol, network) is not { } asset)
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "asset", "asset is not known on network.");
        }
        if (wallet is not null && wallet.Network != asset.Network.Code)
        {
            return DomainError.Of(ErrorCode.WalletNotUsable, "from_wallet_id",
                $"from_wallet_id is on {wallet.Network}, not on {asset.Network.Code}.");
        }
        var payout = new FiatPayout(method, command.PayoutBankAccount, command.PayoutBankName, command.PayoutPhoneNumber);
        return new WithdrawalWish(asset, currency, wallet?.Id, payout);
    }

    private static async Task<Result<WithdrawalPrice>> ReadPriceAsync(DeskWork work, CreateWithdrawal command, WithdrawalWish wish,
        CancellationToken cancellation)
    {
        var asset = wish.Asset;
        if (command is { UsdtAmount: not null, CryptoAmount: not null } && command.UsdtAmount != command.CryptoAmount)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "usdt_amount", "Send usdt_amount or crypto_amount, not both.");
        }
        if (command.UsdtAmount is not null && asset.Symbol != "USDT")
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "usdt_amount", "usdt_amount is for USDT; send crypto_amount for other assets.");
        }
        var field = command.UsdtAmount is null ? "crypto_amount" : "usdt_amount";
        if (!DecimalText.TryParse(command.UsdtAmount ?? command.CryptoAmount, asset.Scale, out var amount) || amount == 0)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, field,
                $"{field} must be plain digits above zero with at most {asset.Scale} decimals.");
        }
        var profile = await work.Db.PricingProfiles.FirstOrDefaultAsync(row => row.Id == command.PricingProfileId, cancellation);
        if (profile is not { IsActive: true })
        {
            return DomainError.Of(ErrorCode.PricingProfileNotFound, "pricing_profile_id",
                "pricing_profile_id is not an active pricing profile.");
        }
        var quote = await work.Db.FxQuotes.FirstOrDefaultAsync(row => row.Id == command.FxRateQuoteId, cancellation);
        if (quote is null)
        {
            return DomainError.Of(ErrorCode.FxQuoteNotFound, "fx_rate_quote_id", "fx_rate_quote_id is not an FX quote.");
        }
        var scope = new PricingScope(FlowType.B2b, OtcType.Withdrawal, asset.Code.Text, wish.Currency.IsoCode);
        if (profile.Scope != scope || quote.Scope != scope)
        {
            return DomainError.Of(ErrorCode.PricingMismatch, profile.Scope != scope ? "pricing_profile_id" : "fx_rate_quote_id",
                $"The pricing ids must both be for b2b withdrawals of {asset.Symbol} on {asset.Network.Code} to {wish.Currency.IsoCode}.");
        }
        if (!quote.IsUsableAt(work.Now))
        {
            return DomainError.Of(ErrorCode.QuoteExpired, "fx_rate_quote_id", "fx_rate_quote_id has lapsed. Resolve a new price.");
        }
        var price = PriceBreakdown.CryptoIn(profile, quote, amount, wish.Currency.FractionDigits, asset.Scale);
        return price.Failed(out var refused) ? refused : new WithdrawalPrice(profile.Id, quote.Id, price.Value);
    }
}
