using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Hosting;

/// <summary>
/// The keys that cookies, seeds and secrets are encrypted with. They lie in the database, so that every node reads the same,
/// themselves encrypted by a certificate or a passphrase that lies elsewhere; only Development does without.
/// </summary>
internal static class KeyRing
{
    public static IServiceCollection AddKeyRing(this IServiceCollection services, HostSettings settings)
    {
        var ring = services.AddDataProtection().SetApplicationName("OtcBackoffice")
            .PersistKeysToDbContext<BackofficeDbContext>().DisableAutomaticKeyGeneration();
        services.AddSingleton<KeyRingUpkeep>();
        if (settings.RingCertificatePath is { } path)
        {
            var certificate = Load(path, settings.RingCertificatePassword);
            ring.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
        }
        else if (settings.RingPassphrase is { } passphrase)
        {
            services.AddSingleton(new RingPassphrase(passphrase));
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
                options => options.XmlEncryptor = new PassphraseEncryptor(provider.GetRequiredService<RingPassphrase>())));
        }
        return services;
    }

    /// <summary>Before anything is sealed: takes over an older version's keys, and makes the first key of a new desk.</summary>
    public static async Task OpenAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<BackofficeDatabase>();
        await database.AloneAsync("otc.keys", async () =>
        {
            await ImportAsync(services.GetRequiredService<HostSettings>(), database, cancellation);
            services.GetRequiredService<KeyRingUpkeep>().Keep(TimeProvider.System.GetUtcNow());
        }, cancellation);
        // Made now: the sealing job would first ask for it inside a command, where an embedded database's one writer waits for the command.
        _ = services.GetRequiredService<IAuditNotary>().KeyId;
    }

    /// <summary>
    /// Takes over the keys that version 1.0.0 kept as files, sealed as they are. The files stay: a backup of that version needs them.
    /// </summary>
    private static async Task ImportAsync(HostSettings settings, BackofficeDatabase database, CancellationToken cancellation)
    {
        var folder = Path.Combine(settings.DataDirectory, "keys");
        if (!Directory.Exists(folder))
        {
            return;
        }
        await using var db = database.CreateDbContext();
        var known = await db.DataProtectionKeys.Select(key => key.FriendlyName).ToListAsync(cancellation);
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml")
            .Where(file => !known.Contains(Path.GetFileNameWithoutExtension(file))))
        {
            db.DataProtectionKeys.Add(new DataProtectionKey
            {
                FriendlyName = Path.GetFileNameWithoutExtension(file),
                Xml = await File.ReadAllTextAsync(file, cancellation),
            });
        }
        await db.SaveChangesAsync(cancellation);
    }

    private static X509Certificate2 Load(string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (CryptographicException)
        {
            throw new SettingsException(
                ["DataProtection:CertificatePath must be a PKCS #12 file with its private key that DataProtection:CertificatePassword opens."]);
        }
    }
}

/// <summary>The passphrase of the key ring. It shows nothing of itself in a log.</summary>
public sealed class RingPassphrase(string text)
{
    private const int Iterations = 600_000, KeyBytes = 32;

    /// <inheritdoc/>
    public override string ToString() => "***";

    internal byte[] KeyFor(byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(text), salt, Iterations, HashAlgorithmName.SHA256, KeyBytes);
}

/// <summary>Encrypts a key of the ring with AES-256-GCM under the passphrase.</summary>
public sealed class PassphraseEncryptor(RingPassphrase passphrase) : IXmlEncryptor
{
    internal const int SaltBytes = 16, NonceBytes = 12, TagBytes = 16;

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var (salt, nonce, tag, cipher) =
            (RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(NonceBytes), new byte[TagBytes],
            new byte[plain.Length]);
        using var aes = new AesGcm(passphrase.KeyFor(salt), TagBytes);
        aes.Encrypt(nonce, plain, cipher, tag);
        return new EncryptedXmlInfo(new XElement("encryptedKey", Convert.ToBase64String([.. salt, .. nonce, .. tag, .. cipher])),
            typeof(PassphraseDecryptor));
    }
}

/// <summary>Decrypts what <see cref="PassphraseEncryptor"/> wrote; the framework makes it by its name in the key file.</summary>
public sealed class PassphraseDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        var bytes = Convert.FromBase64String(encryptedElement.Value).AsSpan();
        var salt = bytes[..PassphraseEncryptor.SaltBytes].ToArray();
        var rest = bytes[PassphraseEncryptor.SaltBytes..];
        var cipher = rest[(PassphraseEncryptor.NonceBytes + PassphraseEncryptor.TagBytes)..];
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(services.GetRequiredService<RingPassphrase>().KeyFor(salt), PassphraseEncryptor.TagBytes);
        aes.Decrypt(rest[..PassphraseEncryptor.NonceBytes], cipher,
            rest.Slice(PassphraseEncryptor.NonceBytes, PassphraseEncryptor.TagBytes), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
