namespace OtcBackoffice.Domain.Access;

/// <summary>Which door a credential opens. It opens no other one.</summary>
public enum CredentialSurface
{
    /// <summary>The deposit desk API: a personal access token, or a token of a merchant.</summary>
    DepositDesk,

    /// <summary>The platform API: a bearer key.</summary>
    Platform,

    /// <summary>The exchange API: an <c>x-api-key</c> of the form <c>sk_...</c>.</summary>
    Exchange,

    /// <summary>The block-trade API: an API key with a secret that signs.</summary>
    BlockTrade,

    /// <summary>The gateway API: an OAuth client.</summary>
    Gateway,
}

/// <summary>Whether a credential is for play or for money. A desk takes only those of its own kind.</summary>
public enum CredentialEnvironment
{
    /// <summary>A desk with simulated chain, market and clock.</summary>
    Sandbox,

    /// <summary>A desk that moves money.</summary>
    Live,
}

/// <summary>What the running desk is; a credential of the other kind is unknown to it.</summary>
public sealed record HostedEnvironment(CredentialEnvironment Kind);

/// <summary>Left in a request's features when its key is of the other kind of desk, told by its text alone (contracts, 000-10).</summary>
public sealed record ForeignKey(CredentialEnvironment Kind);

/// <summary>
/// The closed table of what a credential of each surface can be allowed to do. A credential has no scope until somebody
/// chooses one, and without any it may do nothing.
/// </summary>
public static class CredentialScopes
{
    /// <summary>Asking without changing anything, and changing.</summary>
    public const string Read = "read", Write = "write";

    private static readonly Dictionary<CredentialSurface, string[]> Known = new()
    {
        [CredentialSurface.DepositDesk] = [Read, Write],
        [CredentialSurface.Platform] =
            ["orders:read", "orders:write", "customers:read", "funds:read", "statuses:read", "events:read", "webhooks:write"],
        [CredentialSurface.Exchange] = ["otc-exchanges:read", "otc-exchanges:write"],
        [CredentialSurface.BlockTrade] = ["TRADE", "USER_DATA"],
        [CredentialSurface.Gateway] = [Read, Write, "admin"],
    };

    /// <summary>The scope of the gateway that only an admin of the desk may give.</summary>
    public const string GatewayAdmin = "admin";

    /// <summary>Every scope of a surface.</summary>
    public static IReadOnlyList<string> Of(CredentialSurface surface) => Known[surface];

    /// <summary>Whether a credential of the surface may act as a person; the others act for a merchant only.</summary>
    public static bool IsPersonal(CredentialSurface surface) => surface == CredentialSurface.DepositDesk;

    /// <summary>What the surface is called on the wire and in the database.</summary>
    public static string NameOf(CredentialSurface surface) => Lifecycles.Names.Snake(surface);

    /// <summary>The name of the policy that asks for a scope; routes are tied to it by this name.</summary>
    public static string Policy(CredentialSurface surface, string scope) => $"scope:{NameOf(surface)}:{scope}";
}
