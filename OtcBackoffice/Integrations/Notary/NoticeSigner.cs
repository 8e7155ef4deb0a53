using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Notary;

/// <summary>
/// The signing key of order notices, sealed under the key ring together with the public halves of the keys that it has
/// replaced: one row, so that a rotation has happened or has not. What another node has rotated is read within a second; until
/// then the replaced key, which is announced for its overlap, still signs.
/// </summary>
internal sealed class NoticeSigner(IKeyRows rows, IDataProtectionProvider protection, TimeProvider clock) : INoticeSigner
{
    private const int KeyBits = 3_072;
    private const string Purpose = "order-notices-v2", LegacyFile = "notice-signing.keys";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);
    private readonly Lock _gate = new();
    private OpenKey? _open;
    private long _readAt;

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
            _readAt = 0;
            var open = Current();
            if (open.Key.KeyId == replaced)
            {
                var still = open.Replaced.Where(key => key.AnnouncedUntilUtc > now);
                rows.Replace(Purpose, open.Sealed, Make(now, [open.Key with { AnnouncedUntilUtc = now + overlap }, .. still]));
                _readAt = 0;
            }
        }
    }

    /// <inheritdoc/>
    public string Sign(byte[] body) =>
        Convert.ToHexStringLower(Current().Rsa.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    // A key that is no longer current may still be signing on another thread, so it is left to the collector.
    private OpenKey Current()
    {
        lock (_gate)
        {
            if (_open is { } open && _readAt != 0 && TimeProvider.System.GetElapsedTime(_readAt) < Fresh)
            {
                return open;
            }
            var kept = rows.FindOrAdd(Purpose, LegacyFile, () => Make(new DateTime(clock.GetUtcNow().UtcTicks, DateTimeKind.Utc), []));
            _readAt = TimeProvider.System.GetTimestamp();
            return _open is { } same && same.Sealed.AsSpan().SequenceEqual(kept) ? same : _open = Read(kept);
        }
    }

    private byte[] Make(DateTime now, IReadOnlyList<NoticeKey> replaced)
    {
        using var made = RSA.Create(KeyBits);
        return _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(new KeptKeys(made.ExportPkcs8PrivateKey(), now, replaced)));
    }

    private OpenKey Read(byte[] sealedKeys)
    {
        var kept = JsonSerializer.Deserialize<KeptKeys>(_protector.Unprotect(sealedKeys))
            ?? throw new InvalidDataException("The row of notice keys is empty.");
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(kept.PrivateKey, out _);
        var id = new Guid(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 16), bigEndian: true);
        var key = new NoticeKey(id, rsa.ExportSubjectPublicKeyInfoPem() + "\n", kept.MadeAtUtc, null);
        return new OpenKey(rsa, key, kept.Replaced, sealedKeys);
    }

    private sealed record KeptKeys(byte[] PrivateKey, DateTime MadeAtUtc, IReadOnlyList<NoticeKey> Replaced);

    private sealed record OpenKey(RSA Rsa, NoticeKey Key, IReadOnlyList<NoticeKey> Replaced, byte[] Sealed);
}
