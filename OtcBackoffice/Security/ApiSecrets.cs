using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Security;

/// <summary>
/// Secrets of machines: 256 random bits with a prefix that names their kind. They are long enough that a plain SHA-256 is
/// safe to look them up by; a password hash would only make every request slow.
/// </summary>
public static class ApiSecrets
{
    /// <summary>Characters that are kept readable, so that people can tell credentials apart.</summary>
    public const int PrefixLength = 12;

    /// <summary>A new secret such as <c>otc_pat_...</c>; it is shown once.</summary>
    public static string New(string kind) => $"{kind}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>What is stored and looked up.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
