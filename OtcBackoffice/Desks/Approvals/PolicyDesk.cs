using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>
/// The approval policy's life: drafted by one admin, tried on what was decided before, published by another. Nothing that
/// was published ever changes; going back is a draft made from an older version.
/// </summary>
public sealed class PolicyDesk(DeskTransaction transaction, DeskGate gate, PolicyGate policy, TimeProvider clock)
{
    /// <summary>How far back a simulation may look.</summary>
    public const int SimulationDaysMax = 365;

    private const int NoteLengthMax = 500, RowsMax = 200, BatchMax = 2_000;

    /// <summary>Publishes the documented defaults as version 1 when there is no policy yet; at every start.</summary>
    public Task<Result<Unit>> EnsureFirstAsync(CancellationToken cancellation) =>
        transaction.RunAsAsync<Unit>(Actor.System("configuration"), new DeskCommand(null), async (work, token) =>
        {
            if (await work.Db.Policies.AnyAsync(row => row.PolicyVersion != null, token))
            {
                return Unit.Done;
            }
            work.Db.Policies.Add(new PolicyRow
            {
                Id = work.NewId(), PolicyVersion = DefaultPolicy.First.Version, Rules = PolicyText.Write(DefaultPolicy.First),
                Note = "The documented defaults.",
                AuthorName = work.Actor.DisplayName, CreatedAtUtc = work.Now, PublishedByName = work.Actor.DisplayName,
                PublishedAtUtc = work.Now, Version = 1,
            });
            work.Audit(new AuditNote("policy.publish", "policy", Guid.Empty) { Reason = "The documented defaults.",
                Changes = new { DefaultPolicy.First.Version } });
            return Unit.Done;
        }, cancellation);

    /// <summary>The policy in force, then open drafts, then older versions.</summary>
    public async Task<Result<IReadOnlyList<PolicyView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PolicyRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.Policies.OrderByDescending(row => row.CreatedAtUtc).Take(RowsMax).ToListAsync(cancellation);
        var inForce = rows.Max(row => row.PolicyVersion) ?? 0;
        var published = rows.FirstOrDefault(row => row.PolicyVersion == inForce);
        var current = published is null ? DefaultPolicy.First : PolicyText.Read(inForce, published.Rules).Value;
        var views = rows.ConvertAll(row => PolicyView.Of(row, inForce) with
        {
            Changes = row.PolicyVersion is null ? PolicyView.Diff(current, PolicyText.Read(0, row.Rules).Value) : [],
        });
        return views.OrderBy(view => view.Status switch { "published" => 0, "draft" => 1, _ => 2 })
            .ThenByDescending(view => view.PolicyVersion).ToList();
    }

    /// <summary>What the list of published policies can be asked.</summary>
    public static ListRules<PolicyView> Rules => PolicyList.Shape;

    /// <summary>A page of the policies that were ever in force.</summary>
    public async Task<Result<ListPage<PolicyView>>> HistoryAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PolicyRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var published = reading.Db.Policies.Where(row => row.PolicyVersion != null);
        var inForce = await published.MaxAsync(row => row.PolicyVersion, cancellation) ?? 0;
        var page = await PolicyList.Shape.CutAsync(published, ask, new ListMoment(reading.Db, DateTime.UnixEpoch), cancellation);
        return page.With(page.Rows.Select(row => PolicyView.Of(row, inForce)).ToList());
    }

    /// <summary>Drafts a policy from rules, or from the rules of an older version.</summary>
    public Task<Result<PolicyView>> DraftAsync(string? rulesJson, int? fromVersion, string? note, CancellationToken cancellation) =>
        DraftAsync(rulesJson, fromVersion, null, note, cancellation);

    /// <summary>The ready-made rules that a draft can begin with.</summary>
    public async Task<Result<IReadOnlyList<PolicyTemplate>>> TemplatesAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PolicyRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        return Result<IReadOnlyList<PolicyTemplate>>.Of(PolicyTemplate.All);
    }

    /// <summary>The same, or the policy in force with the rules of a template before its own.</summary>
    public Task<Result<PolicyView>> DraftAsync(string? rulesJson, int? fromVersion, string? template, string? note,
        CancellationToken cancellation) =>
        transaction.RunAsync<PolicyView>(new DeskCommand(Permission.PolicyEdit), async (work, token) =>
        {
            if (note?.Length > NoteLengthMax)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "note", $"note may have {NoteLengthMax} characters at most.");
            }
            if (new object?[] { rulesJson, fromVersion, template }.Count(one => one is not null) != 1)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "rules",
                    "Send rules, or from_version to go back to an older policy, or template.");
            }
            if (template is not null)
            {
                if (PolicyTemplate.All.FirstOrDefault(one => one.Name == template) is not { } ready)
                {
                    return DomainError.Of(ErrorCode.InvalidRequest, "template",
                        $"template must be one of {string.Join(", ", PolicyTemplate.All.Select(one => one.Name))}.");
                }
                var standing = await work.Db.Policies.Where(row => row.PolicyVersion != null).OrderByDescending(row => row.PolicyVersion)
                    .FirstAsync(token);
                rulesJson = PolicyText.Write(ready.Before(PolicyText.Read(0, standing.Rules).Value));
                note ??= ready.Title;
            }
            var older = fromVersion is null ? null
                : await work.Db.Policies.Where(row => row.PolicyVersion == fromVersion).Select(row => row.Rules).FirstOrDefaultAsync(token);
            if (fromVersion is not null && older is null)
            {
                return DomainError.Missing("policy version") with { Field = "from_version" };
            }
            var read = PolicyText.Read(0, older ?? rulesJson);
            if (read.Failed(out var unreadable))
            {
                return unreadable;
            }
            var inForce = await InForceAsync(work, token);
            var draft = new PolicyRow
            {
                Id = work.NewId(), BasedOn = inForce, Rules = PolicyText.Write(read.Value), Note = note?.Trim()
                    ?? (fromVersion is null ? "" : $"Back to version {fromVersion}."),
                AuthorId = work.Actor.PersonId, AuthorName = work.Actor.DisplayName, CreatedAtUtc = work.Now, Version = 1,
            };
            work.Db.Policies.Add(draft);
            work.Audit(new AuditNote("policy.draft", "policy", draft.Id) { Reason = draft.Note,
                Changes = new { BasedOn = inForce, FromVersion = fromVersion } });
            work.Touch(Topics.Approvals, draft.Id);
            return PolicyView.Of(draft, inForce);
        }, cancellation);

    /// <summary>Tries a draft on every decision of the last days; answers exactly those whose outcome would differ.</summary>
    public async Task<Result<Simulation>> SimulateAsync(Guid id, int? days, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PolicyEdit, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (days is null or < 1 or > SimulationDaysMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "days", $"days must be 1 to {SimulationDaysMax}.");
        }
        var draft = await reading.Db.Policies.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (draft is null)
        {
            return DomainError.Missing("policy");
        }
        var tried = PolicyText.Read(0, draft.Rules).Value;
        var (affected, replayed, from, last) = (new List<AffectedDecision>(), 0, clock.UtcNowMillis().AddDays(-days.Value), Guid.Empty);
        while (true)
        {
            var page = await NextAsync(reading.Db, from, last, cancellation);
            foreach (var row in page)
            {
                if (await AffectedAsync(reading, tried, row, cancellation) is { } other)
                {
                    affected.Add(other);
                }
            }
            replayed += page.Count;
            if (page.Count < BatchMax)
            {
                return new Simulation(days.Value, replayed, affected);
            }
            last = page[^1].Id;
        }
    }

    /// <summary>Puts a draft into force; by somebody else than its author, and only over the version that it was made on.</summary>
    public Task<Result<Decided<PolicyView>>> PublishAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<PolicyView>>(new DeskCommand(Permission.PolicyEdit) { NeedsFreshSignIn = true },
            (work, token) => PublishAsync(work, id, token), cancellation);

    /// <summary>How a publication runs again when a policy wants yet another person.</summary>
    internal CommandReplay Replay => CommandReplay.Of<object, Decided<PolicyView>>(ApprovalOperation.PolicyPublish, Permission.PolicyEdit,
        async (work, id, token) =>
            await work.Db.Policies.FirstOrDefaultAsync(row => row.Id == id, token) is { } row ? VersionOf(row) : null,
        (work, id, _, token) => PublishAsync(work, id, token));

    private async Task<Result<Decided<PolicyView>>> PublishAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var draft = await work.Db.Policies.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (draft is null)
        {
            return DomainError.Missing("policy");
        }
        if (draft.PolicyVersion is { } already)
        {
            return new DomainError(ErrorCode.WrongState, $"Publish is not possible while the policy is version {already}.");
        }
        var inForce = await InForceAsync(work, cancellation);
        if (draft.BasedOn != inForce)
        {
            return new DomainError(ErrorCode.ConcurrentChange,
                $"This draft was made on version {draft.BasedOn}, and {inForce} is in force. Draft it anew.");
        }
        var about = new PolicyCase(ApprovalOperation.PolicyPublish, "policy", id, VersionOf(draft), "this draft")
        {
            Parts = [new CaseActor(CasePart.Author, draft.AuthorId)],
            Summary = $"Publish the policy drafted by {draft.AuthorName}. {draft.Note}",
        };
        var ruled = await policy.RuleAsync(work, about, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            return Decided<PolicyView>.Later(waiting);
        }
        // Whatever the rules say: a policy never comes into force by one person.
        if (draft.AuthorId == work.Actor.PersonId)
        {
            return new DomainError(ErrorCode.PolicyRefused, "Whoever wrote a draft does not publish it. Another admin can.");
        }
        (draft.PolicyVersion, draft.PublishedBy, draft.PublishedByName, draft.PublishedAtUtc) =
            (inForce + 1, work.Actor.PersonId, work.Actor.DisplayName, work.Now);
        draft.Version++;
        work.Audit(new AuditNote("policy.publish", "policy", id) { Reason = draft.Note,
            Changes = new { Before = inForce, After = draft.PolicyVersion, draft.AuthorId } });
        work.Touch(Topics.Approvals, id);
        return Decided<PolicyView>.Now(PolicyView.Of(draft, inForce + 1));
    }

    private static async Task<AffectedDecision?> AffectedAsync(DeskReading reading, ApprovalPolicy tried, PolicyDecisionRow row,
        CancellationToken cancellation)
    {
        var request = DecisionFacts.Read(row.Facts);
        if (request.RollingUsdCents is null && row.MerchantId is { } merchant && tried.HangsOnRollingSum(request))
        {
            // The policy of that day did not ask for the sum; the decisions themselves still tell it.
            request = request with { RollingUsdCents =
                await RollingSum.ReadPastAsync(reading.Rows, request, merchant, row.EntityId, row.AtUtc, cancellation) };
        }
        var decision = tried.Decide(request);
        var outcome = Names.Snake(decision.Kind);
        return outcome == row.Outcome ? null : new AffectedDecision(row.EntityId, row.Outcome, outcome)
        {
            DecisionId = row.Id, AtUtc = row.AtUtc, Operation = row.Operation, Subject = row.Subject, ActorName = row.ActorName,
            FromRule = row.Rule, ToRule = decision.Rule.Name,
        };
    }

    // Ids sort by their time, so a page ends where the next begins.
    private static Task<List<PolicyDecisionRow>> NextAsync(BackofficeDbContext db, DateTime from, Guid last,
        CancellationToken cancellation) =>
        db.PolicyDecisions.Where(row => row.AtUtc >= from && (last == Guid.Empty || row.Id > last)).OrderBy(row => row.Id).Take(BatchMax)
            .ToListAsync(cancellation);

    private static async Task<int> InForceAsync(DeskWork work, CancellationToken cancellation) =>
        await work.Db.Policies.MaxAsync(row => row.PolicyVersion, cancellation) ?? 0;

    private static string VersionOf(PolicyRow row) => row.Version.ToString(CultureInfo.InvariantCulture);
}
