using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>
/// Makes a desk that can work at once, on an empty database only: people, merchants, catalogue, prices and funds in one
/// transaction. The credentials are random and are written to a file that only the owner can read.
/// </summary>
public sealed class DemoDesk(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, HostSettings settings,
    IPasswordHasher<BackofficeUser> hasher,
    IChainNode chain, ILookupNormalizer normalizer, IServiceProvider services, IDataProtectionProvider protection, HostedEnvironment desk)
{
    private static readonly JsonSerializerOptions FileJson =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Seeds an empty database; false when somebody is there already.</summary>
    public async Task<bool> SeedAsync(CancellationToken cancellation)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            if (await db.Users.AnyAsync(cancellation))
            {
                return false;
            }
        }
        var seeded = await transaction.RunAsAsync<Unit>(Actor.System("demo"), new DeskCommand(null), async (work, token) =>
        {
            var roles = await work.Db.Roles.ToDictionaryAsync(role => role.Name!, role => role.Id, token);
            var staff = DemoCatalogue.Staff.Select(one => AddPerson(work, roles, one.Email, one.Name, one.Roles, null)).ToList();
            var merchants = DemoCatalogue.Merchants.Select(one => AddMerchant(work, roles, one)).ToList();
            DemoCatalogue.AddCurrenciesAndPrices(work);
            DemoCatalogue.AddTreasury(work, chain,
                staff.Where(one => one.Email is "treasury@demo.local" or "treasury2@demo.local" or "admin@demo.local")
                .Select(one => one.UserId));
            DemoAccounts.Add(work, chain, staff[0].UserId);
            await DemoBlockTrades.AddMarketsAsync(work, [.. merchants.Select(one => (one.MerchantId, one.Name))], token);
            WriteFile(new { Staff = staff, Merchants = merchants });
            work.Audit(new AuditNote("demo.seed", "desk", Guid.Empty));
            return Unit.Done;
        }, cancellation);
        return seeded.Failed(out var refused) ? throw new InvalidOperationException(refused.Message) : true;
    }

    /// <summary>
    /// Says of the demo's merchants who they are, for the travel rule; also on a desk that was made before the rule was kept.
    /// </summary>
    public async Task CompletePartiesAsync(TravelRule rule, CancellationToken cancellation)
    {
        var names = DemoCatalogue.Merchants.SelectMany(plan => new[] { plan.Name, plan.SubVendor }).ToList();
        List<(Guid Id, string Name)> lacking;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            var rows = await db.Merchants.Where(row => names.Contains(row.Name)
                && !db.TravelParties.Any(party => party.MerchantId == row.Id))
                .Select(row => new { row.Id, row.Name }).ToListAsync(cancellation);
            lacking = rows.ConvertAll(row => (row.Id, row.Name));
        }
        if (lacking.Count == 0)
        {
            return;
        }
        var done = await transaction.RunAsAsync<Unit>(Actor.System("demo"), new DeskCommand(null), async (work, token) =>
        {
            foreach (var (id, name) in lacking)
            {
                var party = new TravelPerson { Name = name, Address = "12 Moi Avenue", Town = "Nairobi", Country = "KE",
                    Identifier = $"CPR/2020/{Math.Abs(name.Length * 7919)}" };
                await TravelBook.KeepAsync(work, rule, id, party, token);
            }
            return Unit.Done;
        }, cancellation);
        if (done.Failed(out var refused))
        {
            throw new InvalidOperationException(refused.Message);
        }
    }

    private DemoMerchant AddMerchant(DeskWork work, Dictionary<string, Guid> roles, DemoMerchantPlan plan)
    {
        var merchant = Domain.Merchants.Merchant.Create(work.NewId(), plan.Name, null, work.Now).Value;
        var subVendor = Domain.Merchants.Merchant.Create(work.NewId(), plan.SubVendor, merchant.Id, work.Now).Value;
        merchant.Change(null, null, isVerified: true);
        subVendor.Change(null, null, isVerified: true);
        work.Db.Merchants.AddRange(merchant, subVendor);
        DemoCatalogue.AddWallets(work, merchant, subVendor, services.GetService<SandboxChain>());
        var person = AddPerson(work, roles, plan.Email, plan.Name, [Role.Merchant], merchant.Id);
        var keys = DemoMachines.Surfaces.ToDictionary(surface => surface, surface => Issue(work, DemoMachines.Terms(surface, merchant.Id)));
        return new DemoMerchant(merchant.Id, merchant.Name, person.Email, person.Password, person.UserId, person.ApiToken)
        {
            PlatformApiKey = keys.GetValueOrDefault(CredentialSurface.Platform)?.Secret,
            ExchangeApiKey = keys.GetValueOrDefault(CredentialSurface.Exchange)?.Secret,
            BlockTrade = keys.TryGetValue(CredentialSurface.BlockTrade, out var pair) ? new DemoKeyPair(pair.KeyId, pair.Secret) : null,
            Gateway = keys.TryGetValue(CredentialSurface.Gateway, out var client) ? new DemoClient(client.KeyId, client.Secret) : null,
        };
    }

    private DemoPerson AddPerson(DeskWork work, Dictionary<string, Guid> roles, string email, string name, Role[] holds, Guid? merchantId)
    {
        var password = ApiSecrets.New("Demo1");
        var user = new BackofficeUser
        {
            Id = work.NewId(),
            UserName = email,
            NormalizedUserName = normalizer.NormalizeName(email),
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            EmailConfirmed = true,
            DisplayName = name,
            MerchantId = merchantId,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAtUtc = work.Now,
        };
        user.PasswordHash = hasher.HashPassword(user, password);
        work.Db.Users.Add(user);
        work.Db.UserRoles.AddRange(
            holds.Select(role => new IdentityUserRole<Guid> { UserId = user.Id, RoleId = roles[Names.Snake(role)] }));
        var token = Issue(work, new CredentialTerms(CredentialSurface.DepositDesk, "demo personal access token", user.Id, merchantId,
            [CredentialScopes.Read, CredentialScopes.Write], AddressList.Empty, null)).Secret;
        return new DemoPerson(email, password, [.. holds.Select(role => Names.Snake(role))], user.Id, token);
    }

    private MintedSecret Issue(DeskWork work, CredentialTerms terms)
    {
        var minted = CredentialMint.New(terms.Surface, desk.Kind, protection);
        work.Db.ApiCredentials.Add(
            ApiCredential.Issue(work.NewId(), minted.KeyId, terms, minted.Stored, desk, work.Actor.PersonId, work.Now).Value);
        return minted;
    }

    private void WriteFile(object credentials)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var file = new FileStream(settings.DemoCredentialsFile, options);
        JsonSerializer.Serialize(file, credentials, FileJson);
        file.Flush(flushToDisk: true);
    }

    private sealed record DemoPerson(string Email, string Password, IReadOnlyList<string> Roles, Guid UserId, string ApiToken);

    private sealed record DemoMerchant(Guid MerchantId, string Name, string Email, string Password, Guid UserId, string ApiToken)
    {
        public string? PlatformApiKey { get; init; }
        public string? ExchangeApiKey { get; init; }
        public DemoKeyPair? BlockTrade { get; init; }
        public DemoClient? Gateway { get; init; }
    }
}
