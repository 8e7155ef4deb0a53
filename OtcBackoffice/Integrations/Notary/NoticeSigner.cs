using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Notary;

/// <summary>
/// The signing key of order notices in the data directory, sealed under the key ring together with the public halves of the
/// keys that it has replaced: one file, so that a rotation has happened or has not. A file that another node has written is
/// read again before the next signature.
/// </summary>
internal sealed class FileNoticeSigner(string directory, IDataProtectionProvider protection, TimeProvider clock) : INoticeSigner
{
    private const int KeyBits = 3_072;
    private const string Purpose = "order-notices-v2";

    private readonly string _file = Path.Combine(directory, "notice-signing.keys");
    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);
    private readonly Lock _gate = new();
    private OpenKey? _open;

    /// <inheritdoc/>
    public IReadOnlyList<NoticeKey> Keys(DateTime now)
    {
        var open = Current();
        return [open.Key, .. open.Replaced.Where(key => key.AnnouncedUntilUtc > now)];
    }

    /// <inheritdoc/>
    public void Rotate(Guid replaced, DateTime now, TimeSpan overlap)
    {
        lock (_gate)
        {
            var open = Current();
            if (open.Key.KeyId == replaced)
            {
                _open = Make(now, [open.Key with { AnnouncedUntilUtc = now + overlap }, .. open.Replaced.Where(key => key.AnnouncedUntilUtc > now)]);
            }
        }
    }

    /// <inheritdoc/>
    public string Sign(byte[] body) => Convert.ToHexStringLower(Current().Rsa.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    // A key that is no longer current may still be signing on another thread, so it is left to the collector.
    private OpenKey Current()
    {
        lock (_gate)
        {
            if (!File.Exists(_file))
            {
                return _open = Make(new DateTime(clock.GetUtcNow().UtcTicks, DateTimeKind.Utc), []);
            }
            var stamp = File.GetLastWriteTimeUtc(_file);
            return _open is { } open && open.Stamp == stamp ? open : _open = Read(stamp);
        }
    }

    private OpenKey Make(DateTime now, IReadOnlyList<NoticeKey> replaced)
    {
        using var made = RSA.Create(KeyBits);
        var kept = new KeptKeys(made.ExportPkcs8PrivateKey(), now, replaced);
        DurableFile.Replace(_file, _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(kept)));
        return Read(File.GetLastWriteTimeUtc(_file));
    }

    private OpenKey Read(DateTime stamp)
    {
        var kept = JsonSerializer.Deserialize<KeptKeys>(_protector.Unprotect(File.ReadAllBytes(_file))) ?? throw new InvalidDataException("The file of notice keys is empty.");
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(kept.PrivateKey, out _);
        var id = new Guid(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 16), bigEndian: true);
        return new OpenKey(rsa, new NoticeKey(id, rsa.ExportSubjectPublicKeyInfoPem() + "\n", kept.MadeAtUtc, null), kept.Replaced, stamp);
    }

    private sealed record KeptKeys(byte[] PrivateKey, DateTime MadeAtUtc, IReadOnlyList<NoticeKey> Replaced);

    private sealed record OpenKey(RSA Rsa, NoticeKey Key, IReadOnlyList<NoticeKey> Replaced, DateTime Stamp);
}
