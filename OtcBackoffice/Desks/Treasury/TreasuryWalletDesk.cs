using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Treasury;

/// <summary>Somebody who signs.</summary>
public sealed record TreasurySignerView(Guid PersonId, string Name);

/// <summary>A treasury wallet as it is shown.</summary>
public sealed record TreasuryWalletView(Guid Id, string Name, string Network, string Address, int Threshold,
    IReadOnlyList<TreasurySignerView> Signers, bool IsActive);

/// <summary>What is said about a treasury wallet; null leaves a part as it is, and network and address never change.</summary>
public sealed record TreasuryWalletFields(string? Name, string? Network, string? Address, int? Threshold, IReadOnlyList<Guid>? Signers,
    bool? IsActive)
{
    /// <summary>Why a wallet is retired.</summary>
    public string? Reason { get; init; }
}

/// <summary>The wallets that the desk pays from: who adds and changes them never does it alone.</summary>
public sealed class TreasuryWalletDesk(DeskTransaction transaction, DeskGate gate, PolicyGate policy)
{
    private static readonly DeskCommand Edit = new(Permission.TreasuryEdit) { NeedsFreshSignIn = true };

    /// <summary>Every wallet, by network and name.</summary>
    public async Task<Result<IReadOnlyList<TreasuryWalletView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.TreasuryRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var wallets = await reading.Db.TreasuryWallets.Include(wallet => wallet.Signers).OrderBy(wallet => wallet.Network)
            .ThenBy(wallet => wallet.Name).ToListAsync(cancellation);
        var people = wallets.SelectMany(wallet => wallet.Signers).Select(signer => signer.PersonId).Distinct().ToList();
        var names = await reading.Db.Users.Where(user => people.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellation);
        return wallets.ConvertAll(wallet => View(wallet, names));
    }

    /// <summary>Whose signatures a wallet may ask for: everybody at the desk whose roles sign.</summary>
    public async Task<Result<IReadOnlyList<TreasurySignerView>>> SignersAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.TreasuryRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return (await Eligibility.StaffAsync(reading.Db, cancellation))
            .Where(person => PermissionTable.Allows(person.Roles, Permission.TreasurySign))
            .Select(person => new TreasurySignerView(person.Id, person.Name)).ToList();
    }

    /// <summary>Adds a wallet once a second admin agrees.</summary>
    public Task<Result<Decided<TreasuryWalletView>>> CreateAsync(TreasuryWalletFields fields, DateTime? effectiveAtUtc,
        CancellationToken cancellation) =>
        transaction.RunAsync<Decided<TreasuryWalletView>>(Edit,
            (work, token) => SaveAsync(work, work.NewId(), fields, effectiveAtUtc, token), cancellation);

    /// <summary>Changes a wallet once a second admin agrees.</summary>
    public Task<Result<Decided<TreasuryWalletView>>> ChangeAsync(Guid id, TreasuryWalletFields fields, DateTime? effectiveAtUtc,
        CancellationToken cancellation) =>
        transaction.RunAsync<Decided<TreasuryWalletView>>(Edit, async (work, token) =>
            await work.Db.TreasuryWallets.AnyAsync(wallet => wallet.Id == id, token)
                ? await SaveAsync(work, id, fields, effectiveAtUtc, token) : DomainError.Missing("treasury wallet"), cancellation);

    /// <summary>How a change runs when a second admin has agreed. A wallet that does not exist yet looks like nothing.</summary>
    internal CommandReplay Replay => CommandReplay.Of<TreasuryWalletFields, Decided<TreasuryWalletView>>(
        ApprovalOperation.TreasuryWalletChange, Permission.TreasuryEdit,
        async (work, id, token) => (await FindAsync(work, id, token))?.Look() ?? "",
        (work, id, fields, token) => SaveAsync(work, id, fields, null, token));

    private async Task<Result<Decided<TreasuryWalletView>>> SaveAsync(DeskWork work, Guid id, TreasuryWalletFields fields,
        DateTime? effectiveAtUtc, CancellationToken cancellation)
    {
        var known = await FindAsync(work, id, cancellation);
        var (before, look) = (known is null ? null : View(known, []), known?.Look() ?? "");
        if (fields.Signers is { } wanted && await MayNotSignAsync(work, wanted, cancellation) is { } unfit)
        {
            return unfit;
        }
        var saved = known is null ? await MakeAsync(work, id, fields, cancellation) : Changed(known, fields, look);
        if (saved.Failed(out var refused))
        {
            return refused;
        }
        var wallet = saved.Value;
        var ruled = await policy.RuleAsync(work,
            new PolicyCase(ApprovalOperation.TreasuryWalletChange, "treasury_wallet", id, look, wallet.Name)
        {
            Summary = before is null
                ? $"Add {wallet.Name} on {wallet.Network}, {wallet.Address}, {wallet.Threshold} of {wallet.Signers.Count} signatures."
                : $"{wallet.Name}: {ChangeWords.Of(before, View(wallet, []))}",
            Command = fields,
            EffectiveAtUtc = effectiveAtUtc,
        }, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            // It was only tried: nothing of it is kept until somebody agrees.
            Forget(work, wallet);
            return Decided<TreasuryWalletView>.Later(waiting);
        }
        if (known is null)
        {
            work.Db.TreasuryWallets.Add(wallet);
        }
        work.Audit(new AuditNote(known is null ? "treasury_wallet.create" : "treasury_wallet.change", "treasury_wallet", id)
        {
            Reason = fields.Reason,
            Changes = new { Before = before, After = View(wallet, []), work.Replaying?.ApprovalId, ApprovedBy = work.Replaying?.CheckerId },
        });
        work.Touch(Topics.Liquidity, id);
        return Decided<TreasuryWalletView>.Now(View(wallet, []));
    }

    private static async Task<Result<TreasuryWallet>> MakeAsync(DeskWork work, Guid id, TreasuryWalletFields fields,
        CancellationToken cancellation)
    {
        if (Network.Find(fields.Network) is not { } network)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "network", "network is not one of the catalogue.");
        }
        var checkedAddress = AddressFormat.Check(network.Code, fields.Address);
        if (!checkedAddress.IsValid)
        {
            return DomainError.Of(ErrorCode.AddressInvalid, "address", checkedAddress.Reason!);
        }
        if (PayoutWallet.ContractAt(network.Code, checkedAddress.Canonical!) is { } contract)
        {
            return DomainError.Of(ErrorCode.AddressInvalid, "address",
                $"The address is the contract of {contract.Symbol}; nobody has its keys.");
        }
        if (await work.Db.TreasuryWallets.AnyAsync(wallet => wallet.Network == network.Code && wallet.Address == checkedAddress.Canonical,
            cancellation))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "address", "The desk has this wallet already.");
        }
        var signers = fields.Signers?.Distinct().ToList() ?? [];
        if (string.IsNullOrWhiteSpace(fields.Name) || fields.Name.Trim().Length > TreasuryWallet.NameLengthMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "name",
                $"name is required and has at most {TreasuryWallet.NameLengthMax} characters.");
        }
        return fields.Threshold is { } threshold && threshold >= 2 && threshold <= signers.Count
            ? TreasuryWallet.Create(id, fields.Name.Trim(), network.Code, checkedAddress.Canonical!, threshold, signers, work.Now)
            : DomainError.Of(ErrorCode.InvalidRequest, "threshold",
                $"threshold is at least 2 and at most the number of signers, {signers.Count}.");
    }

    private static Result<TreasuryWallet> Changed(TreasuryWallet wallet, TreasuryWalletFields fields, string look)
    {
        if (fields.Network is not null || fields.Address is not null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, fields.Network is not null ? "network" : "address",
                "Network and address of a wallet never change; add another one.");
        }
        if (wallet.Change(fields.Name, fields.Threshold, fields.Signers, fields.IsActive).Failed(out var refused))
        {
            return refused;
        }
        return wallet.Look() == look
            ? new DomainError(ErrorCode.InvalidRequest,
            "Send at least one of name, threshold, signers and is_active with another value than it has.") : wallet;
    }

    private static async Task<DomainError?> MayNotSignAsync(DeskWork work, IReadOnlyList<Guid> people, CancellationToken cancellation)
    {
        var roles = PermissionTable.HoldersOf(Permission.TreasurySign).Select(role => Domain.Lifecycles.Names.Snake(role)).ToList();
        var fit = await work.Db.Users
            .Where(user => people.Contains(user.Id) && !user.IsDisabled
                && work.Db.UserRoles.Any(held => held.UserId == user.Id
                && work.Db.Roles.Any(role => role.Id == held.RoleId && roles.Contains(role.Name!))))
            .Select(user => user.Id).ToListAsync(cancellation);
        return people.All(fit.Contains) ? null
            : DomainError.Of(ErrorCode.InvalidRequest, "signers",
            $"Every signer must be somebody at the desk with one of the roles {string.Join(", ", roles)}.");
    }

    private static void Forget(DeskWork work, TreasuryWallet wallet)
    {
        foreach (var entry in work.Db.ChangeTracker.Entries()
            .Where(entry => entry.Entity == wallet || (entry.Entity is TreasurySigner signer && signer.TreasuryWalletId == wallet.Id))
            .ToList())
        {
            entry.State = EntityState.Detached;
        }
    }

    private static Task<TreasuryWallet?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        work.Db.TreasuryWallets.Include(wallet => wallet.Signers).FirstOrDefaultAsync(wallet => wallet.Id == id, cancellation);

    private static TreasuryWalletView View(TreasuryWallet wallet, Dictionary<Guid, string> names) => new(
        wallet.Id, wallet.Name, wallet.Network, wallet.Address, wallet.Threshold,
        [.. wallet.Signers.Select(signer => new TreasurySignerView(signer.PersonId, names.GetValueOrDefault(signer.PersonId, "")))],
            wallet.IsActive);
}
