using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Desks.Withdrawals;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Orders;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Records;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Platform;

/// <summary>An order as it is asked for; exactly one of the two amounts is named and the other follows from the price.</summary>
public sealed record PlaceOrder
{
    public required OrderType Type { get; init; }
    public required string Currency { get; init; }
    public string? FiatAmount { get; init; }
    public required string Asset { get; init; }
    public required string Network { get; init; }
    public string? CryptoAmount { get; init; }
    public Guid? CustomerId { get; init; }

    /// <summary>Who wires, for an onramp.</summary>
    public DraftDeposit Draft { get; init; } = new();

    /// <summary>Where the fiat goes, for an offramp.</summary>
    public CreateWithdrawal Payout { get; init; } = new();
}

/// <summary>
/// Places and takes back orders of the platform. An onramp is a deposit and an offramp a withdrawal, made and judged by their
/// own desks inside the same command; what the platform adds is the customer, its limits, and where to wire.
/// </summary>
public sealed class OrderDesk(DeskTransaction transaction, IPlaces<OneShotDeposit, Deposit> deposits,
    IPlaces<CreateWithdrawal, Withdrawal> withdrawals)
{
    // Forty bits of letters that nobody confuses: short enough to be typed into a bank's form, and unique by its index.
    private const string ReferenceLetters = "ABCDEFGHJKMNPQRSTVWXYZ23456789", ReferencePrefix = "OTC";
    private const int ReferenceLength = 9;

    /// <summary>Places an order.</summary>
    public Task<Result<OrderView>> PlaceAsync(PlaceOrder command, DeskKey? key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return transaction.RunAsync<OrderView>(new DeskCommand(Permission.OrderOwn, key), (work, token) => PlaceAsync(work, command, token),
            cancellation);
    }

    /// <summary>Takes an order back, until money arrived. Orders of other surfaces are taken back there.</summary>
    public Task<Result<OrderView>> CancelAsync(Guid id, DeskKey? key, CancellationToken cancellation) =>
        transaction.RunAsync<OrderView>(new DeskCommand(Permission.OrderOwn, key), async (work, token) =>
        {
            var merchant = work.Actor.MerchantId;
            var row = await work.Db.Orders.AsNoTracking()
                .FirstOrDefaultAsync(one => one.Id == id && one.MerchantId == merchant && !one.IsHidden, token);
            if (row is null)
            {
                return OrderQueries.Missing;
            }
            if (row.Status != OrderStatus.Pending)
            {
                return new DomainError(ErrorCode.NotCancellable,
                    $"The order is {Domain.Lifecycles.Names.Snake(row.Status)} and can no longer be cancelled.");
            }
            IRecord record;
            if (row.Kind == Deposit.Kind.Name)
            {
                var cancelled = await deposits.TakeBackAsync(work, id, token);
                if (cancelled.Failed(out var refused))
                {
                    return refused;
                }
                record = cancelled.Value;
            }
            else if (row.Kind == Withdrawal.Kind.Name)
            {
                var cancelled = await withdrawals.TakeBackAsync(work, id, token);
                if (cancelled.Failed(out var refused))
                {
                    return refused;
                }
                record = cancelled.Value;
            }
            else
            {
                return new DomainError(ErrorCode.NotCancellable, $"An order of the {row.Surface} surface is cancelled there.");
            }
            var places = row.Surface == OrderOrigin.Surface && row.Kind == Deposit.Kind.Name ? await OrderQueries.PayToAsync(work.Db, token)
                : [];
            var payTo = places.TryGetValue(row.FiatCurrency ?? "", out var place) && row.Reference is { } reference
                ? place with { Reference = reference } : null;
            (row.Status, row.UpdatedAtUtc) = (OrderStatus.Cancelled, work.Now);
            return OrderView.Of(row, OrderFacts.Of(record)!, payTo);
        }, cancellation);

    private async Task<Result<OrderView>> PlaceAsync(DeskWork work, PlaceOrder command, CancellationToken cancellation)
    {
        if (work.Actor.MerchantId is not { } merchant)
        {
            return new DomainError(ErrorCode.Forbidden, "Only somebody who acts for a merchant can place an order.");
        }
        var customer = (await CustomerBook.AllAsync(work.Db, merchant, cancellation))
            .Find(one => one.Id == (command.CustomerId ?? merchant));
        if (customer is null)
        {
            return DomainError.Missing("customer") with { Field = "customer_id" };
        }
        if (customer.Status != KycStatus.Verified)
        {
            return (await CustomerBook.RefusalAsync(work, customer, null, cancellation))!;
        }
        if (Asset.Find(command.Asset, command.Network) is not { } asset)
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "crypto.asset", "crypto.asset is not known on crypto.network.");
        }
        var currency = await work.Db.FiatCurrencies.AsNoTracking()
            .FirstOrDefaultAsync(row => row.IsoCode == command.Currency, cancellation);
        if (currency is not { IsActive: true })
        {
            return DomainError.Of(ErrorCode.CurrencyNotActive, "fiat.currency", "fiat.currency is not an active currency.");
        }
        var placed = command.Type == OrderType.Onramp
            ? (await OnrampAsync(work, command, customer, asset, currency, cancellation))
            .Map(deposit => (deposit.Id, Facts: OrderFacts.Of(deposit)!))
            : (await OfframpAsync(work, command, customer, asset, currency, cancellation))
            .Map(withdrawal => (withdrawal.Id, Facts: OrderFacts.Of(withdrawal)!));
        if (placed.Failed(out var refused))
        {
            return refused;
        }
        var (id, facts) = placed.Value;
        if (await CustomerBook.RefusalAsync(work, customer, facts.UsdCents, cancellation) is { } over)
        {
            return over;
        }
        var row = new OrderRow
        {
            Id = id,
            MerchantId = merchant,
            Type = command.Type,
            Surface = OrderOrigin.Surface,
            Status = OrderStatus.Pending,
            CustomerId = customer.Id,
            Reference = facts.Reference,
            CreatedAtUtc = work.Now,
            UpdatedAtUtc = work.Now,
        };
        return OrderView.Of(row, facts, work.Origins[id].PayTo);
    }

    private async Task<Result<Deposit>> OnrampAsync(DeskWork work, PlaceOrder command, KnownCustomer customer, Asset asset,
        FiatCurrency currency, CancellationToken cancellation)
    {
        var amount = command.FiatAmount;
        var ids = new PriceDeposit(Guid.Empty, null, null, null, null, null);
        if (amount is null)
        {
            var scope = new PricingScope(FlowType.B2b, OtcType.Deposit, asset.Code.Text, currency.IsoCode);
            var wished = await WishedAsync(work, scope, command.CryptoAmount, asset.Scale, "crypto.amount", cancellation);
            if (wished.Failed(out var unfit))
            {
                return unfit;
            }
            var fiat = PriceSearch.FiatFor(wished.Value.Profile, wished.Value.Quote, wished.Value.Minor, currency.FractionDigits,
                asset.Scale);
            if (fiat.Failed(out var large))
            {
                return large;
            }
            amount = DecimalText.Format(fiat.Value, currency.FractionDigits);
            ids = ids with { PricingProfileId = wished.Value.Profile.Id, FxRateQuoteId = wished.Value.Quote.Id };
        }
        else if (!DecimalText.TryParse(amount, currency.FractionDigits, out var minor) || minor == 0)
        {
            return BadAmount("fiat.amount", currency.FractionDigits);
        }
        var reference = command.Draft.PaymentReference ?? ReferencePrefix
            + RandomNumberGenerator.GetString(ReferenceLetters, ReferenceLength);
        var draft = command.Draft with
        {
            FiatAmount = amount,
            FiatCurrency = currency.IsoCode,
            RequestedAsset = asset.Symbol,
            RequestedNetwork = asset.Network.Code,
            PaymentReference = reference,
            ToWalletId = command.Draft.ToWalletId ?? await WalletOfAsync(work, customer.Id, asset, cancellation),
        };
        var made = await deposits.PlaceAsync(work, new OneShotDeposit(draft, ids), cancellation);
        if (made.IsSuccess)
        {
            var place = made.Value.Method == DepositMethod.Bank
                && (await OrderQueries.PayToAsync(work.Db, cancellation)).TryGetValue(currency.IsoCode, out var account)
                ? account with { Reference = reference }
                : null;
            work.Origins[made.Value.Id] = new OrderOrigin(customer.Id, place);
        }
        return made;
    }

    private async Task<Result<Withdrawal>> OfframpAsync(DeskWork work, PlaceOrder command, KnownCustomer customer, Asset asset,
        FiatCurrency currency, CancellationToken cancellation)
    {
        var scope = new PricingScope(FlowType.B2b, OtcType.Withdrawal, asset.Code.Text, currency.IsoCode);
        var (text, scale, field) = command.CryptoAmount is { } crypto ? (crypto, asset.Scale, "crypto.amount")
            : (command.FiatAmount, currency.FractionDigits, "fiat.amount");
        var wished = await WishedAsync(work, scope, text, scale, field, cancellation);
        if (wished.Failed(out var unfit))
        {
            return unfit;
        }
        var (profile, quote, minor) = wished.Value;
        if (command.CryptoAmount is null)
        {
            var needed = PriceSearch.AssetFor(profile, quote, minor, currency.FractionDigits, asset.Scale);
            if (needed.Failed(out var large))
            {
                return large;
            }
            minor = needed.Value;
        }
        var made = await withdrawals.PlaceAsync(work, command.Payout with
        {
            CryptoAmount = asset.Format(minor),
            Asset = asset.Symbol,
            Network = asset.Network.Code,
            FiatCurrency = currency.IsoCode,
            PricingProfileId = profile.Id,
            FxRateQuoteId = quote.Id,
        }, cancellation);
        if (made.IsSuccess)
        {
            work.Origins[made.Value.Id] = new OrderOrigin(customer.Id, null);
        }
        return made;
    }

    private static async Task<Result<(PricingProfile Profile, FxQuote Quote, long Minor)>> WishedAsync(
        DeskWork work, PricingScope scope, string? text, int scale, string field, CancellationToken cancellation)
    {
        if (!DecimalText.TryParse(text, scale, out var minor) || minor == 0)
        {
            return BadAmount(field, scale);
        }
        return await PriceShelf.NewestAsync(work, scope, cancellation) is { } price
            ? (price.Profile, price.Quote, minor)
            : new DomainError(ErrorCode.FxQuoteNotFound, $"The desk has no price for {scope.Asset} in {scope.FiatCurrency} now.");
    }

    // A sub-vendor's order pays out to its own wallet where it has one.
    private static async Task<Guid?> WalletOfAsync(DeskWork work, Guid customerId, Asset asset, CancellationToken cancellation) =>
        customerId == work.Actor.MerchantId ? null
            : (await work.Db.Wallets.AsNoTracking()
            .Where(row => row.MerchantId == customerId && row.Network == asset.Network.Code && row.IsActive)
            .OrderByDescending(row => row.IsDefault).FirstOrDefaultAsync(cancellation))?.Id;

    private static DomainError BadAmount(string field, int scale) =>
        DomainError.Of(ErrorCode.InvalidAmount, field, $"{field} must be plain digits above zero with at most {scale} decimals.");
}
