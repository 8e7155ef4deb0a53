using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Domain.Access;

/// <summary>
/// How a secret is spelled: a prefix that names its kind, an id to look it up by, at least 256 random bits, and a checksum.
/// <c>sk_{id}_{secret}{check}</c>. The checksum lets a scanner of repositories be sure of what it found, and lets a mistyped
/// secret be refused without asking the database.
/// </summary>
public static class CredentialText
{
    /// <summary>Letters and digits that cannot be taken for one another; each carries five bits.</summary>
    public const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>Characters of the id, which is no secret.</summary>
    public const int KeyLength = 16;

    /// <summary>Characters of the random part: 52 times five bits are 260.</summary>
    public const int SecretLength = 52;

    private const int CheckLength = 6;

    /// <summary>What every secret of a surface begins with.</summary>
    public static string Kind(CredentialSurface surface) => surface switch
    {
        CredentialSurface.DepositDesk => "otc_pat",
        CredentialSurface.Platform => "otc_key",
        CredentialSurface.Exchange => "sk",
        CredentialSurface.BlockTrade => "bhs",
        CredentialSurface.Gateway => "gws",
        _ => throw new ArgumentOutOfRangeException(nameof(surface), surface, null),
    };

    /// <summary>What a new secret begins with; keys of the platform API say for which kind of desk they are.</summary>
    public static string Kind(CredentialSurface surface, CredentialEnvironment environment) =>
        surface == CredentialSurface.Platform ? $"otc_{Lifecycles.Names.Snake(environment)}" : Kind(surface);

    /// <summary>What a secret begins with, up to its random part: enough to know it again, and no part of what proves it.</summary>
    public static string PrefixOf(CredentialSurface surface, CredentialEnvironment environment,
        string keyId) => $"{Kind(surface, environment)}_{keyId}_";

    /// <summary>The kind of desk that the text of a key names, or null when it names none.</summary>
    public static CredentialEnvironment? EnvironmentOf(string? text)
    {
        foreach (var environment in Enum.GetValues<CredentialEnvironment>())
        {
            if (text?.StartsWith(Kind(CredentialSurface.Platform, environment) + "_", StringComparison.Ordinal) == true)
            {
                return environment;
            }
        }
        return null;
    }

    /// <summary>Whether the caller sends an id of its own beside the secret: HMAC keys and OAuth clients.</summary>
    public static bool IsPair(CredentialSurface surface) => surface is CredentialSurface.BlockTrade or CredentialSurface.Gateway;

    /// <summary>Puts a secret together.</summary>
    public static string Compose(CredentialSurface surface, string keyId, string random,
        CredentialEnvironment environment = CredentialEnvironment.Sandbox)
    {
        var text = PrefixOf(surface, environment, keyId) + random;
        return text + Check(text);
    }

    /// <summary>The id in a secret of the surface, or null when this is not one, or is mistyped.</summary>
    public static string? KeyOf(CredentialSurface surface, string? text)
    {
        // Keys of the platform API that were issued before they named their desk stay valid.
        var kind = surface == CredentialSurface.Platform && EnvironmentOf(text) is { } environment ? Kind(surface, environment)
            : Kind(surface);
        var length = kind.Length + 1 + KeyLength + 1 + SecretLength + CheckLength;
        if (text is null || text.Length != length || !text.StartsWith(kind + "_", StringComparison.Ordinal)
            || text[kind.Length + 1 + KeyLength] != '_')
        {
            return null;
        }
        var body = text[..^CheckLength];
        return Check(body) == text[^CheckLength..] ? text.Substring(kind.Length + 1, KeyLength) : null;
    }

    /// <summary>What is stored of a secret: its SHA-256. It has too many random bits for a slow hash to add anything.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a secret has this hash, in a time that does not tell where they differ.</summary>
    public static bool Matches(string text, string? sha256) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Hash(text)), Encoding.ASCII.GetBytes(sha256 ?? new string('-', SHA256.HashSizeInBytes * 2)));

    private static string Check(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Create(CheckLength, hash, (check, from) =>
        {
            for (var index = 0; index < check.Length; index++)
            {
                check[index] = Alphabet[from[index] & 31];
            }
        });
    }
}
