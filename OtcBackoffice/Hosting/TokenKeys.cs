using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Hosting;

/// <summary>Opens the keys that sign tokens, sealed under the key ring. Losing one ends every token of its kind, nothing else.</summary>
internal static class TokenKeys
{
    private const string Sessions = "session-tokens-v1", SessionsFile = "session-signing.key";

    /// <summary>Opens the key of session tokens, and makes one the first time.</summary>
    public static ECDsa Open(IServiceProvider services) => Open(services, Sessions, SessionsFile);

    /// <summary>Opens the key of a purpose, and makes one the first time.</summary>
    public static ECDsa Open(IServiceProvider services, string purpose, string legacyFile)
    {
        var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);
        var kept = services.GetRequiredService<IKeyRows>().FindOrAdd(purpose, legacyFile, () =>
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return protector.Protect(made.ExportPkcs8PrivateKey());
        });
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(protector.Unprotect(kept), out _);
        return key;
    }
}
