using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>What is done about credentials besides serving requests.</summary>
public sealed class CredentialUpkeep(DeskTransaction transaction, CredentialUses uses)
{
    /// <summary>Writes down when credentials were last used; never counts as work done, or every busy minute would fill the list of runs.</summary>
    public async Task<int> WriteUsesAsync(CancellationToken cancellation)
    {
        var seen = uses.Drain();
        if (seen.Count > 0)
        {
            await transaction.RunAsAsync<Unit>(Actor.System("credential_uses"), new DeskCommand(null), (work, _) =>
            {
                foreach (var (id, at) in seen)
                {
                    work.Session.Queue("UPDATE api_credentials SET last_used_at_utc = @p1 WHERE id = @p0", id, at);
                }
                return Task.FromResult<Result<Unit>>(Unit.Done);
            }, cancellation);
        }
        return 0;
    }
}
