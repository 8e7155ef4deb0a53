using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Domain.Text;

/// <summary>The text form of signed notes and of their keys (C2SP signed-note, signature type 1: Ed25519).</summary>
public static class CheckpointNote
{
    private const byte Ed25519 = 1;
    private const int IdLength = 4;

    /// <summary>A note with its signature line.</summary>
    /// <param name="text">What is signed; ends with a line feed.</param>
    /// <param name="name">The name of the key.</param>
    /// <param name="publicKey">The 32 bytes of the public key.</param>
    /// <param name="signature">The 64 bytes of the signature over the text.</param>
    public static string Signed(string text, string name, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature) =>
        $"{text}\n\u2014 {name} {Convert.ToBase64String([.. KeyId(name, publicKey), .. signature])}\n";

    /// <summary>The key that checks notes, as it is handed out: name, id in hex, type and key in Base64, joined by plus signs.</summary>
    public static string VerifierKey(string name, ReadOnlySpan<byte> publicKey) =>
        $"{name}+{Convert.ToHexStringLower(KeyId(name, publicKey))}+{Convert.ToBase64String([Ed25519, .. publicKey])}";

    private static byte[] KeyId(string name, ReadOnlySpan<byte> publicKey) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519, .. publicKey])[..IdLength];
}
