using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>What is done about credentials besides serving requests.</summary>
public sealed class CredentialUpkeep(DeskTransaction transaction, CredentialUses uses)
{
    /// <summary>How long a used signature is kept; the longest window is a minute.</summary>
    public static readonly TimeSpan SignatureKept = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Writes down when and from where credentials were last used; never counts as work done, or every busy minute would fill the
    /// list of runs.
    /// </summary>
    public async Task<int> WriteUsesAsync(CancellationToken cancellation)
    {
        var seen = uses.Drain();
        if (seen.Count > 0)
        {
            await transaction.RunAsAsync<Unit>(Actor.System("credential_uses"), new DeskCommand(null), (work, _) =>
            {
                foreach (var (id, at, range) in seen)
                {
                    // Two nodes write down their own: the later use stays.
                    work.Session.Queue(
                        "UPDATE api_credentials SET last_used_at_utc = @p1, last_address_range = COALESCE(@p2, last_address_range) "
                        + "WHERE id = @p0 AND (last_used_at_utc IS NULL OR last_used_at_utc <= @p1)", id, at, range);
                }
                return Task.FromResult<Result<Unit>>(Unit.Done);
            }, cancellation);
        }
        return 0;
    }

    /// <summary>Ends an access token that its client gives back. Told once or often, it ends once.</summary>
    public Task<Result<Unit>> EndTokenAsync(Guid credentialId, string name, DateTime endUtc, CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Actor.System("token_revocation"), new DeskCommand(null), (work, _) =>
        {
            work.Session.Queue(
                "INSERT INTO used_signatures (credential_id, signature, timestamp_ms) VALUES (@p0, @p1, @p2) "
                + "ON CONFLICT (credential_id, signature) DO NOTHING",
                credentialId, name, new DateTimeOffset(endUtc, TimeSpan.Zero).ToUnixTimeMilliseconds());
            work.Audit(new AuditNote("gateway.token.revoke", "credential", credentialId));
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);

    /// <summary>Drops used signatures that no window reaches any more, and raises the floor below which none is taken.</summary>
    public async Task<int> SweepSignaturesAsync(CancellationToken cancellation)
    {
        await transaction.RunAsAsync<Unit>(Actor.System("signature_sweep"), new DeskCommand(null), async (work, token) =>
        {
            var before = new DateTimeOffset(work.Now).ToUnixTimeMilliseconds() - (long)SignatureKept.TotalMilliseconds;
            var floor = await work.Session.ScalarAsync(
                "SELECT COALESCE(MAX(timestamp_ms), 0) FROM used_signatures WHERE timestamp_ms < @p0", token, before);
            if (floor > 0)
            {
                work.Session.Queue(
                    "INSERT INTO number_sequences (name, last_number) VALUES (@p0, @p1) ON CONFLICT (name) DO UPDATE SET last_number = "
                    + "CASE WHEN number_sequences.last_number > @p1 THEN number_sequences.last_number ELSE @p1 END", SignedCalls.Floor,
                    floor);
                work.Session.Queue("DELETE FROM used_signatures WHERE timestamp_ms <= @p0", floor);
            }
            return Unit.Done;
        }, cancellation);
        return 0;
    }
}
