using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Hosting.Backup;

/// <summary>
/// What a passphrase does for a backup: it seals the files that hold keys, and it signs the manifest. One slow derivation a set;
/// salt and signature stand in <c>manifest.sig</c> as <c>v1.salt.hmac</c>, both base 64.
/// </summary>
internal sealed class BackupSeal : IDisposable
{
    public const string Setting = "Backup:Passphrase";

    private const string Version = "v1";
    private const int PassphraseLengthMin = 12, SaltBytes = 16, KeyBytes = 32, NonceBytes = 12, TagBytes = 16, Iterations = 600_000;

    private readonly byte[] _salt;
    private readonly AesGcm _cipher;
    private readonly byte[] _signing;

    private BackupSeal(string passphrase, byte[] salt)
    {
        var keys = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Iterations, HashAlgorithmName.SHA256, KeyBytes * 2);
        (_salt, _cipher, _signing) = (salt, new AesGcm(keys.AsSpan(0, KeyBytes), TagBytes), keys[KeyBytes..]);
    }

    /// <summary>The seal of a new set.</summary>
    public static BackupSeal New(IConfiguration configuration) => new(Passphrase(configuration), RandomNumberGenerator.GetBytes(SaltBytes));

    /// <summary>The seal of a set with this signature, once the passphrase has proved to be the right one.</summary>
    public static BackupSeal Open(IConfiguration configuration, string signature, byte[] manifest)
    {
        var passphrase = Passphrase(configuration);
        var salt = new byte[SaltBytes];
        if (signature.Trim().Split('.') is not [Version, var saltText, var mac]
            || !Convert.TryFromBase64String(saltText, salt, out var written) || written != SaltBytes)
        {
            throw new CommandException("manifest.sig is no signature of a backup.");
        }
        var seal = new BackupSeal(passphrase, salt);
        if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(seal.Mac(manifest)), Encoding.ASCII.GetBytes(mac)))
        {
            return seal;
        }
        seal.Dispose();
        throw new CommandException($"{Setting} is not the passphrase of this backup, or its manifest was altered.");
    }

    /// <summary>The text of <c>manifest.sig</c>.</summary>
    public string Sign(byte[] manifest) => $"{Version}.{Convert.ToBase64String(_salt)}.{Mac(manifest)}";

    /// <summary>Seals the content of a file; its path is bound to it.</summary>
    public byte[] Close(string path, byte[] content)
    {
        var sealedBytes = new byte[NonceBytes + content.Length + TagBytes];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        _cipher.Encrypt(sealedBytes.AsSpan(0, NonceBytes), content, sealedBytes.AsSpan(NonceBytes, content.Length),
            sealedBytes.AsSpan(NonceBytes + content.Length), Encoding.UTF8.GetBytes(path));
        return sealedBytes;
    }

    /// <summary>Opens what <see cref="Close"/> made.</summary>
    public byte[] Open(string path, byte[] sealedBytes)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes)
        {
            throw new CommandException($"{path} is no sealed file.");
        }
        var content = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        try
        {
            _cipher.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes, content.Length),
                sealedBytes.AsSpan(NonceBytes + content.Length), content, Encoding.UTF8.GetBytes(path));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new CommandException($"{path} does not open with {Setting}.");
        }
    }

    public void Dispose() => _cipher.Dispose();

    private string Mac(byte[] manifest) => Convert.ToBase64String(HMACSHA256.HashData(_signing, manifest));

    private static string Passphrase(IConfiguration configuration) =>
        configuration[Setting] is { Length: >= PassphraseLengthMin } passphrase
        ? passphrase
        : throw new CommandException(
            $"{Setting} (environment Backup__Passphrase) is needed, with at least {PassphraseLengthMin} characters: it seals the keys in "
            + $"the backup.");
}
