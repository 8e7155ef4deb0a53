using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Search;

/// <summary>Finds payments and withdrawals of the gateway by their number or id, and by the merchant's own number for them.</summary>
internal static partial class GatewaySearch
{
    public static async Task FindAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        var see = new SearchSight(reading);
        if (Numbered().Match(asked) is { Success: true } match
            && long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var prefix = match.Groups[1].Value.ToUpperInvariant();
            hits.AddRange(prefix == "GWD" ? []
                : (await see.Payments.Where(row => row.Number == number).ToListAsync(cancellation)).Select(see.Hit));
            hits.AddRange(prefix == "GPY" ? []
                : (await see.GatewayWithdrawals.Where(row => row.Number == number).ToListAsync(cancellation)).Select(see.Hit));
        }
        if (Guid.TryParse(asked, out var id))
        {
            hits.AddRange((await see.Payments.Where(row => row.Id == id).ToListAsync(cancellation)).Select(see.Hit));
            hits.AddRange((await see.GatewayWithdrawals.Where(row => row.Id == id).ToListAsync(cancellation)).Select(see.Hit));
        }
        hits.AddRange((await see.Payments.Where(row => row.OrderId == asked).OrderByDescending(row => row.Number)
            .Take(SearchDesk.OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.GatewayWithdrawals.Where(row => row.CustomId == asked).Take(SearchDesk.OfKindMax)
            .ToListAsync(cancellation)).Select(see.Hit));
    }

    [GeneratedRegex(@"\A(?:(GPY|GWD)-?)?([0-9]{1,18})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
