using System.Numerics;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// The smallest ERC-20 token that the chain tests need, as test data. The bytes are what solc 0.8.21 makes of this source, for the
/// London rules, with the optimizer at one run and without metadata:
/// <code>
/// contract TestToken {
///     mapping(address => uint256) public balanceOf;
///     uint8 public constant decimals = 6;
///     event Transfer(address indexed from, address indexed to, uint256 value);
///     constructor(uint256 supply) { balanceOf[msg.sender] = supply; emit Transfer(address(0), msg.sender, supply); }
///     function transfer(address to, uint256 value) external returns (bool) {
///         require(balanceOf[msg.sender] >= value, "too little");
///         unchecked { balanceOf[msg.sender] -= value; balanceOf[to] += value; }
///         emit Transfer(msg.sender, to, value);
///         return true;
///     }
/// }
/// </code>
/// </summary>
internal static class TestToken
{
    private const int WordDigits = 64;

    private const string Code =
        "608060405234801561001057600080fd5b5060405161027638038061027683398101604081905261002f91610077565b336000818152602081815260"
        + "40808320859055518481527fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef910160405180910390a350610090565b"
        + "60006020828403121561008957600080fd5b5051919050565b6101d78061009f6000396000f3fe608060405234801561001057600080fd5b50600436"
        + "106100415760003560e01c8063313ce5671461004657806370a0823114610065578063a9059cbb14610093575b600080fd5b61004e600681565b6040"
        + "5160ff90911681526020015b60405180910390f35b61008561007336600461018b565b60006020819052908152604090205481565b60405190815260"
        + "200161005c565b6100a66100a13660046101ad565b6100b6565b604051901515815260200161005c565b336000908152602081905260408120548211"
        + "156101065760405162461bcd60e51b815260206004820152600a602482015269746f6f206c6974746c6560b01b604482015260640160405180910390"
        + "fd5b33600081815260208181526040808320805487900390556001600160a01b03871680845292819020805487019055518581529192917fddf252ad"
        + "1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef910160405180910390a350600192915050565b80356001600160a01b03811681"
        + "1461018657600080fd5b919050565b60006020828403121561019d57600080fd5b6101a68261016f565b9392505050565b6000806040838503121561"
        + "01c057600080fd5b6101c98361016f565b94602093909301359350505056";

    /// <summary>What a transaction carries that makes the token and gives all of it to its maker.</summary>
    public static string Creation(BigInteger supply) => "0x" + Code + Word(supply);

    /// <summary>What a transaction carries that pays from its sender.</summary>
    public static string Transfer(string account, BigInteger amount) =>
        "0xa9059cbb" + account[2..].ToLowerInvariant().PadLeft(WordDigits, '0') + Word(amount);

    private static string Word(BigInteger number) =>
        number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture)[^WordDigits..];
}
