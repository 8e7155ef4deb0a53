namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// Signs the head of the audit chain with a key that whoever can write to the database does not have, and keeps what it has
/// signed in a place of its own. A rewritten chain then agrees with itself, and with nothing else.
/// </summary>
public interface IAuditNotary
{
    /// <summary>Names the key, so that a later key can be told from it: the first half of the public key's SHA-256.</summary>
    string KeyId { get; }

    /// <summary>The public key as PEM, to check signatures with.</summary>
    string PublicKeyPem { get; }

    /// <summary>Signs a text: ECDSA P-256 over SHA-256, in Base64.</summary>
    string Sign(string text);

    /// <summary>
    /// How many of the newest heads are to be handed over with the next one: more than one after a start, and after a store did
    /// not answer.
    /// </summary>
    int Wanted { get; }

    /// <summary>
    /// Keeps signed heads outside the database, durably, and never one over another. A store that does not answer costs no
    /// sealing: what it did not take is handed over again.
    /// </summary>
    /// <param name="heads">The newest ones, oldest first.</param>
    /// <param name="cancellation">Stops it.</param>
    Task KeepAsync(IReadOnlyList<SignedHead> heads, CancellationToken cancellation);

    /// <summary>Every head that was kept, oldest first.</summary>
    Task<IReadOnlyList<SignedHead>> KeptAsync(CancellationToken cancellation);
}

/// <summary>The head of the chain after a block.</summary>
/// <param name="Sequence">The last seal of the block.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="AtUtc">When it was signed.</param>
/// <param name="KeyId">With which key.</param>
/// <param name="Signature">The signature over <see cref="Text"/>, in Base64.</param>
public sealed record SignedHead(long Sequence, string Hash, DateTime AtUtc, string KeyId, string Signature)
{
    /// <summary>What is signed.</summary>
    public static string Text(long sequence, string hash) =>
        $"otc-audit-head-v1\n{sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)}\n{hash}";
}
