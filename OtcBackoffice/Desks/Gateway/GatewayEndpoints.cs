using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>Where a tenant hears of its records: its own endpoint, and the addresses that single records name.</summary>
public sealed class GatewayEndpoints(IOutboundHttp outbound, IDataProtectionProvider protection)
{
    private const string Events = "gateway.*";

    private readonly IDataProtector _protector = protection.CreateProtector(WebhookForms.SecretPurpose);

    /// <summary>The endpoint of an address that a record names, made the first time; a refusal when it may not be a target.</summary>
    public async Task<Result<Guid?>> ForAsync(DeskWork work, string? url, CancellationToken cancellation, Guid? owner = null)
    {
        if (url is null)
        {
            return (Guid?)null;
        }
        if (Fault(url) is { } fault)
        {
            return fault;
        }
        var merchantId = owner ?? work.TenantId;
        var known = await work.Db.WebhookEndpoints.FirstOrDefaultAsync(
            row => row.MerchantId == merchantId && row.Surface == WebhookForms.GatewayCallback && row.Url == url && row.IsActive,
                cancellation);
        if (known is not null)
        {
            return (Guid?)known.Id;
        }
        var tenant = await TenantAsync(work, merchantId, cancellation);
        var endpoint = Make(work, merchantId, url, WebhookForms.GatewayCallback, "", Secret(tenant));
        // Whoever checks with the secret of before the rotation checks this address as well.
        if (await work.Db.WebhookEndpoints.FirstOrDefaultAsync(row => row.Id == tenant.EndpointId && row.PreviousUntilUtc > work.Now,
            cancellation) is { } own)
        {
            (endpoint.PreviousProtectedSecret, endpoint.PreviousUntilUtc) = (own.PreviousProtectedSecret, own.PreviousUntilUtc);
        }
        return (Guid?)endpoint.Id;
    }

    /// <summary>Why an address may not be a target, or null.</summary>
    public DomainError? Fault(string url) => url.Length > 2_000 || !Uri.TryCreate(url, UriKind.Absolute, out _)
        ? DomainError.Of(ErrorCode.WebhookTargetRefused, "callback_url",
            "callback_url must be an absolute address of at most 2000 characters.")
        : outbound.CheckTarget(url) is { } reason
        ? DomainError.Of(ErrorCode.WebhookTargetRefused, "callback_url", $"callback_url: {reason}") : null;

    /// <summary>Sets the tenant's own endpoint. Answers the secret when it was never shown before.</summary>
    public async Task<Result<string?>> ConfigureAsync(DeskWork work, string? url, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(url))
        {
            return DomainError.Of(ErrorCode.WebhookTargetRefused, "callback_url", "callback_url is required.");
        }
        if (Fault(url) is { } fault)
        {
            return fault;
        }
        var tenant = await TenantAsync(work, work.TenantId, cancellation);
        var secret = Secret(tenant);
        var endpoint = tenant.EndpointId is { } id ? await work.Db.WebhookEndpoints.FirstOrDefaultAsync(row => row.Id == id, cancellation)
            : null;
        if (endpoint is null)
        {
            endpoint = Make(work, tenant.MerchantId, url, WebhookForms.Gateway, Events, secret);
            tenant.Listen(endpoint.Id);
        }
        (endpoint.Url, endpoint.IsActive) = (url, true);
        if (tenant.IsSecretShown)
        {
            return (string?)null;
        }
        tenant.ShowSecret();
        return _protector.Unprotect(secret);
    }

    /// <summary>Gives the tenant a new secret; the old one signs as well for a day.</summary>
    public async Task<string> RotateAsync(DeskWork work, CancellationToken cancellation)
    {
        var tenant = await TenantAsync(work, work.TenantId, cancellation);
        var old = tenant.ProtectedSecret;
        var secret = NewSecret();
        var kept = _protector.Protect(secret);
        tenant.KeepSecret(kept);
        tenant.ShowSecret();
        var mine = await work.Db.WebhookEndpoints.Where(row => row.MerchantId == tenant.MerchantId
            && (row.Surface == WebhookForms.Gateway || row.Surface == WebhookForms.GatewayCallback)).ToListAsync(cancellation);
        foreach (var endpoint in mine)
        {
            (endpoint.PreviousProtectedSecret, endpoint.PreviousUntilUtc, endpoint.ProtectedSecret) = (old, work.Now.AddHours(24), kept);
        }
        return secret;
    }

    /// <summary>The secret as people may see it again: its kind and its last three characters; null when there is none.</summary>
    public string? Masked(GatewayTenant? tenant) =>
        tenant is { ProtectedSecret: { } kept, IsSecretShown: true } ? $"sec_****{_protector.Unprotect(kept)[^3..]}" : null;

    /// <summary>The tenant's terms; made with the defaults the first time.</summary>
    public static async Task<GatewayTenant> TenantAsync(DeskWork work, Guid merchantId, CancellationToken cancellation)
    {
        var tenant = work.Db.GatewayTenants.Local.FirstOrDefault(row => row.MerchantId == merchantId)
            ?? await work.Db.GatewayTenants.FirstOrDefaultAsync(row => row.MerchantId == merchantId, cancellation);
        if (tenant is null)
        {
            tenant = GatewayTenant.Of(merchantId);
            work.Db.GatewayTenants.Add(tenant);
        }
        return tenant;
    }

    private string Secret(GatewayTenant tenant)
    {
        if (tenant.ProtectedSecret is null)
        {
            tenant.KeepSecret(_protector.Protect(NewSecret()));
        }
        return tenant.ProtectedSecret!;
    }

    private static string NewSecret() => "sec_" + RandomNumberGenerator.GetString(Domain.Access.CredentialText.Alphabet, 40);

    private static WebhookEndpoint Make(DeskWork work, Guid merchantId, string url, string surface, string events, string protectedSecret)
    {
        var endpoint = new WebhookEndpoint
        {
            Id = work.NewId(),
            MerchantId = merchantId,
            Url = url,
            Events = events,
            Surface = surface,
            ProtectedSecret = protectedSecret,
            IsActive = true,
            CreatedAtUtc = work.Now,
        };
        work.Db.WebhookEndpoints.Add(endpoint);
        work.Audit(new AuditNote("webhook.create", "webhook_endpoint", endpoint.Id) { MerchantId = merchantId,
            Changes = new { url, surface } });
        return endpoint;
    }
}
