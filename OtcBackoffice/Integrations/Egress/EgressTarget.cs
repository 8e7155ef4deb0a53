using System.Net;

namespace OtcBackoffice.Integrations.Egress;

/// <summary>What a URL must be to become a target, as far as that can be told without asking a name server.</summary>
internal static class EgressTarget
{
    private const int MaxLetters = 2048;
    private const int UsualPort = 443;
    private const int OtherPort = 8443;

    internal static string? Refusal(string? url, bool allowLoopback)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return "A URL is required.";
        }
        // Parsers mend blanks and backslashes, each in its own way; what two readers could read differently is refused.
        if (url.Length > MaxLetters || url.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter == '\\'))
        {
            return $"A URL has at most {MaxLetters} characters and no blank or backslash.";
        }
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target)
            || target.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
        {
            return "The URL cannot be read.";
        }
        if (target.UserInfo.Length > 0)
        {
            return "A URL with a user name or password in it is not taken.";
        }
        return allowLoopback && IsLoopbackHost(target) ? LoopbackRefusal(target) : PublicRefusal(target);
    }

    /// <summary>The address when the host is one, or null when it is a name.</summary>
    internal static IPAddress? Literal(Uri target) =>
        target.HostNameType == UriHostNameType.Dns ? null : IPAddress.Parse(target.DnsSafeHost);

    private static bool IsLoopbackHost(Uri target) => Literal(target) is { } address
        ? EgressAddresses.MayReach(address, allowLoopback: true) && IPAddress.IsLoopback(address)
        : target.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static string? LoopbackRefusal(Uri target) =>
        target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp ? null : "A target is reached over https.";

    private static string? PublicRefusal(Uri target)
    {
        if (target.Scheme != Uri.UriSchemeHttps)
        {
            return "A target is reached over https.";
        }
        if (target.Port is not (UsualPort or OtherPort))
        {
            return $"A target listens on port {UsualPort} or {OtherPort}.";
        }
        if (Literal(target) is { } address)
        {
            return EgressAddresses.MayReach(address, allowLoopback: false) ? null : "The address may not be reached from here.";
        }
        return target.IdnHost.TrimEnd('.').Contains('.', StringComparison.Ordinal) ? null : "The host needs a full name.";
    }
}
