namespace OtcBackoffice.Hosting;

/// <summary>
/// What every cookie of ours looks like. Outside Development its name begins with <c>__Host-</c> and it travels over TLS only.
/// Development serves plain HTTP, where such a cookie would be dropped by clients other than a browser, so it goes without.
/// </summary>
internal static class DeskCookies
{
    public static void Shape(CookieBuilder cookie, string name, HostSettings settings)
    {
        cookie.Name = settings.IsSecureOnly ? "__Host-" + name : name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.Path = "/";
        cookie.Domain = null;
        cookie.SecurePolicy = settings.IsSecureOnly ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
