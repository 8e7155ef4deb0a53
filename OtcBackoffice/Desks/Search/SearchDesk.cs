using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Search;

/// <summary>Something that was found, and where it opens.</summary>
/// <param name="Kind">deposit, withdrawal, exchange, block_trade, receipt, payment, gateway_withdrawal, proposal, screening_case,
/// sub_merchant, request, merchant or person.</param>
/// <param name="Id">Its id.</param>
/// <param name="Number">What people call it.</param>
/// <param name="Title">One line that tells it from others.</param>
/// <param name="Href">The page it opens on.</param>
public sealed record SearchHit(string Kind, Guid Id, string Number, string Title, string Href);

/// <summary>
/// Finds a record by whatever somebody has in hand: its number, a reference, somebody's own number for it, a transaction, an address, the
/// end of an account, an amount that waits, the beginning of its id, the id of a request, a name or an e-mail (sentence W5). Every question
/// is answered by an index or over what is open, and nobody finds what he may not open.
/// </summary>
public sealed partial class SearchDesk(DeskGate gate)
{
    /// <summary>Longest text that is looked for.</summary>
    public const int LengthMax = 200;

    /// <summary>How many of one kind are shown.</summary>
    internal const int OfKindMax = 5;

    private const int LengthMin = 3, HitsMax = 20;

    // The first twelve digits of an id are its time: everything of one minute shares eight of them.
    private const int IdPrefixMin = 13, IdDigits = 32;

    /// <summary>Finds what the text means; nothing for one that is too short to mean something.</summary>
    public async Task<Result<IReadOnlyList<SearchHit>>> FindAsync(string? text, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var hits = new List<SearchHit>();
        if (text?.Trim() is { Length: >= LengthMin and <= LengthMax } asked)
        {
            await ByNumberAsync(reading, asked, hits, cancellation);
            await ByIdAsync(reading, asked, hits, cancellation);
            await ByReferenceAsync(reading, asked, hits, cancellation);
            await ChainSearch.FindAsync(reading, asked, hits, cancellation);
            await GatewaySearch.FindAsync(reading, asked, hits, cancellation);
            await PaperSearch.FindAsync(reading, asked, hits, cancellation);
            await ByAmountAsync(reading, asked, hits, cancellation);
            await ByNameAsync(reading, asked, hits, cancellation);
        }
        return hits.DistinctBy(hit => hit.Id).Take(HitsMax).ToList();
    }

    private static async Task ByNumberAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        if (Numbered().Match(asked) is not { Success: true } match
            || !long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return;
        }
        var prefix = match.Groups[1].Value.ToUpperInvariant();
        bool Means(string one) => prefix.Length == 0 || prefix == one;
        var see = new SearchSight(reading);
        if (Means("DEP"))
        {
            hits.AddRange((await see.Deposits.Where(row => row.Number == number).ToListAsync(cancellation)).Select(see.Hit));
        }
        if (Means("WDR"))
        {
            hits.AddRange((await see.Withdrawals.Where(row => row.Number == number).ToListAsync(cancellation)).Select(see.Hit));
        }
        if (Means("EXC"))
        {
            hits.AddRange((await see.Exchanges.Where(row => row.Number == number).ToListAsync(cancellation)).Select(see.Hit));
        }
        if (Means("BLK"))
        {
            hits.AddRange((await see.BlockOrders.Where(row => row.Number == number).ToListAsync(cancellation)).Select(see.Hit));
        }
        if (Means("RCP"))
        {
            hits.AddRange((await see.Receipts.Where(row => row.Number == number).ToListAsync(cancellation)).Select(see.Hit));
        }
    }

    private static async Task ByIdAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        var digits = asked.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length is < IdPrefixMin or > IdDigits || !digits.All(char.IsAsciiHexDigit))
        {
            return;
        }
        var (least, most) = (Guid.ParseExact(digits.PadRight(IdDigits, '0'), "N"), Guid.ParseExact(digits.PadRight(IdDigits, 'f'), "N"));
        var see = new SearchSight(reading);
        hits.AddRange((await see.Deposits.Where(row => row.Id >= least && row.Id <= most).Take(OfKindMax).ToListAsync(cancellation))
            .Select(see.Hit));
        hits.AddRange((await see.Withdrawals.Where(row => row.Id >= least && row.Id <= most).Take(OfKindMax).ToListAsync(cancellation))
            .Select(see.Hit));
        hits.AddRange((await see.Exchanges.Where(row => row.Id >= least && row.Id <= most).Take(OfKindMax).ToListAsync(cancellation))
            .Select(see.Hit));
        hits.AddRange((await see.Receipts.Where(row => row.Id >= least && row.Id <= most).Take(OfKindMax).ToListAsync(cancellation))
            .Select(see.Hit));
    }

    private static async Task ByReferenceAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        var see = new SearchSight(reading);
        if (ReferenceText.Key(asked) is { Length: >= ReferenceText.LengthMin } key)
        {
            hits.AddRange((await see.Deposits.Where(row => row.ReferenceKey == key).OrderByDescending(row => row.CreatedAtUtc)
                .Take(OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
            hits.AddRange((await see.Receipts.Where(row => row.Status == ReceiptStatus.Unmatched && row.ReferenceKey == key).Take(OfKindMax)
                .ToListAsync(cancellation)).Select(see.Hit));
        }
        hits.AddRange((await see.Receipts.Where(row => row.ExternalId == asked).Take(OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
    }

    private static async Task ByAmountAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        var plain = asked.Replace(",", "", StringComparison.Ordinal);
        if (!DecimalText.TryParse(plain, 2, out var minor) || minor == 0)
        {
            return;
        }
        var (db, see) = (reading.Db, new SearchSight(reading));
        var currencies = await db.FiatCurrencies.Where(row => row.FractionDigits == 2).Select(row => row.IsoCode).ToListAsync(cancellation);
        hits.AddRange((await see.Deposits.Where(row => row.Status == DepositStatus.Pending && currencies.Contains(row.FiatCurrency)
            && row.FiatAmountMinor == minor)
            .Take(OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.Receipts.Where(row => row.Status == ReceiptStatus.Unmatched && currencies.Contains(row.Asset)
            && row.RemainingMinor == minor)
            .Take(OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
    }

    // People and merchants are few; names are found by any part.
    private static async Task ByNameAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        var see = new SearchSight(reading);
        if (reading.Actor.May(Permission.MerchantRead))
        {
            hits.AddRange((await SearchNamesList.Merchants(reading.Db, asked).Take(OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
        }
        if (reading.Actor.May(Permission.PersonRead))
        {
            hits.AddRange((await SearchNamesList.People(reading.Db, asked).Take(OfKindMax)
                .Select(row => new { row.Id, row.DisplayName, row.Email }).ToListAsync(cancellation))
                .Select(row => new SearchHit("person", row.Id, row.DisplayName, $"{row.DisplayName}, {row.Email}", "/users")));
        }
    }

    [GeneratedRegex(@"\A(?:(DEP|WDR|EXC|BLK|RCP)-?)?([0-9]{1,18})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
