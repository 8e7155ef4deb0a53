using System.Text;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Tests.Domain.Merchants;

public sealed class AddressFormatTests
{
    private const string UsdtContract = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    public static TheoryData<string> PublishedChecksums =>
    [
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    ];

    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("transfer(address,uint256)", "a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b")]
    public void Keccak_gives_the_published_digests(string text, string digest)
    {
        Assert.Equal(digest, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))));
    }

    [Theory]
    [InlineData(135, "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446")]
    [InlineData(136, "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e")]
    [InlineData(137, "d869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39")]
    public void Keccak_pads_around_the_block_boundary(int letters, string digest)
    {
        Assert.Equal(digest, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(new string('a', letters)))));
    }

    [Theory]
    [MemberData(nameof(PublishedChecksums))]
    public void Every_published_checksum_is_taken_and_rewritten_from_lower_case(string address)
    {
        Assert.Equal(address, AddressFormat.Evm(address).Canonical);
        Assert.Equal(address, AddressFormat.Evm(address.ToLowerInvariant()).Canonical);
        Assert.Equal(address, AddressFormat.Evm("0x" + address[2..].ToUpperInvariant()).Canonical);
    }

    [Fact]
    public void One_letter_in_the_wrong_case_is_refused()
    {
        const string Good = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

        for (var i = 2; i < Good.Length; i++)
        {
            if (char.IsAsciiLetter(Good[i]))
            {
                var flipped = Good[..i] + (char)(Good[i] ^ 0x20) + Good[(i + 1)..];
                Assert.False(AddressFormat.Evm(flipped).IsValid, flipped);
            }
        }
    }

    [Theory]
    [InlineData(UsdtContract)]
    [InlineData("TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8")]
    [InlineData("TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL")]
    public void Known_tron_addresses_are_taken_as_written(string address)
    {
        Assert.Equal(address, AddressFormat.Tron(address).Canonical);
        Assert.Equal(address, AddressFormat.Check("tron", address).Canonical);
    }

    [Fact]
    public void The_usdt_contract_decodes_to_its_known_bytes()
    {
        Assert.True(Base58Check.TryDecode(UsdtContract, out var payload));
        Assert.Equal("41a614f803b6fd780986a42c78ec9c7f77e6ded13c", Convert.ToHexStringLower(payload));
        Assert.Equal(UsdtContract, AddressFormat.WriteTron(payload.AsSpan(1)));
    }

    [Fact]
    public void Any_single_wrong_letter_of_a_tron_address_is_refused()
    {
        for (var i = 1; i < UsdtContract.Length; i++)
        {
            var wrong = UsdtContract[..i] + (UsdtContract[i] == 'x' ? 'y' : 'x') + UsdtContract[(i + 1)..];
            Assert.False(AddressFormat.Tron(wrong).IsValid, wrong);
        }
    }

    [Theory]
    [InlineData("tron", null)]
    [InlineData("tron", "")]
    [InlineData("tron", "   ")]
    [InlineData("tron", " TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\n")]
    [InlineData("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6")]
    [InlineData("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6tt")]
    [InlineData("tron", "ТR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6\u200b")]
    [InlineData("tron", "TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT")]
    [InlineData("tron", "Tzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("tron", "41a614f803b6fd780986a42c78ec9c7f77e6ded13c")]
    [InlineData("tron", "0xdAC17F958D2ee523a2206206994597C13D831ec7")]
    [InlineData("tron", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")]
    [InlineData("ethereum", UsdtContract)]
    [InlineData("ethereum", "dAC17F958D2ee523a2206206994597C13D831ec7")]
    [InlineData("ethereum", "0XdAC17F958D2ee523a2206206994597C13D831ec7")]
    [InlineData("ethereum", "0xdAC17F958D2ee523a2206206994597C13D831ec")]
    [InlineData("ethereum", "0xdAC17F958D2ee523a2206206994597C13D831eg7")]
    [InlineData("bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3")]
    public void What_is_no_address_of_the_network_is_refused_with_a_reason(string network, string? address)
    {
        var check = AddressFormat.Check(network, address);

        Assert.False(check.IsValid);
        Assert.Null(check.Canonical);
        Assert.NotEmpty(check.Reason!);
    }

    [Theory]
    [InlineData("ethereum", "0x0000000000000000000000000000000000000000")]
    [InlineData("ethereum", "0x000000000000000000000000000000000000dEaD")]
    [InlineData("tron", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb")]
    public void Addresses_that_nobody_holds_are_refused(string network, string address)
    {
        Assert.Contains("lost", AddressFormat.Check(network, address).Reason, StringComparison.Ordinal);
    }
}
