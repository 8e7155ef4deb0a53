using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Pricing;

/// <summary>The price that holds now where the caller names none: the newest active profile and quote of a scope.</summary>
internal static class PriceShelf
{
    private const int LookedAtMax = 200;

    /// <summary>Profile and quote, or null when the desk has no price for the scope.</summary>
    public static async Task<(PricingProfile Profile, FxQuote Quote)?> NewestAsync(DeskWork work, PricingScope scope,
        CancellationToken cancellation)
    {
        var profiles = await work.Db.PricingProfiles.Where(row => row.FiatCurrency == scope.FiatCurrency && row.IsActive)
            .OrderByDescending(row => row.CreatedAtUtc).Take(LookedAtMax).ToListAsync(cancellation);
        var quotes = await work.Db.FxQuotes.Where(row => row.FiatCurrency == scope.FiatCurrency && row.IsActive)
            .OrderByDescending(row => row.CreatedAtUtc).Take(LookedAtMax).ToListAsync(cancellation);
        var profile = profiles.Find(row => row.Scope == scope);
        var quote = quotes.Find(row => row.Scope == scope && row.IsUsableAt(work.Now));
        return profile is null || quote is null ? null : (profile, quote);
    }
}
