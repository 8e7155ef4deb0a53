using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Integrations;

namespace OtcBackoffice.Hosting;

/// <summary>Keeps a key that signs tokens in the data directory, sealed under the key ring. Losing it ends every token and nothing else.</summary>
internal static class SessionKeyFile
{
    private const string Sessions = "session-tokens-v1", SessionsFile = "session-signing.key";

    /// <summary>Opens the key of session tokens, and makes one the first time.</summary>
    public static ECDsa Open(string directory, IDataProtectionProvider protection) => Open(directory, protection, Sessions, SessionsFile);

    /// <summary>Opens the key of a purpose, and makes one the first time.</summary>
    public static ECDsa Open(string directory, IDataProtectionProvider protection, string purpose, string fileName)
    {
        var protector = protection.CreateProtector(purpose);
        var file = Path.Combine(directory, fileName);
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
