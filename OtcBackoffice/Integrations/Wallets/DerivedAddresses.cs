using NBitcoin;
using NBitcoin.DataEncoders;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Integrations.Wallets;

/// <summary>Derives payment addresses with NBitcoin (BIP 32, BIP 84).</summary>
/// <param name="isSandbox">Whether a network without a key of its own uses the published test key.</param>
public sealed class DerivedAddresses(bool isSandbox) : IPaymentAddresses
{
    // The account m/0' of the first test vector of BIP 32: its private key is published, and no live desk takes it.
    private const string SandboxKey =
        "xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw";

    private const string Bitcoin = "bitcoin", Tron = "tron";

    /// <inheritdoc/>
    public string? Derive(string network, string? extendedPublicKey, long index)
    {
        var text = extendedPublicKey ?? (isSandbox ? SandboxKey : null);
        if (text is null || Read(text) is not { } key)
        {
            return null;
        }
        var child = key.Derive(0).Derive(checked((uint)index)).PubKey;
        if (network == Bitcoin)
        {
            return child.GetAddress(ScriptPubKeyType.Segwit, isSandbox ? Network.RegTest : Network.Main).ToString();
        }
        var account = Keccak256.Hash(child.Decompress().ToBytes().AsSpan(1)).AsSpan(12);
        return network == Tron ? AddressFormat.WriteTron(account) : AddressFormat.WriteEvm(account);
    }

    /// <inheritdoc/>
    public string? Fault(string network, string extendedPublicKey) => Read(extendedPublicKey) switch
    {
        null => "This is no extended public key: it begins with xpub or zpub and its checksum holds. Never send a private key.",
        _ when extendedPublicKey == SandboxKey && !isSandbox => "The private key of this test vector is published.",
        _ => null,
    };

    // Wallets write an account of BIP 84 with a prefix of its own, zpub; the key is the same.
    private static ExtPubKey? Read(string text)
    {
        try
        {
            return new BitcoinExtPubKey(text.StartsWith("zpub", StringComparison.Ordinal) ? AsXpub(text) : text, Network.Main).ExtPubKey;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string AsXpub(string text)
    {
        var bytes = Encoders.Base58Check.DecodeData(text);
        ((ReadOnlySpan<byte>)[0x04, 0x88, 0xB2, 0x1E]).CopyTo(bytes);
        return Encoders.Base58Check.EncodeData(bytes);
    }
}
