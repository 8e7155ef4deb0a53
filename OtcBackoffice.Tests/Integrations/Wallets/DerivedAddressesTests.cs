using System.Collections.Concurrent;
using NBitcoin;
using NBitcoin.DataEncoders;
using Nethereum.Util;
using OtcBackoffice.Integrations.Wallets;

namespace OtcBackoffice.Tests.Integrations.Wallets;

/// <summary>Addresses are those that every wallet derives from the same public key: published vectors, and two other libraries (issue 16,
/// point 3).</summary>
public sealed class DerivedAddressesTests
{
    // The account of BIP 84's own test vectors, and the mnemonics of two well-known test wallets.
    private const string Bip84 =
        "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs";

    private const string Junk = "test test test test test test test test test test test junk";

    private const string About = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

    private readonly DerivedAddresses _live = new(isSandbox: false);

    [Fact]
    public void The_vectors_of_BIP_84_come_out()
    {
        Assert.Equal("bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu", _live.Derive("bitcoin", Bip84, 0));
        Assert.Equal("bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g", _live.Derive("bitcoin", Bip84, 1));
        Assert.Equal(_live.Derive("bitcoin", Bip84, 7), _live.Derive("bitcoin", Account(About, "m/84'/0'/0'"), 7));
    }

    [Fact]
    public void The_accounts_of_well_known_test_wallets_come_out()
    {
        var key = Account(Junk, "m/44'/60'/0'");
        Assert.Equal("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", _live.Derive("ethereum", key, 0));
        Assert.Equal("0x70997970C51812dc3A010C7d01b50e0d17dc79C8", _live.Derive("ethereum", key, 1));
        Assert.Equal("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH", _live.Derive("tron", Account(About, "m/44'/195'/0'"), 0));
    }

    // Test vector 2 of BIP 32: what it publishes for m/0 is where our addresses of m begin.
    [Fact]
    public void The_vectors_of_BIP_32_come_out()
    {
        const string master =
            "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB";
        const string external =
            "xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH";
        var published = new BitcoinExtPubKey(external, Network.Main).ExtPubKey;
        foreach (var index in (uint[])[0, 1, 2, 1_000_000, int.MaxValue])
        {
            Assert.Equal(published.Derive(index).PubKey.GetAddress(ScriptPubKeyType.Segwit, Network.Main).ToString(),
                _live.Derive("bitcoin", master, index));
        }
        Assert.NotEqual(_live.Derive("bitcoin", master, 0), _live.Derive("bitcoin", external, 0));
    }

    [Fact]
    public void Ten_thousand_equal_what_two_other_libraries_derive_and_none_repeats()
    {
        var key = Account(Junk, "m/44'/60'/0'");
        var external = new BitcoinExtPubKey(key, Network.Main).ExtPubKey.Derive(0);
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        Parallel.For(0, 10_000, index =>
        {
            var child = external.Derive((uint)index).PubKey;
            var account = Sha3Keccack.Current.CalculateHash(child.Decompress().ToBytes()[1..])[12..];
            var evm = new AddressUtil().ConvertToChecksumAddress("0x" + Convert.ToHexString(account));
            Assert.Equal(evm, _live.Derive("ethereum", key, index));
            Assert.Equal(Encoders.Base58Check.EncodeData([0x41, .. account]), _live.Derive("tron", key, index));
            Assert.Equal(child.GetAddress(ScriptPubKeyType.Segwit, Network.Main).ToString(), _live.Derive("bitcoin", key, index));
            Assert.True(seen.TryAdd(evm, index));
        });
        Assert.Equal(10_000, seen.Count);
    }

    [Fact]
    public void Private_keys_damaged_ones_and_the_published_one_are_no_keys_of_a_live_desk()
    {
        var secret = new Mnemonic(Junk).DeriveExtKey().Derive(new KeyPath("m/44'/60'/0'"));
        Assert.NotNull(_live.Fault("ethereum", secret.ToString(Network.Main)));
        Assert.NotNull(_live.Fault("ethereum", ""));
        Assert.NotNull(_live.Fault("bitcoin", Bip84[..^1] + "t"));
        Assert.NotNull(_live.Fault("bitcoin",
            "xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw"));
        Assert.Null(_live.Fault("bitcoin", Bip84));
        Assert.Null(_live.Derive("bitcoin", null, 0));
    }

    private static string Account(string mnemonic, string path) =>
        new Mnemonic(mnemonic).DeriveExtKey().Derive(new KeyPath(path)).Neuter().ToString(Network.Main);
}
