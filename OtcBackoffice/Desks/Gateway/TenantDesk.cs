using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>What a tenant may know of itself.</summary>
public sealed record TenantView(string Name, decimal TransactionFee, bool IsFeePaidByUser, string? CallbackUrl, string? MaskedSecret);

/// <summary>A tenant's webhook setting; the secret only the first time.</summary>
public sealed record TenantWebhook(string CallbackUrl, string? Secret, string? MaskedSecret);

/// <summary>A new secret, shown this once.</summary>
public sealed record TenantSecret(string Secret);

/// <summary>A tenant's terms as staff keep them.</summary>
public sealed record TenantTerms(Guid MerchantId, string FeePercentage, bool IsFeePaidByUser, int ToleranceBps, int ExpiryMinutesMin,
    int ExpiryMinutesMax,
    string? BasePath, IReadOnlyList<string> Scopes, bool LegacyEvents)
{
    /// <summary>The terms of a row.</summary>
    public static TenantTerms Of(GatewayTenant tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return new TenantTerms(tenant.MerchantId, Domain.Monetary.DecimalText.Format(tenant.FeeBps, 2), tenant.IsFeePaidByUser,
            tenant.ToleranceBps,
            tenant.ExpiryMinutesMin, tenant.ExpiryMinutesMax, tenant.BasePath, tenant.Scopes.Split(' '), tenant.LegacyEvents);
    }
}

/// <summary>A merchant's terms with its name.</summary>
public sealed record NamedTerms(string MerchantName, TenantTerms Terms);

/// <summary>Tenants of the gateway: what they know of themselves, and their terms, which two admins change.</summary>
public sealed class TenantDesk(DeskTransaction transaction, DeskGate gate, PolicyGate policy, GatewayEndpoints endpoints)
{
    /// <summary>The actor's own tenant.</summary>
    public async Task<Result<TenantView>> MeAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.GatewayOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchantId = reading.Actor.MerchantId;
        var name = await reading.Db.Merchants.Where(row => row.Id == merchantId).Select(row => row.Name).FirstAsync(cancellation);
        var tenant = await reading.Db.GatewayTenants.FirstOrDefaultAsync(row => row.MerchantId == merchantId, cancellation);
        var terms = tenant ?? GatewayTenant.Of(merchantId!.Value);
        var url = tenant?.EndpointId is { } id
            ? await reading.Db.WebhookEndpoints.Where(row => row.Id == id && row.IsActive).Select(row => row.Url)
            .FirstOrDefaultAsync(cancellation)
            : null;
        return new TenantView(name, GatewayCatalogue.Shown(terms.FeePercentage), terms.IsFeePaidByUser, url, endpoints.Masked(tenant));
    }

    /// <summary>Sets where the tenant hears of its records. The secret stays; it is shown the first time and never again.</summary>
    public Task<Result<TenantWebhook>> ConfigureWebhookAsync(string? url, CancellationToken cancellation) =>
        transaction.RunAsync<TenantWebhook>(new DeskCommand(Permission.GatewayOwn), async (work, token) =>
        {
            var configured = await endpoints.ConfigureAsync(work, url, token);
            if (configured.Failed(out var refused))
            {
                return refused;
            }
            var tenant = await GatewayEndpoints.TenantAsync(work, work.TenantId, token);
            work.Audit(new AuditNote("gateway.webhook", "gateway_tenant", tenant.MerchantId) { MerchantId = tenant.MerchantId,
                Changes = new { url } });
            return new TenantWebhook(url!, configured.Value, endpoints.Masked(tenant));
        }, cancellation);

    /// <summary>Gives the tenant a new secret, shown this once; the old one signs as well for a day.</summary>
    public Task<Result<TenantSecret>> RotateSecretAsync(CancellationToken cancellation) =>
        transaction.RunAsync<TenantSecret>(new DeskCommand(Permission.GatewayOwn), async (work, token) =>
        {
            work.Audit(new AuditNote("gateway.rotate_secret", "gateway_tenant", work.TenantId) { MerchantId = work.TenantId });
            return new TenantSecret(await endpoints.RotateAsync(work, token));
        }, cancellation);

    /// <summary>A tenant's terms.</summary>
    public async Task<Result<TenantTerms>> TermsAsync(Guid merchantId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.GatewayRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (!await reading.Db.Merchants.AnyAsync(row => row.Id == merchantId, cancellation))
        {
            return DomainError.Missing("merchant");
        }
        return TenantTerms.Of(await reading.Db.GatewayTenants.FirstOrDefaultAsync(row => row.MerchantId == merchantId, cancellation)
            ?? GatewayTenant.Of(merchantId));
    }

    /// <summary>The terms of every merchant, by name; those that were never changed are the defaults.</summary>
    public async Task<Result<IReadOnlyList<NamedTerms>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.GatewayRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var kept = await reading.Db.GatewayTenants.ToDictionaryAsync(row => row.MerchantId, cancellation);
        var merchants = await reading.Db.Merchants.OrderBy(row => row.Name).Select(row => new { row.Id, row.Name })
            .ToListAsync(cancellation);
        return merchants.ConvertAll(row =>
            new NamedTerms(row.Name, TenantTerms.Of(kept.GetValueOrDefault(row.Id) ?? GatewayTenant.Of(row.Id))));
    }

    /// <summary>Changes a tenant's terms; the policy wants a second admin.</summary>
    public Task<Result<Decided<TenantTerms>>> ChangeTermsAsync(Guid merchantId, TenantChange change, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<TenantTerms>>(new DeskCommand(Permission.GatewayEdit) { NeedsFreshSignIn = true }, (work, token) =>
            ChangeTermsAsync(work, merchantId, change, token), cancellation);

    /// <summary>How a change of terms runs when a second person has agreed.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<TenantChange, Decided<TenantTerms>>(ApprovalOperation.GatewayTermsChange, Permission.GatewayEdit,
        async (work, id, token) =>
            VersionOf(await work.Db.GatewayTenants.FirstOrDefaultAsync(row => row.MerchantId == id, token)), ChangeTermsAsync);

    private async Task<Result<Decided<TenantTerms>>> ChangeTermsAsync(DeskWork work, Guid merchantId, TenantChange change,
        CancellationToken cancellation)
    {
        var merchant = await work.Db.Merchants.FirstOrDefaultAsync(row => row.Id == merchantId, cancellation);
        if (merchant is null)
        {
            return DomainError.Missing("merchant");
        }
        var kept = await work.Db.GatewayTenants.FirstOrDefaultAsync(row => row.MerchantId == merchantId, cancellation);
        var version = VersionOf(kept);
        if ((kept ?? GatewayTenant.Of(merchantId)).Copy().Change(change).Failed(out var unfit))
        {
            return unfit;
        }
        if (change.BasePath is { Length: > 0 } path
            && await work.Db.GatewayTenants.AnyAsync(row => row.BasePath == path && row.MerchantId != merchantId, cancellation))
        {
            return DomainError.Of(ErrorCode.AlreadyTaken, "base_path", "base_path belongs to another tenant.");
        }
        var about = new PolicyCase(ApprovalOperation.GatewayTermsChange, "gateway_tenant", merchantId, version, merchant.Name)
        {
            MerchantId = merchantId,
            Summary = $"{merchant.Name}: change the terms of the gateway.",
            Command = change,
        };
        var ruled = await policy.RuleAsync(work, about, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            return Decided<TenantTerms>.Later(waiting);
        }
        var tenant = await GatewayEndpoints.TenantAsync(work, merchantId, cancellation);
        if (tenant.Change(change).Failed(out var refused))
        {
            return refused;
        }
        work.Audit(new AuditNote("gateway.terms", "gateway_tenant", merchantId) { MerchantId = merchantId, Changes = change });
        return Decided<TenantTerms>.Now(TenantTerms.Of(tenant));
    }

    private static string VersionOf(GatewayTenant? tenant) =>
        (tenant?.Version ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
