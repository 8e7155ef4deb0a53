using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Notary;

/// <summary>
/// The signing key as a sealed row, one for all nodes, with its public half in the data directory of each; signed heads in a
/// book that is only ever added to, beside the checkpoints in the database.
/// </summary>
internal sealed class AuditNotary : IAuditNotary, IDisposable
{
    /// <summary>Where a directory keeps signed heads.</summary>
    public const string HeadsFile = "audit-heads.jsonl";

    /// <summary>Where the public half of the signing key lies, in the data directory.</summary>
    public const string PublicFile = "audit-signing.pub.pem";

    private const string Purpose = "audit-notary-v1", LegacyFile = "audit-signing.key";

    private readonly Lazy<ECDsa> _key;
    private readonly IHeadBook _heads;

    /// <param name="directory">The data directory; it must exist.</param>
    /// <param name="rows">Where the key lies.</param>
    /// <param name="protection">The key ring.</param>
    /// <param name="heads">Where signed heads are kept.</param>
    public AuditNotary(string directory, IKeyRows rows, IDataProtectionProvider protection, IHeadBook heads)
    {
        _heads = heads;
        _key = new Lazy<ECDsa>(() => Open(directory, rows, protection.CreateProtector(Purpose)));
    }

    /// <inheritdoc/>
    public string KeyId => IdOf(_key.Value);

    /// <inheritdoc/>
    public string PublicKeyPem => _key.Value.ExportSubjectPublicKeyInfoPem();

    /// <inheritdoc/>
    public string Sign(string text) => Convert.ToBase64String(_key.Value.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));

    /// <inheritdoc/>
    public int Wanted => _heads.Wanted;

    /// <inheritdoc/>
    public Task KeepAsync(IReadOnlyList<SignedHead> heads, CancellationToken cancellation) => _heads.KeepAsync(heads, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SignedHead>> KeptAsync(CancellationToken cancellation) => _heads.KeptAsync(cancellation);

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..32];

    private static ECDsa Open(string directory, IKeyRows rows, IDataProtector protector)
    {
        var kept = rows.FindOrAdd(Purpose, LegacyFile, () =>
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return protector.Protect(made.ExportPkcs8PrivateKey());
        });
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(protector.Unprotect(kept), out _);
        var (file, text) = (Path.Combine(directory, PublicFile), key.ExportSubjectPublicKeyInfoPem() + "\n");
        if (!File.Exists(file) || File.ReadAllText(file) != text)
        {
            DurableFile.Replace(file, Encoding.UTF8.GetBytes(text));
        }
        return key;
    }
}
