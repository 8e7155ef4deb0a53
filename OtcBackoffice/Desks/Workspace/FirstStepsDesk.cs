using System.Collections.Concurrent;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>What somebody new does once, from the door to the first deposit that has arrived.</summary>
public enum FirstStepKind
{
    /// <summary>Come in.</summary>
    SignIn,

    /// <summary>See what waits.</summary>
    OpenQueue,

    /// <summary>Send a deposit for review.</summary>
    Submit,

    /// <summary>Decide that the money is there.</summary>
    Confirm,

    /// <summary>Propose the payment.</summary>
    Credit,

    /// <summary>Sign it.</summary>
    Sign,

    /// <summary>See that it has arrived.</summary>
    SeeCredited,
}

/// <summary>One step, and whether what is there says that it was made.</summary>
public sealed record FirstStep(FirstStepKind Kind, bool IsDone);

/// <summary>Who has looked at the queue of deposits since this node started. Looking leaves no row; claiming does.</summary>
public sealed class QueueVisits
{
    private readonly ConcurrentDictionary<Guid, bool> _visitors = new();

    /// <summary>Notes that somebody opened the queue.</summary>
    public void Note(Guid person) => _visitors.TryAdd(person, true);

    /// <summary>Whether somebody has opened it.</summary>
    public bool Has(Guid person) => _visitors.ContainsKey(person);
}

/// <summary>
/// The first steps, ticked by what is in the books: for staff the desk's, because one newcomer plays all roles there, for a merchant its
/// own. What was there before anybody ever signed in does not count, and only the latest deposits are looked at.
/// </summary>
public sealed class FirstStepsDesk(DeskGate gate, QueueVisits visits)
{
    private const string Began = "WITH began AS (SELECT COALESCE(MIN(created_at_utc), 0) AS since FROM user_sessions), ";

    private const string StaffSql = Began
        + "latest AS (SELECT status, claimed_at_utc, confirmed_at_utc, rejected_at_utc, credited_at_utc, proposal_id "
        + "FROM otc_deposits "
        + "ORDER BY created_at_utc DESC, id DESC LIMIT 500) "
        + "SELECT COUNT(CASE WHEN d.claimed_at_utc >= b.since OR d.confirmed_at_utc >= b.since "
        + "OR d.rejected_at_utc >= b.since THEN 1 END), "
        + "COUNT(CASE WHEN d.confirmed_at_utc >= b.since THEN 1 END), COUNT(CASE WHEN p.created_at_utc >= b.since THEN 1 END), "
        + "COUNT(CASE WHEN EXISTS (SELECT 1 FROM multisig_signatures g WHERE g.proposal_id = p.id "
        + "AND g.signed_at_utc >= b.since) THEN 1 END), "
        + "COUNT(CASE WHEN d.status = 'credited' AND d.credited_at_utc >= b.since THEN 1 END) "
        + "FROM latest d CROSS JOIN began b LEFT JOIN multisig_proposals p ON p.id = d.proposal_id";

    private const string MerchantSql = Began
        + "latest AS (SELECT status, submitted_at_utc, confirmed_at_utc, credited_at_utc FROM otc_deposits WHERE merchant_id = @p0 "
        + "ORDER BY created_at_utc DESC, id DESC LIMIT 100) "
        + "SELECT COUNT(CASE WHEN d.submitted_at_utc >= b.since THEN 1 END), COUNT(CASE WHEN d.confirmed_at_utc >= b.since THEN 1 END), "
        + "COUNT(CASE WHEN d.status = 'credited' AND d.credited_at_utc >= b.since THEN 1 END) FROM latest d CROSS JOIN began b";

    /// <summary>Notes that the reader has opened the queue.</summary>
    public void NoteQueue(Guid person) => visits.Note(person);

    /// <summary>The reader's first steps; none once all are made.</summary>
    public async Task<Result<List<FirstStep>>> ReadAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        List<FirstStep> steps = reading.Actor switch
        {
            { MerchantId: { } merchant } => await MerchantAsync(reading, merchant, cancellation),
            var actor when actor.May(Permission.DepositReadAll) => await StaffAsync(reading, cancellation),
            _ => [],
        };
        return steps.TrueForAll(step => step.IsDone) ? [] : steps;
    }

    private async Task<List<FirstStep>> StaffAsync(DeskReading reading, CancellationToken cancellation)
    {
        var counts = (await reading.Rows.ReadAsync(StaffSql, row => (Worked: row.GetInt64(0), Confirmed: row.GetInt64(1),
            Proposed: row.GetInt64(2), Signed: row.GetInt64(3), Credited: row.GetInt64(4)), cancellation))[0];
        return
        [
            new(FirstStepKind.SignIn, true),
            new(FirstStepKind.OpenQueue, counts.Worked > 0 || visits.Has(reading.Actor.PersonId)),
            new(FirstStepKind.Confirm, counts.Confirmed > 0),
            new(FirstStepKind.Credit, counts.Proposed > 0),
            new(FirstStepKind.Sign, counts.Signed > 0),
            new(FirstStepKind.SeeCredited, counts.Credited > 0),
        ];
    }

    private static async Task<List<FirstStep>> MerchantAsync(DeskReading reading, Guid merchant, CancellationToken cancellation)
    {
        var counts = (await reading.Rows.ReadAsync(MerchantSql, row =>
            (Submitted: row.GetInt64(0), Confirmed: row.GetInt64(1), Credited: row.GetInt64(2)), cancellation, merchant))[0];
        return
        [
            new(FirstStepKind.SignIn, true),
            new(FirstStepKind.Submit, counts.Submitted > 0),
            new(FirstStepKind.Confirm, counts.Confirmed > 0),
            new(FirstStepKind.SeeCredited, counts.Credited > 0),
        ];
    }
}
