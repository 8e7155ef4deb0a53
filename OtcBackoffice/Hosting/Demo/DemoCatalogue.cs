using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Treasury;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>A demo merchant as it is planned.</summary>
internal sealed record DemoMerchantPlan(string Name, string SubVendor, string Email);

/// <summary>What stands in the demo desk.</summary>
internal static class DemoCatalogue
{
    private static readonly (string Code, string Name, int Digits, bool IsActive)[] Currencies =
    [
        ("KES", "Kenyan shilling", 2, true), ("USD", "US dollar", 2, true), ("EUR", "Euro", 2, true), ("MXN", "Mexican peso", 2, true),
        ("ARS", "Argentine peso", 2, true), ("JPY", "Japanese yen", 0, true), ("KWD", "Kuwaiti dinar", 3, true),
        ("XOF", "West African CFA franc", 0, false),
    ];

    public static readonly (string Email, string Name, Role[] Roles)[] Staff =
    [
        ("admin@demo.local", "Amina Admin", [Role.Admin]), ("admin2@demo.local", "Andrew Admin", [Role.Admin]),
        ("officer@demo.local", "Olivia Officer", [Role.OtcOfficer]), ("officer2@demo.local", "Omar Officer", [Role.OtcOfficer]),
        ("treasury@demo.local", "Tariq Treasury", [Role.Treasury]), ("treasury2@demo.local", "Thandi Treasury", [Role.Treasury]),
        ("auditor@demo.local", "Aisha Auditor", [Role.Auditor]),
    ];

    public static readonly DemoMerchantPlan[] Merchants =
        [new("Acacia Traders", "Acacia Kisumu", "acacia@demo.local"), new("Baobab Imports", "Baobab Mombasa", "baobab@demo.local")];

    public static void AddCurrenciesAndPrices(DeskWork work)
    {
        for (var i = 0; i < Currencies.Length; i++)
        {
            var (code, name, digits, isActive) = Currencies[i];
            work.Db.FiatCurrencies.Add(FiatCurrency.Create(work.NewId(), code, name, digits, (i + 1) * 10, isActive, work.Now).Value);
        }
        var reference = new Rate(12_950, 2);
        foreach (var side in Enum.GetValues<OtcType>())
        {
            foreach (var network in (Network[])[Network.Tron, Network.Ethereum])
            {
                var scope = new PricingScope(FlowType.B2b, side, Asset.Find("USDT", network.Code)!.Code.Text, "KES");
                var name = $"KES {(side == OtcType.Deposit ? "to" : "from")} USDT on {network.DisplayName}";
                var terms = new PricingProfileTerms(name, scope, FeeType.Percentage, 0, 25, null, null, 40, SettlementSide.Merchant, true);
                work.Db.PricingProfiles.Add(PricingProfile.Create(work.NewId(), terms, work.Now).Value);
                work.Db.FxQuotes.Add(FxQuote.Create(work.NewId(),
                    new FxQuoteTerms(scope, reference, null, 40, "demo desk", work.Now.AddYears(1), true), work.Now).Value);
            }
        }
    }

    public static void AddWallets(DeskWork work, Merchant merchant, Merchant subVendor, SandboxChain? sandbox)
    {
        Add(work, merchant, Network.Tron, SandboxAddress.Tron(merchant.Name), "Main TRON wallet", isDefault: true, isCustodial: false);
        Add(work, merchant, Network.Ethereum, SandboxAddress.Ethereum(merchant.Name), "Main Ethereum wallet", isDefault: true,
            isCustodial: false);
        Add(work, subVendor, Network.Tron, SandboxAddress.Tron(subVendor.Name), "TRON wallet", isDefault: true, isCustodial: false);
        var custody = Add(work, merchant, Network.Ethereum, SandboxAddress.Ethereum($"custody {merchant.Name}"), "Custodial USDC wallet",
            isDefault: false, isCustodial: true);
        var usdc = new Money(100_000_000_000, Asset.Find("USDC", Network.Ethereum.Code)!.Code);
        work.Post(OpeningJournal.MerchantCustody(custody.Id, merchant.Id, usdc));
        sandbox?.OpenWith(Network.Ethereum.Code, "USDC", custody.Address, usdc.MinorUnits);
        Add(work, merchant, Network.Bitcoin, TestAddress(merchant.Name), "Custodial BTC wallet", isDefault: false, isCustodial: true);
        AddAccounts(work, merchant);
    }

    private static void AddAccounts(DeskWork work, Merchant merchant)
    {
        var eur = FiatAccount.Open(work.NewId(), merchant.Id, "Main EUR account", "EUR", Iban(merchant.Name, 1), "Demo Bank",
            FiatAccountStatus.Active, work.Now);
        var closed = FiatAccount.Open(work.NewId(), merchant.Id, "Old EUR account", "EUR", Iban(merchant.Name, 2), "Demo Bank",
            FiatAccountStatus.Inactive, work.Now);
        var usd = FiatAccount.Open(work.NewId(), merchant.Id, "USD account", "USD", Iban(merchant.Name, 3), "Demo Bank",
            FiatAccountStatus.Active, work.Now);
        work.Db.FiatAccounts.AddRange(eur, closed, usd);
        work.Post(OpeningJournal.MerchantFunds(eur.Id, merchant.Id, new Money(25_000_000, new AssetCode("EUR"))));
    }

    // A German number of a bank that does not exist, with check digits that hold.
    private static string Iban(string seed, int number)
    {
        var account = (BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"iban {seed} {number}"))) % 1_000_000_000)
            .ToString("D10", CultureInfo.InvariantCulture);
        var check = 98 - (int)(UInt128.Parse($"99999999{account}131400", CultureInfo.InvariantCulture) % 97);
        return $"DE{check:D2}99999999{account}";
    }

    // An address of the test network: nobody can lose anything by it.
    private static string TestAddress(string seed) =>
        Base58Check.Encode([0x6F, .. SHA256.HashData(Encoding.UTF8.GetBytes($"bitcoin {seed}")).AsSpan(0, 20)]);

    public static void AddTreasury(DeskWork work, IChainNode chain, IEnumerable<Guid> signers)
    {
        var people = signers.ToList();
        (Network Network, string Symbol, long Minor)[] funds =
            [(Network.Tron, "USDT", 5_000_000_000_000), (Network.Ethereum, "USDC", 2_000_000_000_000)];
        foreach (var (network, symbol, minor) in funds)
        {
            var wallet = TreasuryWallet.Create(work.NewId(), $"Treasury {network.DisplayName}", network.Code,
                chain.TreasuryAddress(network.Code), 2, people, work.Now);
            work.Db.TreasuryWallets.Add(wallet);
            work.Post(OpeningJournal.DeskFunds(wallet.Id, AccountFamily.Treasury,
                new Money(minor, Asset.Find(symbol, network.Code)!.Code)));
        }
    }

    private static Wallet Add(DeskWork work, Merchant owner, Network network, string address, string label, bool isDefault,
        bool isCustodial)
    {
        var wallet = Wallet.Create(work.NewId(), owner.Id, network.Code, address, label, isDefault, isCustodial, work.Now.AddDays(-30));
        work.Db.Wallets.Add(wallet);
        return wallet;
    }
}
