namespace OtcBackoffice.Hosting;

/// <summary>
/// Headers of every response. An endpoint that needs a stricter or different policy, such as the one that serves proofs,
/// sets its own before the response starts and keeps it.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next, HostSettings settings)
{
    /// <summary>No script but our own files. Inline style attributes stay allowed because the component library draws with them.</summary>
    public const string ContentPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; worker-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        + "frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(settings.IsSecureOnly ? ApplySecure : Apply, http.Response.Headers);
        return next(http);
    }

    // Browsers heed it over TLS only, so a proxy that ends TLS needs no settings of its own.
    private static Task ApplySecure(object state)
    {
        ((IHeaderDictionary)state).StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return Apply(state);
    }

    private static Task Apply(object state)
    {
        var headers = (IHeaderDictionary)state;
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XFrameOptions = "DENY";
        }

        headers.XContentTypeOptions = "nosniff";
        SetMissing(headers, "Referrer-Policy", "same-origin");
        SetMissing(headers, "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        SetMissing(headers, "Cross-Origin-Opener-Policy", "same-origin");
        SetMissing(headers, "Cross-Origin-Resource-Policy", "same-origin");
        return Task.CompletedTask;
    }

    private static void SetMissing(IHeaderDictionary headers, string name, string value)
    {
        if (!headers.ContainsKey(name))
        {
            headers[name] = value;
        }
    }
}
