using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>What is asked of the policy, and the command that is stored when it wants a second person.</summary>
/// <param name="Operation">What is to be done.</param>
/// <param name="EntityKind">To what kind of record.</param>
/// <param name="EntityId">To which.</param>
/// <param name="EntityVersion">What it looks like now; see <see cref="CommandReplay.VersionAsync"/>.</param>
/// <param name="Subject">What people call it.</param>
public sealed record PolicyCase(ApprovalOperation Operation, string EntityKind, Guid EntityId, string EntityVersion, string Subject)
{
    /// <summary>The merchant it concerns, for rolling sums; null when there is none.</summary>
    public Guid? MerchantId { get; init; }

    /// <summary>Its value in US cents, or null when that cannot be known.</summary>
    public long? NotionalUsdCents { get; init; }

    /// <summary>Who played which part earlier.</summary>
    public IReadOnlyList<CaseActor> Parts { get; init; } = [];

    /// <summary>What speaks for the money, where a deposit is confirmed.</summary>
    public EvidenceFacts? Evidence { get; init; }

    /// <summary>What would happen, in a sentence for the second person.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The command as it is to be replayed.</summary>
    public object? Command { get; init; }

    /// <summary>When it is to take effect, or null for as soon as it is agreed.</summary>
    public DateTime? EffectiveAtUtc { get; init; }

    /// <summary>Who may not agree whatever the rule says, such as the person whose roles change.</summary>
    public IReadOnlyList<Guid> MayNotApprove { get; init; } = [];
}

/// <summary>
/// Asks the policy inside a command. Every answer is kept with everything it was based on; a refusal as well, although the
/// refused command itself leaves nothing behind.
/// </summary>
public sealed class PolicyGate(PolicyShelf shelf, DeskSettings settings)
{
    private const int EffectiveDaysMax = 366;

    /// <summary>
    /// A refusal, a stored command that now waits for a second person, or null when the actor may go on. A replayed command
    /// has been agreed to and goes on.
    /// </summary>
    public async Task<Result<ApprovalView?>> RuleAsync(DeskWork work, PolicyCase about, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(about);
        if (work.Actor.IsSystem || (work.Replaying is { } replayed && replayed.Operation == about.Operation
            && replayed.EntityId == about.EntityId))
        {
            return (ApprovalView?)null;
        }
        if (about.EffectiveAtUtc is { } later && (later <= work.Now || later > work.Now.AddDays(EffectiveDaysMax)))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "effective_at",
                $"effective_at must lie ahead, by {EffectiveDaysMax} days at most.");
        }
        var policy = await shelf.InForceAsync(work.Session, cancellation);
        var limits = await LimitsReader.ReadAsync(work, settings.Limits, cancellation);
        var request = new ApprovalRequest(about.Operation, work.Actor.PersonId, work.Actor.Roles, LimitsReader.ForPolicy(limits))
        {
            NotionalUsdCents = about.NotionalUsdCents,
            Parts = about.Parts,
            Evidence = about.Evidence,
        };
        if (about.MerchantId is { } merchant && policy.HangsOnRollingSum(request))
        {
            // The upsert holds a row until the commit, so that two commands of one person for one merchant are added up one after the
            // other.
            await work.NextNumberAsync($"rolling:{request.ActorId:N}:{merchant:N}", cancellation);
            var sum = await RollingSum.ReadAsync(work.Session, request, merchant, about.EntityId, work.Now, cancellation);
            request = request with { RollingUsdCents = sum };
        }
        var decision = policy.Decide(request);
        if (decision.Kind == DecisionKind.Deny)
        {
            var refusal = decision.Refusal(about.Subject, request);
            work.OnRefusal(later => KeepRefusal(later, about, request, decision));
            return refusal;
        }
        if (decision.Kind == DecisionKind.Allow && about.EffectiveAtUtc is not null)
        {
            return EffectiveAtOnce();
        }
        if (decision.Kind == DecisionKind.Allow)
        {
            Keep(work, about, request, decision, null);
            return (ApprovalView?)null;
        }
        return await StoreAsync(work, about, request, decision, cancellation);
    }

    /// <summary>The refusal of a later time for what needs no second person: it would be done now, which was not asked for.</summary>
    internal static DomainError EffectiveAtOnce() =>
        DomainError.Of(ErrorCode.InvalidRequest, "effective_at",
            "Only what waits for a second person can take effect later; leave effective_at out and this is done at once.");

    /// <summary>What the policy would say to the viewer, for what a page offers; nothing is kept.</summary>
    public async Task<(Decision Decision, ApprovalRequest Request)> PreviewAsync(DeskReading reading, PolicyCase about, DateTime now,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(about);
        var policy = await shelf.InForceAsync(reading.Rows, cancellation);
        var limits = await LimitsReader.ReadAsync(reading.Rows, settings.Limits, cancellation);
        var request = new ApprovalRequest(about.Operation, reading.Actor.PersonId, reading.Actor.Roles, LimitsReader.ForPolicy(limits))
        {
            NotionalUsdCents = about.NotionalUsdCents,
            Parts = about.Parts,
            Evidence = about.Evidence,
        };
        if (about.MerchantId is { } merchant && policy.HangsOnRollingSum(request))
        {
            request = request with { RollingUsdCents =
                await RollingSum.ReadAsync(reading.Rows, request, merchant, about.EntityId, now, cancellation) };
        }
        return (policy.Decide(request), request);
    }

    private static void Keep(DeskWork work, PolicyCase about, ApprovalRequest request, Decision decision, Guid? approvalId) =>
        work.Session.Queue(
        "INSERT INTO policy_decisions (id, at_utc, policy_version, rule, outcome, operation, entity_kind, entity_id, subject, "
            + "merchant_id, actor_id, actor_name, "
        + "notional_usd_cents, facts, approval_id, effect_at_utc) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, "
        + "@p12, @p13, @p14, @p15)",
        work.NewId(), work.Now, (long)decision.PolicyVersion, decision.Rule.Name, Names.Snake(decision.Kind), Names.Snake(about.Operation),
        about.EntityKind,
        about.EntityId, about.Subject, about.MerchantId, request.ActorId, work.Actor.DisplayName, request.NotionalUsdCents,
        DecisionFacts.Write(request), approvalId,
        decision.Kind == DecisionKind.Allow ? work.Now : null);

    private static void KeepRefusal(DeskWork work, PolicyCase about, ApprovalRequest request, Decision decision)
    {
        Keep(work, about, request, decision, null);
        work.Audit(new AuditNote("policy.refuse", about.EntityKind, about.EntityId)
        {
            MerchantId = about.MerchantId,
            Changes = new { Operation = about.Operation, Rule = decision.Rule.Name, decision.PolicyVersion },
        });
    }

    private static async Task<Result<ApprovalView?>> StoreAsync(DeskWork work, PolicyCase about, ApprovalRequest request, Decision decision,
        CancellationToken cancellation)
    {
        var operation = Names.Snake(about.Operation);
        var payload = JsonSerializer.Serialize(about.Command ?? new { }, DeskJson.Options);
        var hash = HashOf(payload);
        // Asking for the same again finds what already waits.
        var same = await work.Db.Approvals.FirstOrDefaultAsync(row => row.EntityId == about.EntityId && row.Operation == operation
            && row.Status == ApprovalStates.Waiting
            && row.MakerId == request.ActorId && row.PayloadSha256 == hash && row.EntityVersion == about.EntityVersion
            && row.ExpiresAtUtc > work.Now, cancellation);
        if (same is not null)
        {
            return ApprovalView.Of(same);
        }
        var rule = decision.Rule;
        var row = new StoredCommand
        {
            Id = work.NewId(),
            Operation = operation,
            EntityKind = about.EntityKind,
            EntityId = about.EntityId,
            EntityVersion = about.EntityVersion,
            Payload = payload,
            PayloadSha256 = hash,
            PolicyVersion = decision.PolicyVersion,
            Rule = rule.Name,
            Approvers = ApproverSeats.Write(rule.Approvers!),
            ApprovalsNeeded = rule.ApprovalsNeeded,
            Excluded = string.Join(',',
                about.Parts.Where(part => rule.ApproverWasNot.Contains(part.Part)).Select(part => part.PersonId).Concat(about.MayNotApprove)
                .Distinct()),
            Summary = about.Summary,
            MerchantId = about.MerchantId,
            Status = ApprovalStates.Waiting,
            MakerId = work.Actor.PersonId,
            MakerName = work.Actor.DisplayName,
            CreatedAtUtc = work.Now,
            ExpiresAtUtc = work.Now.AddHours(rule.ExpiryHours),
            EffectiveAtUtc = about.EffectiveAtUtc,
            Version = 1,
        };
        work.Db.Approvals.Add(row);
        Keep(work, about, request, decision, row.Id);
        work.Count(ApprovalStates.WaitingCounter, 1);
        work.Audit(new AuditNote("approval.ask", about.EntityKind, about.EntityId)
        {
            MerchantId = about.MerchantId,
            Reason = about.Summary,
            Changes = new { ApprovalId = row.Id, row.Operation, row.Rule, row.PolicyVersion, row.PayloadSha256 },
        });
        work.Touch(Topics.Approvals, row.Id);
        var could = (await Eligibility.StaffAsync(work.Db, cancellation))
            .Where(person => Eligibility.Refusal(row, [], person.Id, person.Roles) is null).Select(person => person.Id);
        await NotificationBook.NotifyAsync(work, new NotificationNote(NotificationKinds.Approval, about.Subject, row.Id, "/approvals",
            $"{row.MakerName} asks for a second person: {row.Summary}"), could, cancellation);
        return ApprovalView.Of(row);
    }

    internal static string HashOf(string payload) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload)));
}

/// <summary>How the statuses of <see cref="ApprovalLifecycle"/> are spelt in rows and queries.</summary>
internal static class ApprovalStates
{
    public const string Waiting = "waiting", Approved = "approved", Scheduled = "scheduled", Rejected = "rejected", Stale = "stale",
        Expired = "expired", CalledOff = "called_off";

    public const string WaitingCounter = "approvals:waiting";
}
