using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Notary;

/// <summary>
/// The signing key in the data directory, sealed under the key ring, with its public half beside it in the clear; signed
/// heads in a file that is only ever appended to.
/// </summary>
internal sealed class FileAuditNotary : IAuditNotary, IDisposable
{
    /// <summary>Where signed heads are kept, in the data directory.</summary>
    public const string HeadsFile = "audit-heads.jsonl";

    /// <summary>Where the public half of the signing key lies, in the data directory.</summary>
    public const string PublicFile = "audit-signing.pub.pem";

    private const string Purpose = "audit-notary-v1", KeyFile = "audit-signing.key";

    private readonly Lock _gate = new();
    private readonly Lazy<ECDsa> _key;
    private readonly string _heads;

    /// <param name="directory">The data directory; it must exist.</param>
    /// <param name="protection">The key ring.</param>
    public FileAuditNotary(string directory, IDataProtectionProvider protection)
    {
        _heads = Path.Combine(directory, HeadsFile);
        _key = new Lazy<ECDsa>(() => Open(directory, protection.CreateProtector(Purpose)));
    }

    /// <inheritdoc/>
    public string KeyId => IdOf(_key.Value);

    /// <inheritdoc/>
    public string PublicKeyPem => _key.Value.ExportSubjectPublicKeyInfoPem();

    /// <inheritdoc/>
    public string Sign(string text) => Convert.ToBase64String(_key.Value.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));

    /// <inheritdoc/>
    public void Keep(SignedHead head)
    {
        lock (_gate)
        {
            using var file = new FileStream(_heads, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(head) + "\n"));
            file.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SignedHead> Kept()
    {
        lock (_gate)
        {
            if (!File.Exists(_heads))
            {
                return [];
            }
            // A line that a power cut broke off was never answered for, so only whole lines count.
            var text = File.ReadAllText(_heads);
            return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<SignedHead>(line)!)];
        }
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..32];

    private static ECDsa Open(string directory, IDataProtector protector)
    {
        var file = Path.Combine(directory, KeyFile);
        if (!File.Exists(file))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            DurableFile.Replace(file, protector.Protect(made.ExportPkcs8PrivateKey()));
            DurableFile.Replace(Path.Combine(directory, PublicFile), Encoding.UTF8.GetBytes(made.ExportSubjectPublicKeyInfoPem() + "\n"));
        }
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(protector.Unprotect(File.ReadAllBytes(file)), out _);
        return key;
    }
}
