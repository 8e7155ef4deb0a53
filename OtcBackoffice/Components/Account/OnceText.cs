using Microsoft.AspNetCore.DataProtection;

namespace OtcBackoffice.Components.Account;

/// <summary>
/// Carries a text that may be shown once from the form that made it to the page that shows it: encrypted, in a cookie that the
/// page takes away, valid for two minutes. So it lies on no disk and works on any number of nodes.
/// </summary>
public sealed class OnceText(IDataProtectionProvider protection)
{
    private const string Name = "otc.once";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("otc.once.v1").ToTimeLimitedDataProtector();

    /// <summary>Hands a text to the next page of this browser.</summary>
    public void Put(HttpContext http, string owner, string text)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Cookies.Append(Name, _protector.Protect($"{owner}\n{text}", Lifetime), Options(http));
    }

    /// <summary>Takes the text, or null when there is none for this person.</summary>
    public string? Take(HttpContext http, string owner)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Request.Cookies[Name] is not { } sealedText)
        {
            return null;
        }
        http.Response.Cookies.Delete(Name, Options(http));
        try
        {
            var text = _protector.Unprotect(sealedText);
            return text.StartsWith(owner + "\n", StringComparison.Ordinal) ? text[(owner.Length + 1)..] : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/account", Secure = http.Request.IsHttps, MaxAge = Lifetime };
}
