using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Platform;

/// <summary>
/// Where a page of the platform API starts: sealed, and good only for the credential and the list that it was given out to, so that
/// nobody can make one up or use another's.
/// </summary>
public sealed class PlatformCursors(IDataProtectionProvider protection)
{
    private const int LengthMax = 1_024;

    private readonly IDataProtector _protector = protection.CreateProtector("platform-cursor.v1");

    /// <summary>Seals a place in a list.</summary>
    public string Write(string list, Guid credentialId, string place) =>
        WebEncoders.Base64UrlEncode(_protector.Protect(Encoding.UTF8.GetBytes($"{list}|{credentialId:N}|{place}")));

    /// <summary>The place behind a cursor, null without one, or the one refusal for every cursor that is not the caller's.</summary>
    public Result<string?> Read(string list, Guid credentialId, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return (string?)null;
        }
        if (cursor.Length <= LengthMax)
        {
            try
            {
                var text = Encoding.UTF8.GetString(_protector.Unprotect(WebEncoders.Base64UrlDecode(cursor)));
                var head = $"{list}|{credentialId:N}|";
                if (text.StartsWith(head, StringComparison.Ordinal))
                {
                    return text[head.Length..];
                }
            }
            catch (Exception fault) when (fault is CryptographicException or FormatException)
            {
                // The one answer below.
            }
        }
        return DomainError.Of(ErrorCode.InvalidCursor, "cursor",
            "The cursor was not given out to this key for this list. Begin without one.");
    }
}
