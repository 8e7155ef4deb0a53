using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Hosting;

/// <summary>The verb <c>credential</c>: what an operator can do about machines without the console.</summary>
internal static class CredentialVerbs
{
    /// <summary>Runs the verb, or answers null when the words make no command.</summary>
    public static async Task<int?> RunAsync(IServiceProvider services, string[] words) => words switch
    {
        ["add", var surface, var merchant, var name, var scopes, .. var rest] when rest.Length < 2
            && Names.TryParse<CredentialSurface>(surface, out var door) =>
            await AddForMerchantAsync(services, door, merchant, name, scopes, rest.FirstOrDefault()),
        ["add", var email, var name, .. var scopes] when scopes.Length < 2 && email.Contains('@', StringComparison.Ordinal) =>
            await AddForPersonAsync(services, email, name, scopes.FirstOrDefault() ?? $"{CredentialScopes.Read},{CredentialScopes.Write}"),
        ["revoke", var id] => await RevokeAsync(services, id),
        _ => null,
    };

    private static async Task<int> AddForPersonAsync(IServiceProvider services, string email, string name, string scopes)
    {
        await using var db = services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var normalized = email.ToUpperInvariant();
        var user = await db.Users.FirstOrDefaultAsync(one => one.NormalizedEmail == normalized)
            ?? throw new CommandException($"There is no user {email}.");
        var request = new CredentialRequest(CredentialSurface.DepositDesk, name, user.MerchantId, Split(scopes), null, null);
        return Tell(await services.GetRequiredService<CredentialDesk>().CreateAtConsoleAsync(request, user.Id, CancellationToken.None));
    }

    private static async Task<int> AddForMerchantAsync(IServiceProvider services, CredentialSurface surface, string merchant, string name,
        string scopes, string? addresses)
    {
        await using var db = services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var isId = Guid.TryParse(merchant, out var id);
        var owner = await db.Merchants.FirstOrDefaultAsync(one => isId ? one.Id == id : one.Name == merchant)
            ?? throw new CommandException($"There is no merchant {merchant}.");
        var request = new CredentialRequest(surface, name, owner.Id, Split(scopes), Split(addresses ?? ""), null);
        return Tell(await services.GetRequiredService<CredentialDesk>().CreateAtConsoleAsync(request, null, CancellationToken.None));
    }

    private static async Task<int> RevokeAsync(IServiceProvider services, string id)
    {
        var revoked = Guid.TryParse(id, out var key)
            ? await services.GetRequiredService<CredentialDesk>().RevokeAtConsoleAsync(key, CancellationToken.None)
            : DomainError.Missing("credential");
        if (revoked.Failed(out var refused))
        {
            throw new CommandException(refused.Message);
        }
        Console.WriteLine($"Revoked {id}.");
        return 0;
    }

    private static int Tell(Result<IssuedCredential> issued)
    {
        if (issued.Failed(out var refused))
        {
            throw new CommandException(refused.Message);
        }
        var (credential, secret) = issued.Value;
        Console.WriteLine(CredentialText.IsPair(credential.Surface) ? $"{credential.Id} {credential.KeyId} {secret}"
            : $"{credential.Id} {secret}");
        return 0;
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
