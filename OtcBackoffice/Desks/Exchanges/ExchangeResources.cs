using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Exchanges;

/// <summary>The two resources of a quote.</summary>
public sealed record ExchangeLegs(FiatAccount Account, Wallet Wallet, Asset Usdc);

/// <summary>What a customer may exchange between: own fiat accounts, and own custodial wallets with their live balance.</summary>
public sealed class ExchangeResources(DeskGate gate, IChainNode chain, TimeProvider clock)
{
    private const string Eur = "EUR";

    /// <summary>The customer's active EUR accounts.</summary>
    public async Task<Result<IReadOnlyList<FiatAccountView>>> AccountsAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var rows = await reading.Db.FiatAccounts.Where(row => row.MerchantId == merchant && row.Currency == Eur
            && row.Status == FiatAccountStatus.Active)
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        var views = new List<FiatAccountView>(rows.Count);
        foreach (var row in rows)
        {
            var balance = await BalanceAsync(reading.Rows,
                new AccountKey(AccountFamily.MerchantAvailable, new AssetCode(row.Currency), row.MerchantId, row.Id), cancellation);
            views.Add(new FiatAccountView(row.Id, row.Label, row.Currency, row.Iban, row.BankName,
                DecimalText.Format(balance, ExchangePrice.EurScale), row.Status));
        }
        return views;
    }

    /// <summary>The customer's custodial wallets that have a USDC address.</summary>
    public async Task<Result<IReadOnlyList<ExchangeWalletView>>> WalletsAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var rows = await reading.Db.Wallets.Where(row => row.MerchantId == merchant && row.IsCustodial && row.IsActive)
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        return rows.Where(row => UsdcOf(row) is not null).Select(row => new ExchangeWalletView(row.Id, row.Label, row.Network, row.Address))
            .ToList();
    }

    /// <summary>The live USDC balance of one of the customer's wallets, read from the chain now; never an older number.</summary>
    public async Task<Result<ExchangeBalanceView>> WalletBalanceAsync(Guid walletId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ExchangeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var wallet = await FindWalletAsync(reading.Db, reading.Actor.MerchantId, walletId, cancellation);
        if (wallet is null || UsdcOf(wallet) is not { } usdc)
        {
            return new DomainError(ErrorCode.WalletNotFound, "There is no such wallet.");
        }
        return await LiveAsync(wallet, usdc, cancellation) is { } minor
            ? new ExchangeBalanceView(wallet.Id, wallet.Network, usdc.Format(minor), clock.UtcNowMillis())
            : new DomainError(ErrorCode.BalanceUnavailable, "The live balance cannot be read now.");
    }

    /// <summary>Finds the two resources of a quote, or says by the documented code what is wrong with one of them.</summary>
    internal async Task<Result<ExchangeLegs>> LegsAsync(BackofficeDbContext db, Guid merchantId, QuoteExchange command,
        CancellationToken cancellation)
    {
        var isBuy = command.Side == ExchangeSide.Buy;
        var account = await db.FiatAccounts.FirstOrDefaultAsync(row => row.Id == command.FiatAccountId && row.MerchantId == merchantId,
            cancellation);
        var wallet = await FindWalletAsync(db, merchantId, command.WalletId, cancellation);
        var usdc = wallet is null ? null : UsdcOf(wallet);
        var faults = isBuy
            ? new[] { AccountFault(account, isBuy), WalletFault(wallet, usdc, isBuy) }
            : [WalletFault(wallet, usdc, isBuy), AccountFault(account, isBuy)];
        return faults.FirstOrDefault(fault => fault is not null) is { } first ? first : new ExchangeLegs(account!, wallet!, usdc!);
    }

    /// <summary>Why the wallet of a sell cannot pay, by its live balance and by what the books have free; null when it can.</summary>
    internal async Task<DomainError?> ShortageAsync(ReadSession rows, ExchangeLegs legs, long amountMinor, CancellationToken cancellation)
    {
        if (await LiveAsync(legs.Wallet, legs.Usdc, cancellation) is not { } live)
        {
            return new DomainError(ErrorCode.QuoteUnavailable, "The live balance of the wallet cannot be read now.");
        }
        var free = await BalanceAsync(rows,
            new AccountKey(AccountFamily.MerchantCustody, legs.Usdc.Code, legs.Wallet.MerchantId, legs.Wallet.Id), cancellation);
        return Math.Min(live, free) < amountMinor
            ? new DomainError(ErrorCode.SourceWalletInsufficient, "The wallet has less USDC free than the amount.")
            : null;
    }

    private async Task<long?> LiveAsync(Wallet wallet, Asset usdc, CancellationToken cancellation)
    {
        try
        {
            return (await chain.BalanceAsync(usdc.Network.Code, usdc.Symbol, wallet.Address, cancellation)).AvailableMinor;
        }
        catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException or TimeoutException)
        {
            return null;
        }
    }

    private static DomainError? AccountFault(FiatAccount? account, bool isBuy) => account switch
    {
        null => new DomainError(isBuy ? ErrorCode.SourceNotFound : ErrorCode.DestinationAccountNotFound, "There is no such account."),
        { Currency: not Eur } =>
            new DomainError(isBuy ? ErrorCode.SourceWrongCurrency : ErrorCode.DestinationAccountWrongCurrency,
            "The account is not in EUR."),
        { Status: not FiatAccountStatus.Active } =>
            new DomainError(isBuy ? ErrorCode.SourceInactive : ErrorCode.DestinationAccountInactive, "The account is inactive."),
        _ => null,
    };

    private static DomainError? WalletFault(Wallet? wallet, Asset? usdc, bool isBuy)
    {
        if (wallet is null)
        {
            return new DomainError(isBuy ? ErrorCode.DestinationNotFound : ErrorCode.SourceWalletNotFound, "There is no such wallet.");
        }
        return usdc is null ? new DomainError(isBuy ? ErrorCode.DestinationNoUsdcAddress : ErrorCode.SourceWalletNoUsdc,
            "The wallet has no USDC address.") : null;
    }

    private static Task<Wallet?> FindWalletAsync(BackofficeDbContext db, Guid? merchantId, Guid id, CancellationToken cancellation) =>
        db.Wallets.FirstOrDefaultAsync(row => row.Id == id && row.MerchantId == merchantId && row.IsCustodial && row.IsActive,
            cancellation);

    private static Asset? UsdcOf(Wallet wallet) => Asset.Find("USDC", wallet.Network);

    private static async Task<long> BalanceAsync(ReadSession rows, AccountKey account, CancellationToken cancellation) =>
        (await rows.ReadAsync("SELECT credit_minor - debit_minor FROM ledger_accounts WHERE key = @p0", row => row.GetInt64(0),
            cancellation, account.Text)).FirstOrDefault();
}
