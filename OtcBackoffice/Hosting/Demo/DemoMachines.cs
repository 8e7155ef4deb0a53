using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>
/// The machines' credentials of the demo desk. A surface is listed here once it answers; adding it to
/// <see cref="Surfaces"/> is all that its builder does, and the keys appear in the file under its own names.
/// </summary>
internal static class DemoMachines
{
    /// <summary>The surfaces whose credentials are made for every demo merchant.</summary>
    public static readonly IReadOnlyList<CredentialSurface> Surfaces =
        [CredentialSurface.Platform, CredentialSurface.Exchange, CredentialSurface.BlockTrade, CredentialSurface.Gateway];

    /// <summary>What a demo credential may do: everything that a merchant may give, from this machine.</summary>
    public static CredentialTerms Terms(CredentialSurface surface, Guid merchantId) => new(
        surface, "demo credential", null, merchantId,
        [.. CredentialScopes.Of(surface).Where(scope => scope != CredentialScopes.GatewayAdmin)],
        surface == CredentialSurface.BlockTrade ? AddressList.Parse(["127.0.0.0/8", "::1"]).Value : AddressList.Empty, null);
}

/// <summary>A signing pair in the file.</summary>
internal sealed record DemoKeyPair(string ApiKey, string Secret);

/// <summary>An OAuth client in the file.</summary>
internal sealed record DemoClient(string ClientId, string ClientSecret);
