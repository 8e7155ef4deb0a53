using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>What may be changed of a tenant's terms; null leaves a term alone.</summary>
public sealed record TenantChange
{
    /// <summary>The fee in per cent with at most two decimals.</summary>
    public string? FeePercentage { get; init; }

    /// <summary>Whether payers pay the fee on top, unless a payment says otherwise.</summary>
    public bool? IsFeePaidByUser { get; init; }

    /// <summary>How far a payment may fall short and still count as whole.</summary>
    public int? ToleranceBps { get; init; }

    /// <summary>The shortest life of a payment.</summary>
    public int? ExpiryMinutesMin { get; init; }

    /// <summary>The longest life of a payment.</summary>
    public int? ExpiryMinutesMax { get; init; }

    /// <summary>The first segment of the tenant's own addresses; empty takes it away.</summary>
    public string? BasePath { get; init; }

    /// <summary>The most that its applications may be allowed.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Whether the event of the first generation is sent beside today's.</summary>
    public bool? LegacyEvents { get; init; }
}

/// <summary>A merchant as a tenant of the gateway: its terms. Made with the defaults when they are first needed.</summary>
public sealed class GatewayTenant
{
    /// <summary>The highest fee that a caller may ask for in place of the tenant's own, in basis points.</summary>
    public const int FeeBpsMax = 1_000;

    private static readonly string[] Reserved =
        ["api", "otc-exchanges", "openapi", "otc-deposits-proof", "sandbox", "gateway", "v1", "pay", "dev", "status", "system", "health",
            "reference", "files", "account",
         "access", "access-requests", "approvals", "audit", "bans", "block-trades", "checkout", "counts", "credentials", "css",
         "currencies", "deposits", "developers", "exchanges", "exports",
         "favicon", "fault", "gateway-batches", "gateway-keys", "gateway-payments", "gateway-tenants", "gateway-withdrawals",
             "incidents", "jobs", "js", "ledger", "lib", "lists", "login", "logout", "mails", "merchants", "my", "o", "payments",
             "permissions", "pictures", "policies", "pricing",
         "profile", "rates", "receipts", "reconciliation", "reports", "screening", "search", "settings", "setup", "shop", "statements",
         "team", "treasury", "unmatched", "users", "verifications",
         "views", "wallets", "webhooks", "withdrawal", "withdrawals"];

    private GatewayTenant()
    {
    }

    /// <summary>The merchant.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>The fee in basis points: 100 are one per cent.</summary>
    public int FeeBps { get; private set; } = 100;

    /// <summary>Whether payers pay the fee on top, unless a payment says otherwise.</summary>
    public bool IsFeePaidByUser { get; private set; }

    /// <summary>How far a payment may fall short and still count as whole.</summary>
    public int ToleranceBps { get; private set; }

    /// <summary>The shortest and the longest life of a payment, in minutes.</summary>
    public int ExpiryMinutesMin { get; private set; } = 5;

    /// <summary>The longest life of a payment, in minutes.</summary>
    public int ExpiryMinutesMax { get; private set; } = 1_440;

    /// <summary>The first segment of the tenant's own addresses, or null.</summary>
    public string? BasePath { get; private set; }

    /// <summary>The most that its applications may be allowed, with spaces between.</summary>
    public string Scopes { get; private set; } = "read write";

    /// <summary>Whether the event of the first generation is sent beside today's.</summary>
    public bool LegacyEvents { get; private set; }

    /// <summary>The secret that signs what the tenant hears, under Data Protection; null until it is first needed.</summary>
    public string? ProtectedSecret { get; private set; }

    /// <summary>Whether the secret was shown; it is, once, and then only after a rotation.</summary>
    public bool IsSecretShown { get; private set; }

    /// <summary>The tenant's own webhook endpoint, or null.</summary>
    public Guid? EndpointId { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>A tenant with the default terms.</summary>
    public static GatewayTenant Of(Guid merchantId) => new() { MerchantId = merchantId };

    /// <summary>Whether a first segment of an address can be a tenant's own; most are not, and nobody needs to look.</summary>
    public static bool CanBeBasePath(string? segment) => segment is { Length: >= 3 and <= 32 }
        && segment.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        && !Reserved.Contains(segment, StringComparer.Ordinal);

    /// <summary>A copy to try a change on; it is never saved.</summary>
    public GatewayTenant Copy() => (GatewayTenant)MemberwiseClone();

    /// <summary>Keeps a new secret.</summary>
    public void KeepSecret(string sealedSecret)
    {
        ProtectedSecret = sealedSecret;
        Version++;
    }

    /// <summary>Names the tenant's own endpoint.</summary>
    public void Listen(Guid endpointId)
    {
        EndpointId = endpointId;
        Version++;
    }

    /// <summary>Writes down that the secret was shown.</summary>
    public void ShowSecret()
    {
        IsSecretShown = true;
        Version++;
    }

    /// <summary>Changes the terms.</summary>
    public Result<GatewayTenant> Change(TenantChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (Fault(change) is { } fault)
        {
            return fault;
        }
        FeeBps = change.FeePercentage is { } fee ? (int)Bps(fee)!.Value : FeeBps;
        IsFeePaidByUser = change.IsFeePaidByUser ?? IsFeePaidByUser;
        ToleranceBps = change.ToleranceBps ?? ToleranceBps;
        (ExpiryMinutesMin, ExpiryMinutesMax) = (change.ExpiryMinutesMin ?? ExpiryMinutesMin, change.ExpiryMinutesMax ?? ExpiryMinutesMax);
        BasePath = change.BasePath switch { null => BasePath, "" => null, var path => path };
        Scopes = change.Scopes is { } scopes
            ? string.Join(' ', Access.CredentialScopes.Of(Access.CredentialSurface.Gateway).Where(scopes.Contains)) : Scopes;
        LegacyEvents = change.LegacyEvents ?? LegacyEvents;
        Version++;
        return this;
    }

    /// <summary>The fee in per cent, as the wire shows it.</summary>
    public decimal FeePercentage => FeeBps / 100m;

    /// <summary>
    /// The fee that holds when a caller names one: between the tenant's own and the upper bound, so that nobody gives
    /// themselves a discount.
    /// </summary>
    public Result<int> FeeFor(string? asked)
    {
        if (asked is null)
        {
            return FeeBps;
        }
        return Bps(asked) is { } bps && bps >= FeeBps && bps <= FeeBpsMax
            ? (int)bps
            : DomainError.Of(ErrorCode.InvalidRequest, "fee_percentage",
                $"fee_percentage must lie between {FeePercentage:0.00} and {FeeBpsMax / 100m:0.00}.");
    }

    private DomainError? Fault(TenantChange change)
    {
        if (change.FeePercentage is { } fee && !(Bps(fee) is { } bps && bps <= FeeBpsMax))
        {
            return Invalid("fee_percentage", $"fee_percentage must be 0 to {FeeBpsMax / 100} with at most two decimals.");
        }
        if (change.ToleranceBps is < 0 or > 5_000)
        {
            return Invalid("tolerance_bps", "tolerance_bps must be 0 to 5000.");
        }
        var (least, most) = (change.ExpiryMinutesMin ?? ExpiryMinutesMin, change.ExpiryMinutesMax ?? ExpiryMinutesMax);
        if (least < 1 || most > 10_080 || least > most)
        {
            return Invalid("expiry_minutes_min",
                "expiry_minutes_min and expiry_minutes_max must be 1 to 10080, the first not above the second.");
        }
        if (change.BasePath is { Length: > 0 } path && !CanBeBasePath(path))
        {
            return Invalid("base_path",
                "base_path is one segment of 3 to 32 lower-case letters, digits and hyphens, and no word that the desk uses itself.");
        }
        return change.Scopes is { } scopes
            && (scopes.Count == 0 || scopes.Any(scope => !Access.CredentialScopes.Of(Access.CredentialSurface.Gateway)
            .Contains(scope, StringComparer.Ordinal)))
            ? Invalid("scopes", "scopes must be some of read, write, admin.")
            : null;
    }

    private static long? Bps(string percentage) => Monetary.DecimalText.TryParse(percentage, 2, out var bps) ? bps : null;

    private static DomainError Invalid(string field, string message) => DomainError.Of(ErrorCode.InvalidRequest, field, message);
}
