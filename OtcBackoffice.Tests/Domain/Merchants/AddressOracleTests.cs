using NBitcoin.DataEncoders;
using Nethereum.Util;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Tests.Domain.Merchants;

/// <summary>
/// Our own address code held against two libraries that many wallets stand on. They are here and not in the product, because it needs
/// one digest and one encoding of them only.
/// </summary>
public sealed class AddressOracleTests
{
    private const int Seed = 20261129, Addresses = 100_000, AccountBytes = 20;

    // Every address is written by both; reading back and the whole digest are looked at so often. It has no divisor in common with 6,
    // so that all kinds of payload have their turn.
    private const int Sparse = 25;

    [Fact]
    public void Digests_and_checksums_of_EVM_addresses_are_those_of_Nethereum()
    {
        var (random, theirs, digest) = (new Random(Seed), new AddressUtil(), Sha3Keccack.Current);
        var account = new byte[AccountBytes];
        for (var count = 0; count < Addresses; count++)
        {
            random.NextBytes(account);
            var plain = "0x" + Convert.ToHexStringLower(account);
            var written = theirs.ConvertToChecksumAddress(plain);

            Assert.Equal(written, AddressFormat.WriteEvm(account));
            if (count % Sparse == 0)
            {
                Assert.Equal(written, AddressFormat.Evm(plain).Canonical);
                Assert.Equal(digest.CalculateHash(account), Keccak256.Hash(account));
            }
        }
        // Around the size of a block, where padding is hard.
        for (var length = 0; length < 600; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);

            Assert.Equal(digest.CalculateHash(data), Keccak256.Hash(data));
        }
    }

    [Fact]
    public void Addresses_in_base_58_are_those_of_NBitcoin_and_a_wrong_letter_is_found_by_both()
    {
        var (random, theirs, payload) = (new Random(Seed), Encoders.Base58Check, new byte[Base58Check.PayloadBytes]);
        for (var count = 0; count < Addresses; count++)
        {
            random.NextBytes(payload);
            // TRON's own prefix, any other, and zeros, which are written as a digit each.
            payload[0] = (count % 3) switch { 0 => 0x41, 1 => payload[0], _ => 0 };
            payload[1] = count % 6 == 2 ? (byte)0 : payload[1];
            var written = theirs.EncodeData(payload);

            Assert.Equal(written, Base58Check.Encode(payload));
            if (count % Sparse == 0)
            {
                Assert.True(Base58Check.TryDecode(written, out var read));
                Assert.Equal(payload, read);
                var at = random.Next(written.Length);
                var wrong = written[..at] + (written[at] == 'z' ? 'y' : 'z') + written[(at + 1)..];

                Assert.False(Base58Check.TryDecode(wrong, out _));
                Assert.ThrowsAny<FormatException>(() => theirs.DecodeData(wrong));
            }
        }
    }
}
