using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Desks.Search;

/// <summary>Finds by the hash of a transaction and by an address, in whatever case it was copied.</summary>
internal static class ChainSearch
{
    private const int LengthMin = 20;

    public static async Task FindAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        // Whatever network it is of, it has letters and digits alone; what stands for any letter in a pattern is neither.
        if (asked.Length < LengthMin || !asked.All(char.IsAsciiLetterOrDigit))
        {
            return;
        }
        var spellings = Spellings(asked);
        await ByHashAsync(reading, spellings, hits, cancellation);
        await ByAddressAsync(reading, spellings, hits, cancellation);
    }

    // Hashes are kept in lower case, addresses in the one form that their network gives them.
    private static List<string> Spellings(string asked) => [.. new[] { asked, asked.ToLowerInvariant(),
        AddressFormat.Evm(asked).Canonical, AddressFormat.Bitcoin(asked).Canonical }.OfType<string>().Distinct(StringComparer.Ordinal)];

    private static async Task ByHashAsync(DeskReading reading, List<string> hashes, List<SearchHit> hits, CancellationToken cancellation)
    {
        var (db, see) = (reading.Db, new SearchSight(reading));
        var paid = await db.Transfers.Where(row => row.TxHash != null && hashes.Contains(row.TxHash)).Select(row => row.DepositId)
            .Take(SearchDesk.OfKindMax).ToListAsync(cancellation);
        hits.AddRange((await see.Deposits.Where(row => paid.Contains(row.Id)).ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.Exchanges.Where(row => row.TxHash != null && hashes.Contains(row.TxHash)).Take(SearchDesk.OfKindMax)
            .ToListAsync(cancellation)).Select(see.Hit));
        foreach (var hash in hashes)
        {
            hits.AddRange((await see.Receipts.Where(row => EF.Functions.Like(row.ExternalId, hash + ":%")).Take(SearchDesk.OfKindMax)
                .ToListAsync(cancellation)).Select(see.Hit));
        }
        var parts = await db.GatewayPaymentParts.Where(row => hashes.Contains(row.TxHash)).Select(row => row.PaymentId).Distinct()
            .Take(SearchDesk.OfKindMax).ToListAsync(cancellation);
        hits.AddRange((await see.Payments.Where(row => parts.Contains(row.Id)).ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.GatewayWithdrawals.Where(row => row.TxHash != null && hashes.Contains(row.TxHash))
            .Take(SearchDesk.OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
    }

    private static async Task ByAddressAsync(DeskReading reading, List<string> addresses, List<SearchHit> hits,
        CancellationToken cancellation)
    {
        var (db, see) = (reading.Db, new SearchSight(reading));
        hits.AddRange((await see.Payments.Where(row => addresses.Contains(row.Address)).OrderByDescending(row => row.Number)
            .Take(SearchDesk.OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.GatewayWithdrawals.Where(row => addresses.Contains(row.Address)).OrderByDescending(row => row.Number)
            .Take(SearchDesk.OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
        if (reading.Actor.May(Permission.MerchantRead))
        {
            var owners = await db.Wallets.Where(row => addresses.Contains(row.Address)).Select(row => row.MerchantId).Distinct()
                .Take(SearchDesk.OfKindMax).ToListAsync(cancellation);
            hits.AddRange((await db.Merchants.Where(row => owners.Contains(row.Id)).ToListAsync(cancellation)).Select(see.Hit));
        }
    }
}
