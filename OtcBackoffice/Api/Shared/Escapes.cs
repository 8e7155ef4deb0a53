using System.Text;
using Microsoft.AspNetCore.Http.Features;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// Percent escapes that are no UTF-8, or no escapes at all. The framework keeps them as literal text, so that what a client
/// of another encoding meant would be stored as something that nobody wrote.
/// </summary>
public static class Escapes
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether every escape of a query, path or form stands for UTF-8.</summary>
    public static bool AreUtf8(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '%')
            {
                if (bytes.Count > 0 && !IsUtf8(bytes))
                {
                    return false;
                }
                continue;
            }
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }
            bytes.Add(Convert.ToByte(text.Slice(at + 1, 2).ToString(), 16));
            at += 2;
        }
        return bytes.Count == 0 || IsUtf8(bytes);
    }

    /// <summary>Refuses a request to a surface whose path or query holds such escapes; runs after its address was counted.</summary>
    public static Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(next);
        return http.RequestServices.GetRequiredService<SurfaceList>().At(http.Request.Path) is { } surface
            && !AreUtf8(http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "")
            ? surface.Dialect.WriteAsync(http,
                new DomainError(ErrorCode.InvalidRequest, "The path or the query holds percent escapes that are not UTF-8."))
            : next(http);
    }

    private static bool IsUtf8(List<byte> bytes)
    {
        try
        {
            _ = Strict.GetCharCount([.. bytes]);
            bytes.Clear();
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
