using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Desks.Merchants;

/// <summary>A merchant as it is shown.</summary>
public sealed record MerchantView(Guid Id, string Name, Guid? ParentId, bool IsActive, DateTime CreatedAtUtc, int Version)
{
    /// <summary>The master's name of a sub-vendor.</summary>
    public string? ParentName { get; init; }

    /// <summary>What a reviewer should know of the name, such as another one that it looks like; empty when nothing.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Whether the account is verified, which signing keys need.</summary>
    public bool IsVerified { get; init; }

    internal static MerchantView Of(Merchant row) =>
        new(row.Id, row.Name, row.ParentId, row.IsActive, row.CreatedAtUtc, row.Version) { IsVerified = row.IsVerified };
}

/// <summary>A wallet as it is shown.</summary>
public sealed record WalletView(Guid Id, Guid MerchantId, string Network, string Address, string Label, bool IsDefault, bool IsCustodial,
    bool IsActive, DateTime CreatedAtUtc, int Version)
{
    /// <summary>Whose it is, where that may be somebody else than the merchant asked about.</summary>
    public string OwnerName { get; init; } = "";

    internal static WalletView Of(Wallet row) =>
        new(row.Id, row.MerchantId, row.Network, row.Address, row.Label, row.IsDefault, row.IsCustodial, row.IsActive, row.CreatedAtUtc,
        row.Version);
}

/// <summary>A wallet as somebody asks for it; null leaves a field as it is.</summary>
public sealed record WalletFields(string? Network, string? Address, string? Label, bool? IsDefault, bool? IsActive)
{
    /// <summary>Who owns it, where that is not the merchant itself.</summary>
    public TravelPerson? Owner { get; init; }
}

/// <summary>Merchants, their sub-vendors and their wallets.</summary>
public sealed class MerchantDesk(DeskTransaction transaction, DeskGate gate, ScreeningGate screening, TravelRule travel)
{
    /// <summary>Every merchant by name.</summary>
    public async Task<Result<IReadOnlyList<MerchantView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.MerchantRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.Merchants.OrderBy(row => row.Name).Take(1_000).ToListAsync(cancellation);
        var names = rows.ToDictionary(row => row.Id, row => row.Name);
        return rows.ConvertAll(row =>
            MerchantView.Of(row) with { ParentName = row.ParentId is { } parent ? names.GetValueOrDefault(parent) : null });
    }

    /// <summary>What the list of merchants can be asked.</summary>
    public static ListRules<MerchantView> Rules => MerchantList.Shape;

    /// <summary>A page of the merchants.</summary>
    public async Task<Result<ListPage<MerchantView>>> ListAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.MerchantRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var page = await MerchantList.Shape.CutAsync(reading.Db.Merchants, ask, new ListMoment(reading.Db, DateTime.UnixEpoch),
            cancellation);
        var parents = page.Rows.Select(row => row.ParentId).OfType<Guid>().ToList();
        var names = await reading.Db.Merchants.Where(row => parents.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        return page.With(page.Rows.Select(row =>
            MerchantView.Of(row) with { ParentName = row.ParentId is { } parent ? names.GetValueOrDefault(parent) : null }).ToList());
    }

    /// <summary>One merchant: any for staff, its own and its sub-vendors for a merchant.</summary>
    public async Task<Result<MerchantView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await FindAsync(reading, id, cancellation);
        return row is null ? DomainError.Missing("merchant")
            : MerchantView.Of(row) with { Mark = await reading.Db.NameKeys.Where(one => one.EntityId == id).Select(one => one.Mark)
                .FirstOrDefaultAsync(cancellation) ?? "" };
    }

    private static DomainError Taken => DomainError.Of(ErrorCode.AlreadyTaken, "name", "There is a merchant of this name already.");

    /// <summary>Enters the names of merchants that were there before names had keys; at every start.</summary>
    public Task<Result<int>> EnterNamesAsync(CancellationToken cancellation) => transaction.RunAsAsync<int>(
        Actor.System("names"), new DeskCommand(null), async (work, token) => await NameBook.EnterAsync(work, token), cancellation);

    /// <summary>Takes on a merchant or a sub-vendor.</summary>
    public Task<Result<MerchantView>> CreateAsync(string? name, Guid? parentId, CancellationToken cancellation) =>
        transaction.RunAsync<MerchantView>(new DeskCommand(Permission.MerchantEdit), async (work, token) =>
        {
            if (parentId is { } parent && !await work.Db.Merchants.AnyAsync(row => row.Id == parent && row.ParentId == null, token))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "parent_id", "parent_id must be a master merchant.");
            }
            var made = Merchant.Create(work.NewId(), name, parentId, work.Now);
            if (made.Failed(out var refused))
            {
                return refused;
            }
            var merchant = made.Value;
            var named = await NameBook.TakeAsync(work, NameBook.Merchants, merchant.Id, merchant.Name, Taken, token);
            if (named.Failed(out var taken))
            {
                return taken;
            }
            work.Db.Merchants.Add(merchant);
            var view = MerchantView.Of(merchant) with { Mark = named.Value };
            work.Audit(new AuditNote("merchant.create", "merchant", merchant.Id) { MerchantId = merchant.Id,
                Changes = new { After = view } });
            return view;
        }, cancellation);

    /// <summary>Renames or (de)activates a merchant, or says that its account is verified.</summary>
    public Task<Result<MerchantView>> ChangeAsync(Guid id, string? name, bool? isActive, bool? isVerified,
        CancellationToken cancellation) =>
        transaction.RunAsync<MerchantView>(new DeskCommand(Permission.MerchantEdit), async (work, token) =>
        {
            var merchant = await work.Db.Merchants.FirstOrDefaultAsync(row => row.Id == id, token);
            if (merchant is null)
            {
                return DomainError.Missing("merchant");
            }
            var before = MerchantView.Of(merchant);
            if (merchant.Change(name, isActive, isVerified).Failed(out var refused))
            {
                return refused;
            }
            var named = await NameBook.TakeAsync(work, NameBook.Merchants, id, merchant.Name, Taken, token);
            if (named.Failed(out var taken))
            {
                return taken;
            }
            var view = MerchantView.Of(merchant) with { Mark = named.Value };
            work.Audit(new AuditNote("merchant.change", "merchant", id) { MerchantId = id,
                Changes = new { Before = before, After = view } });
            return view;
        }, cancellation);

    /// <summary>The wallets of a merchant; a merchant reads its own and its sub-vendors'.</summary>
    public async Task<Result<IReadOnlyList<WalletView>>> WalletsAsync(Guid merchantId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (await FindAsync(reading, merchantId, cancellation) is null)
        {
            return DomainError.Missing("merchant");
        }
        var rows = await reading.Db.Wallets.Where(row => row.MerchantId == merchantId).OrderBy(row => row.Network)
            .ThenBy(row => row.CreatedAtUtc).ToListAsync(cancellation);
        return rows.ConvertAll(WalletView.Of);
    }

    /// <summary>The wallets that the actor's merchant may be paid to: its own and its sub-vendors'.</summary>
    public async Task<Result<IReadOnlyList<WalletView>>> OwnWalletsAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.WalletOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var own = reading.Actor.MerchantId;
        var rows = await reading.Db.Wallets
            .Where(row => reading.Db.Merchants.Any(merchant => merchant.Id == row.MerchantId && own != null
                && (merchant.Id == own || merchant.ParentId == own)))
            .OrderBy(row => row.Network).ThenBy(row => row.CreatedAtUtc).ToListAsync(cancellation);
        return rows.ConvertAll(WalletView.Of);
    }

    /// <summary>Where a merchant's deposits may pay out to: its own active wallets and its sub-vendors', with whose they are.</summary>
    public async Task<Result<IReadOnlyList<WalletView>>> PayoutWalletsAsync(Guid merchantId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.MerchantRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var owners = await reading.Db.Merchants.Where(row => row.Id == merchantId || row.ParentId == merchantId)
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        var ids = owners.Keys.ToList();
        var rows = await reading.Db.Wallets.Where(row => ids.Contains(row.MerchantId) && row.IsActive).OrderBy(row => row.Network)
            .ThenBy(row => row.CreatedAtUtc).ToListAsync(cancellation);
        return rows.ConvertAll(row => WalletView.Of(row) with { OwnerName = owners[row.MerchantId] });
    }

    /// <summary>Adds a wallet; the address is checked for its network.</summary>
    public async Task<Result<WalletView>> AddWalletAsync(Guid merchantId, WalletFields fields, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var added = await AddWalletUnaskedAsync(merchantId, fields, cancellation);
        if (added.IsSuccess)
        {
            // A hit opens a case and is nobody's business but the desk's: the wallet is there, and nothing is paid to it before two let it
            // pass.
            var wallet = added.Value;
            await screening.AskAsync(
                new ScreeningAsk(new ScreenedRecord("wallet", wallet.Id, wallet.Label),
                [ScreeningSubject.Address(wallet.Network, wallet.Address)]), cancellation);
        }
        return added;
    }

    private Task<Result<WalletView>> AddWalletUnaskedAsync(Guid merchantId, WalletFields fields, CancellationToken cancellation) =>
        transaction.RunAsync<WalletView>(new DeskCommand(Permission.MerchantEdit), async (work, token) =>
        {
            if (!await work.Db.Merchants.AnyAsync(row => row.Id == merchantId, token))
            {
                return DomainError.Missing("merchant");
            }
            if (Network.Find(fields.Network) is not { } network)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "network", "network is not one that the desk knows.");
            }
            var check = AddressFormat.Check(network.Code, fields.Address ?? "");
            if (!check.IsValid)
            {
                return DomainError.Of(ErrorCode.AddressInvalid, "address", check.Reason ?? "The address is not valid on its network.");
            }
            if (await PayoutGuard.NeverAsync(work.Db, network.Code, check.Canonical!, token) is { } never)
            {
                return DomainError.Of(ErrorCode.AddressInvalid, "address", never);
            }
            if (await work.Db.Wallets.AnyAsync(row => row.MerchantId == merchantId && row.Network == network.Code
                && row.Address == check.Canonical, token))
            {
                return DomainError.Of(ErrorCode.WalletExists, "address", "The merchant has this address already.");
            }
            var wallet = Wallet.Create(work.NewId(), merchantId, network.Code, check.Canonical!, fields.Label, fields.IsDefault ?? false,
                isCustodial: false, work.Now);
            await KeepOneDefaultAsync(work, wallet, token);
            work.Db.Wallets.Add(wallet);
            if (fields.Owner is { } owner && await TravelBook.KeepOwnerAsync(work, travel, wallet.Id, owner, token) is { } unfit)
            {
                return unfit;
            }
            work.Audit(new AuditNote("wallet.create", "wallet", wallet.Id) { MerchantId = merchantId,
                Changes = new { After = WalletView.Of(wallet) } });
            return WalletView.Of(wallet);
        }, cancellation);

    /// <summary>Relabels a wallet, makes it the default, or retires it. The address never changes.</summary>
    public Task<Result<WalletView>> ChangeWalletAsync(Guid merchantId, Guid walletId, WalletFields fields,
        CancellationToken cancellation) =>
        transaction.RunAsync<WalletView>(new DeskCommand(Permission.MerchantEdit), async (work, token) =>
        {
            var wallet = await work.Db.Wallets.FirstOrDefaultAsync(row => row.Id == walletId && row.MerchantId == merchantId, token);
            if (wallet is null)
            {
                return DomainError.Missing("wallet");
            }
            if (fields.Address is not null || fields.Network is not null)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "address", "The address of a wallet is fixed. Add another wallet.");
            }
            var before = WalletView.Of(wallet);
            wallet.Change(fields.Label, fields.IsDefault, fields.IsActive);
            if (fields.Owner is { } owner && await TravelBook.KeepOwnerAsync(work, travel, walletId, owner, token) is { } unfit)
            {
                return unfit;
            }
            await KeepOneDefaultAsync(work, wallet, token);
            work.Audit(new AuditNote("wallet.change", "wallet", walletId) { MerchantId = merchantId,
                Changes = new { Before = before, After = WalletView.Of(wallet) } });
            return WalletView.Of(wallet);
        }, cancellation);

    private static async Task KeepOneDefaultAsync(DeskWork work, Wallet wallet, CancellationToken cancellation)
    {
        if (!wallet.IsDefault)
        {
            return;
        }
        var others = await work.Db.Wallets.Where(row => row.MerchantId == wallet.MerchantId && row.Network == wallet.Network
            && row.IsDefault && row.Id != wallet.Id).ToListAsync(cancellation);
        others.ForEach(other => other.Change(null, isDefault: false, null));
    }

    private static Task<Merchant?> FindAsync(DeskReading reading, Guid id, CancellationToken cancellation)
    {
        if (reading.Actor.May(Permission.MerchantRead))
        {
            return reading.Db.Merchants.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        }
        var own = reading.Actor.MerchantId;
        return reading.Db.Merchants.FirstOrDefaultAsync(row => row.Id == id && own != null && (row.Id == own || row.ParentId == own),
            cancellation);
    }
}
