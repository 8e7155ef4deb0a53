using System.Text.Json;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>What the block-trade room of the demo desk holds: markets, two verified sub-merchants per customer, and crypto to
/// sell.</summary>
internal static class DemoBlockTrades
{
    private const long LimitMinor = 100_000_000, UsdtMinor = 50_000_000_000;

    private static readonly (string Name, string Abbreviation, bool Buy, bool Sell)[] Countries =
        [("Mexico", "MX", true, true), ("Argentina", "AR", true, true), ("Brazil", "BR", true, true), ("Colombia", "CO", false, false),
            ("Hong Kong", "HK", false, true)];

    /// <summary>Countries, pairs, and what the first merchant gets better than the others.</summary>
    public static async Task AddMarketsAsync(DeskWork work, IReadOnlyList<(Guid Id, string Name)> merchants, CancellationToken cancellation)
    {
        for (var i = 0; i < Countries.Length; i++)
        {
            var (name, abbreviation, buy, sell) = Countries[i];
            work.Db.TradeCountries.Add(TradeCountry.Create(work.NewId(), name, abbreviation, buy, sell, (i + 1) * 10));
        }
        var usdt = Asset.Find("USDT", Network.Tron.Code)!.Code.Text;
        var mexico = TradePair.Create(work.NewId(), "Mexico", "MXN", "USDT", usdt, new Rate(1_999, 2), 40, 40, 4, 10);
        work.Db.TradePairs.Add(mexico);
        work.Db.TradePairs.Add(TradePair.Create(work.NewId(), "Mexico", "MXN", "USDC", Asset.Find("USDC", Network.Ethereum.Code)!.Code.Text,
            new Rate(1_999, 2), 40, 40, 4, 20));
        work.Db.TradePairs.Add(TradePair.Create(work.NewId(), "Argentina", "ARS", "USDT", usdt, new Rate(109_500, 2), 60, 60, 4, 30));
        work.Db.CustomerSpreads.Add(CustomerSpread.Create(work.NewId(), merchants[0].Id, mexico.Id, 35, 35));
        foreach (var (id, name) in merchants)
        {
            work.Post(OpeningJournal.MerchantCrypto(id, new Money(UsdtMinor, new AssetCode(usdt))));
            await AddSubMerchantsAsync(work, id, name, cancellation);
        }
    }

    private static async Task AddSubMerchantsAsync(DeskWork work, Guid merchantId, string name, CancellationToken cancellation)
    {
        var word = name.Split(' ')[0];
        var mexican = await AddAsync(work, merchantId, PaymentChannel.Clabe, $"{word} Mexico", $"mx.{word}@demo.local",
            """{"rfc":"ABC010203AB9"}""", cancellation);
        await AddAsync(work, merchantId, PaymentChannel.Cvu, $"{word} Argentina", $"ar.{word}@demo.local", """{"cuit":"20315085802"}""",
            cancellation);
        var config = PaymentConfig.Of(PaymentChannel.Clabe);
        var fields = config.Fields.Select(field =>
            field with { Text = field.IsAccount ? CheckDigits.MakeClabe("01218001504973308") : "BBVA" }).ToList();
        var method = PaymentMethod.Create(work.NewId(), await work.NextNumberAsync("payment_methods", cancellation), mexican, config,
            config.Name, "", mexican.Name,
            JsonSerializer.Serialize(fields, DeskJson.Options), "", work.Now);
        method.Decide(isVerified: true, "demo", Guid.Empty);
        work.Db.PaymentMethods.Add(method);
    }

    private static async Task<SubMerchant> AddAsync(DeskWork work, Guid merchantId, PaymentChannel channel, string name, string email,
        string details, CancellationToken cancellation)
    {
        var terms = new SubMerchantTerms(channel, name, email.ToLowerInvariant(), SubMerchantKind.Company, details, "");
        var made = SubMerchant.Create(work.NewId(), await work.NextNumberAsync("sub_merchants", cancellation), merchantId, terms,
            LimitMinor, work.Now);
        made.Decide(isVerified: true, "demo", Guid.Empty);
        work.Db.SubMerchants.Add(made);
        return made;
    }
}
