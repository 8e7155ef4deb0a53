using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>What an amount of a receipt is worth in US cents, for caps.</summary>
internal static class ReceiptValue
{
    private const int QuotesMax = 50;

    /// <summary>The value by the newest quote of the desk, rounded up, or null when nobody can know it.</summary>
    public static async Task<long?> CentsAsync(DeskWork work, Receipt receipt, long minor, CancellationToken cancellation)
    {
        var (amount, asset) = (Math.Abs(minor), Asset.All.FirstOrDefault(one => one.Code.Text == receipt.Asset));
        if (asset is not null)
        {
            return asset.IsUsdStable ? UsdNotional.Cents("USD", amount, asset.Scale, null, null) : null;
        }
        var quotes = await work.Db.FxQuotes.AsNoTracking().Where(row => row.FiatCurrency == receipt.Asset && row.IsActive)
            .OrderByDescending(row => row.CreatedAtUtc).Take(QuotesMax).ToListAsync(cancellation);
        var stable = Asset.All.Where(one => one.IsUsdStable).ToDictionary(one => one.Code.Text);
        var quote = quotes.Find(row => stable.ContainsKey(row.Asset));
        return UsdNotional.Cents(receipt.Asset, amount, receipt.Scale, quote is null ? null : stable[quote.Asset], quote?.ReferenceRate);
    }
}
