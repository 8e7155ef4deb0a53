using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What to look at twice about the address that a deposit pays out to.</summary>
internal static class AddressFlags
{
    public const string LookAlike = "look_alike", NewWallet = "new_wallet";

    /// <summary>A wallet younger than this needs a second person at the credit.</summary>
    public const int NewHours = 24;

    /// <summary>The flags of a deposit's payout address.</summary>
    public static async Task<IReadOnlyList<string>> ForAsync(BackofficeDbContext db, Deposit deposit, DateTime now,
        CancellationToken cancellation)
    {
        var flags = new List<string>();
        if (deposit.CreditedToAddress is { } address && await LooksLikeAnotherAsync(db, address, cancellation))
        {
            flags.Add(LookAlike);
        }
        if (await IsNewAsync(db, deposit, now, cancellation))
        {
            flags.Add(NewWallet);
        }
        return flags;
    }

    /// <summary>Whether the payout wallet was added less than a day ago.</summary>
    public static async Task<bool> IsNewAsync(BackofficeDbContext db, Deposit deposit, DateTime now, CancellationToken cancellation)
    {
        var since = now.AddHours(-NewHours);
        return deposit.ToWalletId is { } wallet
            && await db.Wallets.AnyAsync(row => row.Id == wallet && row.CreatedAtUtc > since, cancellation);
    }

    private static async Task<bool> LooksLikeAnotherAsync(BackofficeDbContext db, string address, CancellationToken cancellation)
    {
        var (head, tail) = AddressLook.Ends(address);
        var known = await db.Wallets.Where(row => row.Address != address && row.Address.StartsWith(head) && row.Address.EndsWith(tail))
            .Select(row => row.Address).Take(20).ToListAsync(cancellation);
        known.AddRange(await db.TreasuryWallets.IgnoreAutoIncludes().Where(row => row.Address != address && row.Address.StartsWith(head))
            .Select(row => row.Address).Take(20).ToListAsync(cancellation));
        return known.Exists(other => AddressLook.IsAlike(address, other));
    }
}
