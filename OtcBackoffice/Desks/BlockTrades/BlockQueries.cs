using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Data;

namespace OtcBackoffice.Desks.BlockTrades;

/// <summary>Reads the market, a customer's orders and its account; and every order for staff.</summary>
public sealed class BlockQueries(DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts, TimeProvider clock)
{
    /// <summary>The countries; open to anybody.</summary>
    public async Task<IReadOnlyList<TradeCountryView>> CountriesAsync(bool openOnly, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.TradeCountries.AsNoTracking().OrderBy(row => row.SortOrder).ToListAsync(cancellation);
        return [.. rows.Where(row => !openOnly || row.BuyOpen || row.SellOpen)
            .Select(row => new TradeCountryView(row.Name, row.Abbreviation, row.BuyOpen, row.SellOpen))];
    }

    /// <summary>The pairs of a country, or of all; open to anybody.</summary>
    public async Task<IReadOnlyList<TradePairView>> PairsAsync(string? country, bool openOnly, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.TradePairs.AsNoTracking().Where(row => (country == null || row.Country == country) && (!openOnly || row.IsOpen))
            .OrderBy(row => row.SortOrder).ToListAsync(cancellation);
        return rows.ConvertAll(row =>
            new TradePairView(row.Id, row.Country, row.FiatCurrency, row.Token, row.IsOpen, row.Reference, row.BuySpreadBps,
            row.SellSpreadBps));
    }

    /// <summary>What the customer would be asked for now.</summary>
    public async Task<Result<CustomerQuote>> QuoteAsync(string? country, string? fiat, string? token, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var pair = await reading.Db.TradePairs.FirstOrDefaultAsync(row => row.Country == country && row.FiatCurrency == fiat
            && row.Token == token, cancellation);
        if (pair is null)
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "cryptoCurrency", "This pair is not traded in this country.");
        }
        var place = await reading.Db.TradeCountries.FirstOrDefaultAsync(row => row.Name == country, cancellation);
        var merchant = reading.Actor.MerchantId;
        var spread = await reading.Db.CustomerSpreads.FirstOrDefaultAsync(row => row.MerchantId == merchant && row.PairId == pair.Id,
            cancellation);
        var isOpen = pair.IsOpen && place is not null && (place.BuyOpen || place.SellOpen);
        return new CustomerQuote(isOpen, pair.FiatCurrency, pair.Token, PriceOf(pair, spread, TradeSide.Buy),
            PriceOf(pair, spread, TradeSide.Sell));
    }

    /// <summary>A page of the customer's orders, oldest first.</summary>
    public async Task<Result<OrderPage>> OrdersAsync(int current, int size, bool? isOpen, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var own = reading.Db.BlockOrders.Where(row => row.MerchantId == merchant);
        var waiting = own.Where(row => BlockOrderLifecycle.Open.Contains(row.Status));
        var listed = isOpen switch { true => waiting, false => own.Where(row => !BlockOrderLifecycle.Open.Contains(row.Status)),
            null => own };
        var total = await listed.LongCountAsync(cancellation);
        var rows = await listed.OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).Skip((current - 1) * size).Take(size)
            .ToListAsync(cancellation);
        var refunded = await RefundedAsync(reading.Db, rows, cancellation);
        var views = rows.ConvertAll(row => BlockOrderView.Of(row) with { HasRefund = refunded.Contains(row.Id) });
        return new OrderPage(new NumberedPage<BlockOrderView>(current, size, total, views), await waiting.LongCountAsync(cancellation));
    }

    /// <summary>One of the customer's orders, by its number or by the customer's own name for it.</summary>
    public async Task<Result<BlockOrderView>> OrderAsync(long? number, string? clientId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (number is null && clientId is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "orderId", "Send orderId or clientId.");
        }
        var merchant = reading.Actor.MerchantId;
        var row = await reading.Db.BlockOrders.FirstOrDefaultAsync(
            one => one.MerchantId == merchant && (number == null || one.Number == number) && (clientId == null || one.ClientId == clientId),
                cancellation);
        var name = row is null ? ""
            : await reading.Db.Merchants.Where(one => one.Id == row.MerchantId).Select(one => one.Name).FirstAsync(cancellation);
        return row is null ? DomainError.Missing("order")
            : BlockOrderView.Of(row, name) with { HasRefund = (await RefundedAsync(reading.Db, [row], cancellation)).Count > 0 };
    }

    /// <summary>A page of movements on the accounts of the customer's sub-merchants, oldest first.</summary>
    public async Task<Result<NumberedPage<MerchantTransferView>>> TransfersAsync(TransferFilter filter, int current, int size,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var listed = reading.Db.MerchantTransfers.Where(row => row.MerchantId == merchant
            && (filter.FromUtc == null || row.CreatedAtUtc >= filter.FromUtc) && (filter.ToUtc == null || row.CreatedAtUtc <= filter.ToUtc)
            && (filter.SubMerchantNumber == null || row.SubMerchantNumber == filter.SubMerchantNumber)
            && (filter.Type == 0 || row.Type == filter.Type) && (filter.State == 0 || row.State == filter.State));
        var total = await listed.LongCountAsync(cancellation);
        var rows = await listed.OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).Skip((current - 1) * size).Take(size)
            .ToListAsync(cancellation);
        return new NumberedPage<MerchantTransferView>(current, size, total, rows.ConvertAll(MerchantTransferView.Of));
    }

    /// <summary>The customer's account: what it may do and what it holds.</summary>
    public async Task<Result<BlockAccountView>> AccountAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchantId = reading.Actor.MerchantId;
        var merchant = await reading.Db.Merchants.FirstOrDefaultAsync(row => row.Id == merchantId, cancellation);
        if (merchant is null)
        {
            return DomainError.Missing("account");
        }
        var tokens = await reading.Db.TradePairs.Select(row => new { row.Token, row.Asset }).Distinct().ToListAsync(cancellation);
        var held = await reading.Db.LedgerAccounts.Where(row => row.OwnerId == merchantId)
            .ToDictionaryAsync(row => row.Key, row => row.CreditMinor - row.DebitMinor, cancellation);
        var balances = tokens.OrderBy(one => one.Token, StringComparer.Ordinal).Select(one => new TokenBalance(
            one.Token, held.GetValueOrDefault(Key(AccountFamily.MerchantAvailable, one.Asset)),
                held.GetValueOrDefault(Key(AccountFamily.MerchantLocked, one.Asset)), Asset.ByCode(one.Asset).Scale));
        return new BlockAccountView(WireIds.Of(merchant.Id), merchant.Name, merchant is { IsActive: true, IsVerified: true }, [.. balances],
            clock.UtcNowMillis());

        string Key(AccountFamily family, string asset) => new AccountKey(family, new AssetCode(asset), merchantId).Text;
    }

    /// <summary>Where a token is paid in on a network: the customer's custodial wallet there.</summary>
    public async Task<Result<DepositAddressView>> DepositAddressAsync(string? token, string? chain, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var assets = Asset.All.Where(asset => asset.Symbol == token).ToList();
        if (assets.Count == 0)
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "tokenId", "tokenId is no token of this desk.");
        }
        var network = string.IsNullOrEmpty(chain) ? assets[0].Network : Network.Find(chain);
        if (network is null || assets.All(asset => asset.Network != network))
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "chainType", "This token does not exist on that chain.");
        }
        var merchant = reading.Actor.MerchantId;
        var wallet = await reading.Db.Wallets.Where(row => row.MerchantId == merchant && row.Network == network.Code && row.IsCustodial
            && row.IsActive)
            .OrderBy(row => row.CreatedAtUtc).FirstOrDefaultAsync(cancellation);
        return new DepositAddressView(wallet is not null, wallet?.Address ?? "", network.BlockDepth,
            network.Aliases.Count > 0 ? network.Aliases[^1] : network.Code, "5");
    }

    /// <summary>Every order in a status, oldest first, for staff.</summary>
    public async Task<Result<Page<BlockOrderView>>> QueueAsync(BlockOrderStatus? status, PageAsk page, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.BlockOrders.Where(row => status == null || row.Status == status)
            .Join(reading.Db.Merchants, row => row.MerchantId, merchant => merchant.Id, (row, merchant) => new { row, merchant.Name })
            .OrderBy(one => one.row.CreatedAtUtc).ThenBy(one => one.row.Id).Skip(page.Skip).Take(page.Take).ToListAsync(cancellation);
        return page.Of(rows.ConvertAll(one => BlockOrderView.Of(one.row, one.Name)));
    }

    /// <summary>One order with its documents, for staff.</summary>
    public async Task<Result<BlockOrderView>> ShowAsync(long number, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await reading.Db.BlockOrders.FirstOrDefaultAsync(one => one.Number == number, cancellation);
        if (row is null)
        {
            return DomainError.Missing("order");
        }
        var name = await reading.Db.Merchants.Where(one => one.Id == row.MerchantId).Select(one => one.Name).FirstAsync(cancellation);
        var documents = await reading.Db.BlockDocuments.Where(one => one.OrderId == row.Id).OrderBy(one => one.UploadedAtUtc)
            .ToListAsync(cancellation);
        return BlockOrderView.Of(row, name) with
        {
            Documents = documents.ConvertAll(one =>
                new BlockDocumentView(one.FileId, one.FileName, one.MediaType, one.SizeBytes, one.Sha256, one.UploadedAtUtc)),
        };
    }

    private static async Task<HashSet<Guid?>> RefundedAsync(BackofficeDbContext db, IEnumerable<BlockOrder> orders,
        CancellationToken cancellation)
    {
        // Only a buy that came to nothing can have one.
        var ids = orders.Where(row => row is { Side: TradeSide.Buy, Status: BlockOrderStatus.Canceled or BlockOrderStatus.RejectedBySelf })
            .Select(row => (Guid?)row.Id).ToList();
        return ids.Count == 0 ? []
            : await db.MerchantTransfers.Where(row => ids.Contains(row.OrderId)
                && (row.Type == BlockTrail.OnlineRefund || row.Type == BlockTrail.OfflineRefund)).Select(row => row.OrderId)
                .ToHashSetAsync(cancellation);
    }

    internal static Rate PriceOf(TradePair pair, CustomerSpread? spread, TradeSide side) => BlockPricing.Price(
        pair.Reference, side, side == TradeSide.Buy ? spread?.BuySpreadBps ?? pair.BuySpreadBps : spread?.SellSpreadBps
            ?? pair.SellSpreadBps, pair.PriceDecimals);
}

/// <summary>Which movements are wanted; 0 stands for all.</summary>
public sealed record TransferFilter(DateTime? FromUtc, DateTime? ToUtc, long? SubMerchantNumber, int Type, int State);
