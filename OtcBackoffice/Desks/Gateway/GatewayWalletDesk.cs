using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>A tenant's balances: every account, and what each holds.</summary>
public sealed record GatewayBalances(IReadOnlyList<GatewayWalletView> Wallets, IReadOnlyList<GatewayHolding> Holdings);

/// <summary>A transfer that was taken; it is booked a moment later.</summary>
public sealed record TakenTransfer(string TransferId);

/// <summary>The name of a sub-account that was made; answers are kept by it.</summary>
public sealed record CreatedWallet(string WalletId);

/// <summary>How a transfer history is cut.</summary>
public sealed record TransferFilter(GatewayPage Page, string? Status, string? Type, string? Currency);

/// <summary>Sub-accounts, balances and what moves between them. Foreign ids look like missing ones.</summary>
public sealed class GatewayWalletDesk(DeskTransaction transaction, DeskGate gate, GatewayEndpoints endpoints)
{
    private static readonly Actor Booker = Actor.System("gateway_booker");

    /// <summary>Makes a sub-account.</summary>
    public async Task<Result<GatewayWalletView>> CreateAsync(string? name, string? externalId, DeskKey? key, CancellationToken cancellation)
    {
        var created = await transaction.RunAsync<CreatedWallet>(new DeskCommand(Permission.GatewayOwn, key), async (work, token) =>
        {
            if (work.Actor.MerchantId is not { } merchantId)
            {
                return NoTenant();
            }
            if (externalId is not null
                && await work.Db.GatewayWallets.AnyAsync(row => row.MerchantId == merchantId && row.ExternalId == externalId, token))
            {
                return DomainError.Of(ErrorCode.AlreadyTaken, "external_id", "external_id belongs to another wallet of yours.");
            }
            var made = GatewayWallet.Make(work.NewId(), await work.NextNumberAsync("gateway_wallet", token), merchantId, name, externalId,
                work.Now);
            if (made.Failed(out var refused))
            {
                return refused;
            }
            work.Db.GatewayWallets.Add(made.Value);
            work.Audit(new AuditNote("gateway.wallet", "gateway_wallet", made.Value.Id) { MerchantId = merchantId,
                Changes = new { made.Value.Name, made.Value.ExternalId } });
            return new CreatedWallet(made.Value.WalletId);
        }, cancellation);
        return created.Failed(out var fault) ? fault : await GetAsync(created.Value.WalletId, cancellation);
    }

    /// <summary>The actor's sub-accounts.</summary>
    public async Task<Result<IReadOnlyList<GatewayWalletView>>> ListAsync(CancellationToken cancellation)
    {
        var balances = await BalancesAsync(cancellation);
        return balances.Failed(out var refused)
            ? refused
            : balances.Value.Wallets.ToList();
    }

    /// <summary>One sub-account by its number or by <c>w_...</c>.</summary>
    public async Task<Result<GatewayWalletView>> GetAsync(string id, CancellationToken cancellation) => One(await ListAsync(cancellation),
        wallet => wallet.WalletId == id || wallet.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == id);

    /// <summary>One sub-account by <c>w_...</c> or by the tenant's own id.</summary>
    public async Task<Result<GatewayWalletView>> FindAsync(string? walletId, string? externalId, CancellationToken cancellation)
    {
        if (walletId is null == externalId is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "wallet_id", "Send wallet_id or external_id.");
        }
        return One(await ListAsync(cancellation),
            wallet => walletId is null ? wallet.ExternalId == externalId : wallet.WalletId == walletId);
    }

    /// <summary>Every balance of the actor's tenant, as the ledger has it.</summary>
    public async Task<Result<GatewayBalances>> BalancesAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.GatewayOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (reading.Actor.MerchantId is not { } merchantId)
        {
            return NoTenant();
        }
        var wallets = await reading.Db.GatewayWallets.Where(row => row.MerchantId == merchantId).OrderBy(row => row.Number)
            .ToListAsync(cancellation);
        var holdings = await GatewayAccounts.OfAsync(reading.Db, merchantId, cancellation);
        return new GatewayBalances(wallets.ConvertAll(wallet => GatewayWalletView.Of(wallet, holdings)), holdings);
    }

    /// <summary>What the desk earned from the actor's tenant.</summary>
    public async Task<Result<IReadOnlyList<GatewayFee>>> FeesAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.GatewayOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (reading.Actor.MerchantId is not { } merchantId)
        {
            return NoTenant();
        }
        return await GatewayAccounts.FeesAsync(reading.Db, merchantId, cancellation);
    }

    /// <summary>The history of the tenant's balances, newest first.</summary>
    public async Task<Result<GatewayRows<GatewayHistoryView>>> HistoryAsync(GatewayPage page, GatewayCoin? coin, string? type,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(page);
        var opened = await gate.OpenAsync(Permission.GatewayOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchantId = reading.Actor.MerchantId;
        var asset = coin?.Asset.Code.Text;
        var rows = reading.Db.GatewayHistory.Where(row => row.MerchantId == merchantId && (asset == null || row.Asset == asset)
            && (type == null || row.Type == type));
        var total = await rows.CountAsync(cancellation);
        var found = await rows.OrderByDescending(row => row.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(cancellation);
        return new GatewayRows<GatewayHistoryView>(found.ConvertAll(GatewayHistoryView.Of), total, page);
    }

    /// <summary>Takes a transfer: the funds are locked before the answer, and booked a moment later.</summary>
    public Task<Result<TakenTransfer>> TransferAsync(CreateGatewayTransfer command, TransferDirection direction, DeskKey? key,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return transaction.RunAsync<TakenTransfer>(new DeskCommand(Permission.GatewayOwn, key), async (work, token) =>
        {
            if (GatewayCoin.Find(command.Currency) is not { } coin)
            {
                return UnknownCoin();
            }
            if (!coin.TryParse(command.Amount, out var minor))
            {
                return BadAmount("amount", coin);
            }
            var wallet = await WalletAsync(work, command.WalletId, command.ExternalId, token);
            if (wallet.Failed(out var missing))
            {
                return missing;
            }
            var callback = await endpoints.ForAsync(work, command.CallbackUrl, token);
            if (callback.Failed(out var target))
            {
                return target;
            }
            var transfer = GatewayTransfer.Ask(work.NewId(), await work.NextNumberAsync("gateway_transfer", token), wallet.Value, direction,
                coin, minor, work.Now);
            if (callback.Value is { } endpoint)
            {
                transfer.CallBack(command.CallbackUrl!, endpoint);
            }
            if (await ShortageAsync(work, coin, transfer.MerchantId, transfer.FromPart, minor, token) is { } shortage)
            {
                return shortage;
            }
            work.Db.GatewayTransfers.Add(transfer);
            work.Post(GatewayJournal.Locked(transfer));
            RecordTrail.Record(work, transfer, "ask", null, null,
                new { transfer.WalletId, transfer.Direction, Amount = coin.Format(minor), coin.Code });
            return new TakenTransfer(transfer.TransferId);
        }, cancellation);
    }

    /// <summary>Books what was taken. Answers how many.</summary>
    public async Task<int> BookAsync(CancellationToken cancellation)
    {
        var listed = await transaction.RunAsAsync<List<Guid>>(Booker, new DeskCommand(null), async (work, token) => await work.Db.GatewayTransfers.AsNoTracking()
            .Where(row => row.Status == GatewayTransferStatus.Pending).OrderBy(row => row.CreatedAtUtc).Select(row => row.Id).Take(200)
            .ToListAsync(token), cancellation);
        var booked = 0;
        foreach (var id in listed.IsSuccess ? listed.Value : [])
        {
            var done = await transaction.RunAsAsync<TakenTransfer>(Booker, new DeskCommand(null), (work, token) => BookAsync(work, id, token), cancellation);
            booked += done.IsSuccess ? 1 : 0;
        }
        return booked;
    }

    /// <summary>The transfers of a sub-account, newest first.</summary>
    public async Task<Result<(GatewayWalletView Wallet, GatewayRows<GatewayTransferView> Transfers)>> TransfersAsync(
        string? walletId, string? externalId, TransferFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var opened = await gate.OpenAsync(Permission.GatewayOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var found = await WalletAsync(reading.Db, reading.Actor.MerchantId, walletId, externalId, cancellation);
        if (found.Failed(out var missing))
        {
            return missing;
        }
        GatewayTransferStatus? status = null;
        TransferDirection? direction = null;
        if (filter.Status is { } named && (status = Names.TryParse<GatewayTransferStatus>(named, out var known) ? known : null) is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "status", "status must be pending, completed or failed.");
        }
        if (filter.Type is { } type && (direction = Names.TryParse<TransferDirection>(type, out var way) ? way : null) is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "transfer_type", "transfer_type must be to_sub or to_master.");
        }
        if (filter.Currency is not null && GatewayCoin.Find(filter.Currency) is null)
        {
            return UnknownCoin();
        }
        var (wallet, asset) = (found.Value, GatewayCoin.Find(filter.Currency)?.Asset.Code.Text);
        var rows = reading.Db.GatewayTransfers.Where(row => row.WalletId == wallet.Id && (status == null || row.Status == status)
            && (direction == null || row.Direction == direction) && (asset == null || row.Asset == asset));
        var total = await rows.CountAsync(cancellation);
        var page = await rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Skip(filter.Page.Offset)
            .Take(filter.Page.Limit).ToListAsync(cancellation);
        return (GatewayWalletView.Of(wallet, []),
            new GatewayRows<GatewayTransferView>(page.ConvertAll(GatewayTransferView.Of), total, filter.Page));
    }

    internal static async Task<Result<GatewayWallet>> WalletAsync(DeskWork work, string? walletId, string? externalId,
        CancellationToken cancellation) =>
        await WalletAsync(work.Db, work.Actor.MerchantId, walletId, externalId, cancellation);

    internal static async Task<DomainError?> ShortageAsync(DeskWork work, GatewayCoin coin, Guid merchantId, Guid? part, long minor,
        CancellationToken cancellation)
    {
        var available = await work.CreditBalanceAsync(GatewayJournal.Available(coin.Asset.Code.Text, merchantId, part), cancellation);
        return available < minor
            ? DomainError.Of(ErrorCode.InsufficientFunds, "amount",
                $"{coin.Format(available)} {coin.Code} is available, and {coin.Format(minor)} is needed.")
            : null;
    }

    internal static DomainError UnknownCoin(string field = "currency") =>
        DomainError.Of(ErrorCode.AssetUnknown, field,
            $"{field} must be one of {string.Join(", ", GatewayCoin.All.Select(coin => coin.Code))}.");

    internal static DomainError BadAmount(string field, GatewayCoin coin) =>
        DomainError.Of(ErrorCode.InvalidAmount, field, $"{field} must be plain digits above zero with at most {coin.InputScale} decimals.");

    internal static DomainError NoTenant() => new(ErrorCode.Forbidden, "Only a tenant of the gateway can do this.");

    private static async Task<Result<GatewayWallet>> WalletAsync(
        BackofficeDbContext db, Guid? merchantId, string? walletId, string? externalId, CancellationToken cancellation)
    {
        if (walletId is null == externalId is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "wallet_id", "Send wallet_id or external_id.");
        }
        var id = GatewayWallet.IdOf(walletId);
        var wallet = await db.GatewayWallets.FirstOrDefaultAsync(row => row.MerchantId == merchantId
            && (walletId == null ? row.ExternalId == externalId : row.Id == id), cancellation);
        return wallet is null ? DomainError.Missing("wallet") : wallet;
    }

    private static Result<GatewayWalletView> One(Result<IReadOnlyList<GatewayWalletView>> all, Func<GatewayWalletView, bool> isIt)
    {
        if (all.Failed(out var refused))
        {
            return refused;
        }
        return all.Value.FirstOrDefault(view => isIt(view)) is { } found ? found : DomainError.Missing("wallet");
    }

    private static async Task<Result<TakenTransfer>> BookAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var transfer = await work.Db.GatewayTransfers.FirstAsync(row => row.Id == id, cancellation);
        var from = transfer.StatusName;
        if (transfer.Complete(work.Now).Failed(out var wrong))
        {
            return wrong;
        }
        work.Post(GatewayJournal.Completed(transfer));
        GatewayTrail.History(work, GatewayHistoryTypes.TransferOut, transfer.MerchantId, transfer.FromPart, transfer.Asset,
            -transfer.AmountMinor, transfer.Id, transfer.TransferId);
        GatewayTrail.History(work, GatewayHistoryTypes.TransferIn, transfer.MerchantId, transfer.ToPart, transfer.Asset,
            transfer.AmountMinor, transfer.Id, transfer.TransferId);
        RecordTrail.Record(work, transfer, "complete", from);
        await GatewayTrail.TellAsync(work, transfer, from, cancellation);
        return new TakenTransfer(transfer.TransferId);
    }
}
