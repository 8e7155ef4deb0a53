namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// Addresses that payments come to, derived from an extended public key: no private key is ever on the desk. The same key and
/// index always give the same address.
/// </summary>
public interface IPaymentAddresses
{
    /// <summary>
    /// The address of an index below the external chain of an account key (BIP 32, not hardened: <c>0/index</c>), in the spelling
    /// of the network: Bitcoin as P2WPKH, Ethereum in EIP-55, TRON in Base58Check.
    /// </summary>
    /// <param name="network">The network's canonical name.</param>
    /// <param name="extendedPublicKey">The key; null for the sandbox's own, where there is one.</param>
    /// <param name="index">From 0 on.</param>
    /// <returns>The address, or null when there is no key to derive it from.</returns>
    string? Derive(string network, string? extendedPublicKey, long index);

    /// <summary>Why a text is no extended public key of a network, or null when it is one.</summary>
    string? Fault(string network, string extendedPublicKey);
}
