using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>
/// A currency of the gateway: an asset on one chain under the composite code of specification 002 (<c>USDTTRC20</c>), with
/// the spellings that go with it. Codes are read in any case and always written alike.
/// </summary>
/// <param name="Code">The composite code.</param>
/// <param name="Asset">The asset of the books.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Blockchain">The chain: <c>TRX</c>, <c>ETH</c>, <c>BTC</c>.</param>
/// <param name="AddressType">The kind of its addresses: <c>TRX</c>, <c>EVM</c>, <c>BTC</c>.</param>
/// <param name="IsPopular">Whether checkouts offer it first.</param>
/// <param name="NetworkFeeUsdCents">What sending it costs whoever sends, in US cents.</param>
public sealed record GatewayCoin(string Code, Asset Asset, string Name, string Blockchain, string AddressType, bool IsPopular,
    int NetworkFeeUsdCents)
{
    /// <summary>Decimals of a coin amount on the wire.</summary>
    public const int WireScale = 8;

    /// <summary>Every currency of the gateway.</summary>
    public static readonly IReadOnlyList<GatewayCoin> All =
    [
        Of("USDTTRC20", "USDT", Network.Tron, "Tether USD", "TRX", "TRX", true, 50),
        Of("USDCTRC20", "USDC", Network.Tron, "USD Coin", "TRX", "TRX", false, 50),
        Of("USDTERC20", "USDT", Network.Ethereum, "Tether USD", "ETH", "EVM", false, 200),
        Of("USDCERC20", "USDC", Network.Ethereum, "USD Coin", "ETH", "EVM", true, 200),
        Of("BTC", "BTC", Network.Bitcoin, "Bitcoin", "BTC", "BTC", true, 100),
        Of("ETH", "ETH", Network.Ethereum, "Ether", "ETH", "EVM", true, 100),
    ];

    /// <summary>The ticker: <c>USDT</c>.</summary>
    public string Token => Asset.Symbol;

    /// <summary>Decimals that a caller's amount may have: those of the books, and no more than the wire shows.</summary>
    public int InputScale => Math.Min(Asset.Scale, WireScale);

    /// <summary>
    /// The smallest amount that the wire can say, in minor units of the books. Whatever is asked for, taken or credited is a multiple
    /// of it: payers type what they read, and amounts that were cut do not add up.
    /// </summary>
    public long StepMinor { get; } = Pow(Asset.Scale - WireScale);

    /// <summary>The next amount upwards that the wire can say.</summary>
    public long Up(long minor) => checked(minor + StepMinor - 1) / StepMinor * StepMinor;

    /// <summary>The next amount downwards that the wire can say.</summary>
    public long Down(long minor) => minor / StepMinor * StepMinor;

    /// <summary>Finds a currency by its code in any case, or null.</summary>
    public static GatewayCoin? Find(string? code) =>
        code is null ? null : All.FirstOrDefault(coin => coin.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds a currency by chain and ticker in any case, or null.</summary>
    public static GatewayCoin? Find(string? blockchain, string? token) => Network.Find(blockchain) is { } chain && token is not null
        ? All.FirstOrDefault(coin => coin.Asset.Network == chain && coin.Token.Equals(token, StringComparison.OrdinalIgnoreCase))
        : null;

    /// <summary>The currency of an asset of the books; an asset without one is a defect.</summary>
    public static GatewayCoin Of(string assetCode) => All.First(coin => coin.Asset.Code.Text == assetCode);

    /// <summary>
    /// Reads an amount as the gateway takes it: zeros beyond the asset's own decimals say nothing and are legal, other digits
    /// there are not.
    /// </summary>
    public bool TryParse(string? text, out long minor) => TryParse(text, InputScale, Asset.Scale, out minor);

    /// <summary>Reads an amount in US dollars into cents.</summary>
    public static bool TryParseUsd(string? text, out long cents) => TryParse(text, 2, 2, out cents);

    /// <summary>Writes a coin amount with eight decimals; what the books hold beyond them is cut.</summary>
    public string Format(long minor)
    {
        var text = DecimalText.Format(minor, Asset.Scale);
        var decimals = Asset.Scale == 0 ? 0 : text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1;
        return decimals > WireScale ? text[..^(decimals - WireScale)] : decimals == 0 ? $"{text}.{new string('0', WireScale)}"
            : text.PadRight(text.Length + WireScale - decimals, '0');
    }

    /// <summary>Whether a text can be an address of the chain, and how it is written there.</summary>
    public AddressCheck Check(string? address) => AddressFormat.Check(Asset.Network.Code, address);

    private static bool TryParse(string? text, int inputScale, int scale, out long minor)
    {
        minor = 0;
        if (text is null || text.Length > DecimalText.LengthMax)
        {
            return false;
        }
        var plain = DecimalText.Trimmed(text);
        return DecimalText.TryParse(plain, inputScale, out _) && DecimalText.TryParse(plain, scale, out minor) && minor > 0;
    }

    private static long Pow(int digits) => digits <= 0 ? 1 : 10 * Pow(digits - 1);

    private static GatewayCoin Of(string code, string symbol, Network network, string name, string blockchain, string type, bool isPopular,
        int feeCents) =>
        new(code, Asset.Find(symbol, network.Code)!, name, blockchain, type, isPopular, feeCents);
}
