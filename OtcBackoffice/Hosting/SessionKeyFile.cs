using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Integrations;

namespace OtcBackoffice.Hosting;

/// <summary>Keeps the key of session tokens in the data directory, sealed under the key ring. Losing it ends every token and nothing else.</summary>
internal static class SessionKeyFile
{
    private const string Purpose = "session-tokens-v1", FileName = "session-signing.key";

    /// <summary>Opens the key, and makes one the first time.</summary>
    public static ECDsa Open(string directory, IDataProtectionProvider protection)
    {
        var protector = protection.CreateProtector(Purpose);
        var file = Path.Combine(directory, FileName);
        if (!File.Exists(file))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            DurableFile.Replace(file, protector.Protect(made.ExportPkcs8PrivateKey()));
        }
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(protector.Unprotect(File.ReadAllBytes(file)), out _);
        return key;
    }
}
