using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Notary;

/// <summary>
/// The signing key of order notices in the data directory, sealed under the key ring. A key that was replaced lies beside it
/// as <c>notice-signing.previous.pub.pem</c> until its file is removed, and is told to receivers as well.
/// </summary>
internal sealed class FileNoticeSigner(string directory, IDataProtectionProvider protection) : INoticeSigner, IDisposable
{
    private const int KeyBits = 3_072;
    private const string Purpose = "order-notices-v1", KeyFile = "notice-signing.key", PreviousFile = "notice-signing.previous.pub.pem";

    private readonly Lazy<RSA> _key = new(() => Open(directory, protection.CreateProtector(Purpose)));

    /// <inheritdoc/>
    public string PublicKeysPem
    {
        get
        {
            var previous = Path.Combine(directory, PreviousFile);
            return _key.Value.ExportSubjectPublicKeyInfoPem() + "\n" + (File.Exists(previous) ? File.ReadAllText(previous, Encoding.ASCII) : "");
        }
    }

    /// <inheritdoc/>
    public string Sign(byte[] body) => Convert.ToHexStringLower(_key.Value.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static RSA Open(string directory, IDataProtector protector)
    {
        var file = Path.Combine(directory, KeyFile);
        if (!File.Exists(file))
        {
            using var made = RSA.Create(KeyBits);
            DurableFile.Replace(file, protector.Protect(made.ExportPkcs8PrivateKey()));
        }
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(protector.Unprotect(File.ReadAllBytes(file)), out _);
        return key;
    }
}
