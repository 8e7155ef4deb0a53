using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>An OAuth application; the secret only in the answer that makes it.</summary>
public sealed record GatewayAppView(long Number, string Name, string ClientId, IReadOnlyList<string> Scopes, DateTime CreatedAtUtc)
{
    /// <summary>The secret, shown this once.</summary>
    public string? ClientSecret { get; init; }
}

/// <summary>
/// A tenant's OAuth applications. One never has more scopes than whoever makes it, and its tokens end with it.
/// </summary>
public sealed class GatewayAppDesk(DeskTransaction transaction, IDataProtectionProvider protection, HostedEnvironment desk)
{
    private const int AppsMax = 50;

    /// <summary>The tenant's applications, oldest first. One that was made elsewhere gets its number here.</summary>
    public Task<Result<IReadOnlyList<GatewayAppView>>> ListAsync(CancellationToken cancellation) =>
        transaction.RunAsync<IReadOnlyList<GatewayAppView>>(new DeskCommand(Permission.GatewayOwn), async (work, token) =>
        {
            if (work.Actor.MerchantId is not { } merchantId)
            {
                return GatewayWalletDesk.NoTenant();
            }
            var live = await work.Db.ApiCredentials.AsNoTracking()
                .Where(row => row.MerchantId == merchantId && row.Surface == CredentialSurface.Gateway && row.RevokedAtUtc == null)
                .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).ToListAsync(token);
            var numbers = await work.Db.GatewayApps.Where(row => row.MerchantId == merchantId)
                .ToDictionaryAsync(row => row.CredentialId, token);
            var views = new List<GatewayAppView>(live.Count);
            foreach (var row in live)
            {
                if (!numbers.TryGetValue(row.Id, out var app))
                {
                    app = await NumberAsync(work, row, merchantId, token);
                }
                views.Add(View(row, app.Number));
            }
            return views;
        }, cancellation);

    /// <summary>Makes an application; without named scopes it may do what its maker may, but for <c>admin</c>.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="scope">What it may do, parted by blanks; or null.</param>
    /// <param name="within">What the maker's token was given for, which may be less than the maker has; null for a person.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<Result<GatewayAppView>> CreateAsync(string? name, string? scope, IReadOnlyCollection<string>? within,
        CancellationToken cancellation) =>
        transaction.RunAsync<GatewayAppView>(new DeskCommand(Permission.GatewayOwn), async (work, token) =>
        {
            if (work.Actor.MerchantId is not { } merchantId)
            {
                return GatewayWalletDesk.NoTenant();
            }
            // The widest scope is the desk's to give, whoever asks (A13). A person of the tenant gives what the tenant's terms allow.
            var held = work.Actor.Actor is { CredentialId: { } own }
                && await work.Db.ApiCredentials.FirstOrDefaultAsync(row => row.Id == own && row.Surface == CredentialSurface.Gateway, token)
                is { } key
                ? key.ScopeList()
                : (await GatewayEndpoints.TenantAsync(work, merchantId, token)).Scopes.Split(' ');
            var maker = held.Where(one => one != CredentialScopes.GatewayAdmin && within?.Contains(one) != false).ToList();
            var scopes = scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [.. maker];
            if (scopes.Except(maker, StringComparer.Ordinal).Any())
            {
                return new DomainError(ErrorCode.Forbidden,
                    "An application never gets more scopes than its maker has.") { Field = "scope" };
            }
            if (await work.Db.ApiCredentials.CountAsync(row => row.MerchantId == merchantId && row.RevokedAtUtc == null, token) >= AppsMax)
            {
                return new DomainError(ErrorCode.WrongState,
                    $"There are {AppsMax} credentials already. Delete one that is no longer used.");
            }
            var minted = CredentialMint.New(CredentialSurface.Gateway, CredentialEnvironment.Sandbox, protection);
            var terms = new CredentialTerms(CredentialSurface.Gateway, name, null, merchantId, scopes, AddressList.Empty, null);
            var issued = ApiCredential.Issue(work.NewId(), minted.KeyId, terms, minted.Stored, desk, work.Actor.PersonId, work.Now);
            if (issued.Failed(out var refused))
            {
                return refused;
            }
            work.Db.ApiCredentials.Add(issued.Value);
            var app = await NumberAsync(work, issued.Value, merchantId, token);
            Record(work, issued.Value, "create", new { app.Number, Scopes = scopes });
            return View(issued.Value, app.Number) with { ClientSecret = minted.Secret };
        }, cancellation);

    /// <summary>Ends an application; its tokens end within a second.</summary>
    public Task<Result<Unit>> DeleteAsync(long number, CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(new DeskCommand(Permission.GatewayOwn), async (work, token) =>
        {
            var app = await work.Db.GatewayApps.FirstOrDefaultAsync(row => row.Number == number && row.MerchantId == work.Actor.MerchantId, token);
            var row = app is null ? null
                : await work.Db.ApiCredentials.FirstOrDefaultAsync(one => one.Id == app.CredentialId && one.RevokedAtUtc == null, token);
            if (row is null)
            {
                return DomainError.Missing("application");
            }
            row.Revoke(work.Now);
            Record(work, row, "delete", new { app!.Number });
            return Unit.Done;
        }, cancellation);

    private static async Task<GatewayApp> NumberAsync(DeskWork work, ApiCredential row, Guid merchantId, CancellationToken cancellation)
    {
        var app = new GatewayApp { Number = await work.NextNumberAsync("gateway_app", cancellation), CredentialId = row.Id,
            MerchantId = merchantId, CreatedAtUtc = row.CreatedAtUtc };
        work.Db.GatewayApps.Add(app);
        return app;
    }

    private static GatewayAppView View(ApiCredential row, long number) =>
        new(number, row.Name, row.KeyId, row.ScopeList(), row.CreatedAtUtc);

    private static void Record(DeskWork work, ApiCredential row, string action, object changes) =>
        work.Audit(new AuditNote($"gateway_app.{action}", "credential", row.Id) { MerchantId = row.MerchantId, Changes = changes });
}
