namespace OtcBackoffice.Security;

/// <summary>That a request came below a tenant's own base path, where nobody else's clients and tokens open anything.</summary>
/// <param name="MerchantId">The tenant.</param>
/// <param name="Segment">The path, without slashes.</param>
public sealed record TenantBase(Guid MerchantId, string Segment);
