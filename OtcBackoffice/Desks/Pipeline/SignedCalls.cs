using OtcBackoffice.Data.Writing;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>
/// Spends signed requests, so that a captured one is worth nothing. The row lasts with the effect; a pure read and a refusal
/// spend in a write of their own. Rows are only dropped behind a floor of timestamps that never falls, so that no clock
/// that steps back makes an old signature good again.
/// </summary>
internal static class SignedCalls
{
    /// <summary>The name of the floor among the numbers of the desk: the newest timestamp whose row was dropped.</summary>
    public const string Floor = "signature_floor";

    private const string Insert = "INSERT INTO used_signatures (credential_id, signature, timestamp_ms) VALUES (@p0, @p1, @p2)";

    private const string Seen =
        "SELECT (SELECT COUNT(*) FROM used_signatures WHERE credential_id = @p0 AND signature = @p1) "
        + "+ (SELECT COUNT(*) FROM number_sequences WHERE name = 'signature_floor' AND last_number >= @p2)";

    /// <summary>Queues the row with the command's other writes; a refusal when it is there already.</summary>
    public static async Task<DomainError?> SpendAsync(WriteSession session, SignedCall call, CancellationToken cancellation)
    {
        if (await session.ScalarAsync(Seen, cancellation, call.CredentialId, call.Signature, call.TimestampMs) > 0)
        {
            return new DomainError(ErrorCode.Unauthenticated, "This signed request was used before. Sign a new one.");
        }
        session.Queue(Insert, call.CredentialId, call.Signature, call.TimestampMs);
        return null;
    }

    /// <summary>Spends in a write of its own.</summary>
    public static async Task<DomainError?> SpendAloneAsync(WriteLane lane, SignedCall call, CancellationToken cancellation)
    {
        var refused = await lane.RunAsync(async (session, token) =>
        {
            var seen = await SpendAsync(session, call, token);
            if (seen is null)
            {
                await session.SaveAsync(token);
            }
            return new LaneOutcome<DomainError?>(seen, seen is null);
        }, cancellation);
        call.IsSpent = refused is null;
        return refused;
    }
}
