using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Treasury;

/// <summary>What the desk has and owes of one asset on one network.</summary>
public sealed record LiquidityLine(
    string Network, string Asset, string Address, string OnChainBalance, string ConfirmedNotCredited, string UnsignedProposals,
    string InFlight, string PricedQuotes,
    string HeldForMerchants, string Available, bool IsShort, DateTime? AsOfUtc, bool IsStale)
{
    /// <summary>The least that shall be free, or null where treasury set none.</summary>
    public string? Minimum { get; init; }

    /// <summary>Whether less than the minimum is free.</summary>
    public bool IsBelow { get; init; }
}

/// <summary>The desk's liquidity. Reading the chain is slow and limited in rate, so a balance is kept with its time.</summary>
public sealed class LiquidityDesk(DeskTransaction transaction, DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts,
    IChainNode chain, TimeProvider clock)
{
    /// <summary>The chain is asked at most this often; a refresh inside it answers what is known.</summary>
    public const int RefreshSecondsMin = 10;

    private const int StaleSeconds = 300;

    /// <summary>The lines of a network, or of all; <paramref name="refresh"/> asks the chain first when that is not too soon.</summary>
    public async Task<Result<IReadOnlyList<LiquidityLine>>> ReadAsync(string? network, bool refresh, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.TreasuryRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var only = network is null ? null : Network.Find(network);
        if (network is not null && only is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "network", "network is not one that the desk knows.");
        }
        if (refresh)
        {
            await RefreshAsync(only?.Code, cancellation);
        }
        return await LinesAsync(reading.Db, only?.Code, cancellation);
    }

    /// <summary>Reads the chain for every treasury wallet whose balance is not fresh; answers how many were read.</summary>
    public async Task<int> RefreshAsync(string? network, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var wallets = await db.TreasuryWallets.AsNoTracking().Where(row => row.IsActive && (network == null || row.Network == network))
            .ToListAsync(cancellation);
        var known = await db.LiquiditySnapshots.AsNoTracking().ToListAsync(cancellation);
        var now = clock.UtcNowMillis();
        var read = 0;
        foreach (var wallet in wallets)
        {
            foreach (var asset in Asset.All.Where(asset => asset.Network.Code == wallet.Network))
            {
                var last = known.FirstOrDefault(row => row.TreasuryWalletId == wallet.Id && row.Asset == asset.Code.Text);
                if (!(last?.AsOfUtc > now.AddSeconds(-RefreshSecondsMin))
                    && await ReadChainAsync(wallet, asset, cancellation) is { } balance)
                {
                    await KeepAsync(wallet.Id, asset.Code.Text, balance, cancellation);
                    read++;
                }
            }
        }
        return read;
    }

    private async Task<long?> ReadChainAsync(TreasuryWallet wallet, Asset asset, CancellationToken cancellation)
    {
        try
        {
            return (await chain.BalanceAsync(wallet.Network, asset.Symbol, wallet.Address, cancellation)).ConfirmedMinor;
        }
        catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException)
        {
            // An old balance with its time is honest; a made-up zero would not be.
            return null;
        }
    }

    private Task<Result<Unit>> KeepAsync(Guid walletId, string asset, long balanceMinor, CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Actor.System("liquidity_refresh"), new DeskCommand(null), (work, _) =>
        {
            work.Session.Queue(
                "INSERT INTO liquidity_snapshots (treasury_wallet_id, asset, balance_minor, as_of_utc) VALUES (@p0, @p1, @p2, @p3) "
                + "ON CONFLICT (treasury_wallet_id, asset) DO UPDATE SET balance_minor = @p2, as_of_utc = @p3", walletId, asset,
                balanceMinor, work.Now);
            work.Touch(Topics.Liquidity, walletId);
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);

    private async Task<List<LiquidityLine>> LinesAsync(BackofficeDbContext db, string? network, CancellationToken cancellation)
    {
        var wallets = await db.TreasuryWallets.Where(row => row.IsActive && (network == null || row.Network == network))
            .OrderBy(row => row.Network).ToListAsync(cancellation);
        var balances = await db.LiquiditySnapshots.ToListAsync(cancellation);
        var confirmed = await SumAsync(db.Deposits.Where(row => row.Status == DepositStatus.Confirmed && row.ProposalId == null),
            cancellation);
        var priced = await SumAsync(db.Deposits.Where(row => row.Status == DepositStatus.Priced || row.Status == DepositStatus.Pending),
            cancellation);
        var proposed = await db.Proposals.Where(row => row.Status == ProposalStatus.Open).GroupBy(row => row.Asset)
            .Select(group => new { group.Key, Sum = group.Sum(row => row.AmountMinor) })
            .ToDictionaryAsync(row => row.Key, row => row.Sum, cancellation);
        var inFlight = await db.Transfers.Where(row => row.Status != TransferStatus.Final && row.Status != TransferStatus.Failed
            && row.Status != TransferStatus.Voided).GroupBy(row => row.Asset)
            .Select(group => new { group.Key, Sum = group.Sum(row => row.AmountMinor) })
            .ToDictionaryAsync(row => row.Key, row => row.Sum, cancellation);
        var held = await MerchantClaims.AtAddressesAsync(db, [.. wallets.Select(row => row.Address)], cancellation);
        var minimums = await MinimumDesk.ReadAsync(db, cancellation);
        var stale = clock.UtcNowMillis().AddSeconds(-StaleSeconds);
        return
        [
            .. from wallet in wallets
               from asset in Asset.All.Where(asset => asset.Network.Code == wallet.Network)
               let known = balances.FirstOrDefault(row => row.TreasuryWalletId == wallet.Id && row.Asset == asset.Code.Text)
               select Line(wallet, asset, known, stale, minimums, new Promised(
                   confirmed.GetValueOrDefault(asset.Code.Text), proposed.GetValueOrDefault(asset.Code.Text),
                   inFlight.GetValueOrDefault(asset.Code.Text),
                   priced.GetValueOrDefault(asset.Code.Text), held.GetValueOrDefault(asset.Code.Text))),
        ];
    }

    private static LiquidityLine Line(TreasuryWallet wallet, Asset asset, LiquiditySnapshot? known, DateTime stale,
        Dictionary<string, long> minimums, Promised promised)
    {
        var balance = known?.BalanceMinor ?? 0;
        var available = balance - promised.ConfirmedMinor - promised.ProposedMinor - promised.InFlightMinor - promised.PricedMinor
            - promised.HeldMinor;
        return new LiquidityLine(wallet.Network, asset.Symbol, wallet.Address, asset.Format(balance), asset.Format(promised.ConfirmedMinor),
            asset.Format(promised.ProposedMinor), asset.Format(promised.InFlightMinor), asset.Format(promised.PricedMinor),
            asset.Format(promised.HeldMinor),
            asset.Format(available), available < 0, known?.AsOfUtc, known is null || known.AsOfUtc < stale)
        {
            Minimum = minimums.TryGetValue(asset.Code.Text, out var minimum) ? asset.Format(minimum) : null,
            IsBelow = minimum > 0 && available < minimum,
        };
    }

    private sealed record Promised(long ConfirmedMinor, long ProposedMinor, long InFlightMinor, long PricedMinor, long HeldMinor);

    private static Task<Dictionary<string, long>> SumAsync(IQueryable<Deposit> rows, CancellationToken cancellation) => rows
        .GroupBy(row => row.Asset).Select(group => new { group.Key, Sum = group.Sum(row => row.RequestedCryptoMinor ?? 0) })
        .ToDictionaryAsync(row => row.Key, row => row.Sum, cancellation);
}
