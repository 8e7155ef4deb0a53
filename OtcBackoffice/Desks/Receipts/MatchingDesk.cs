using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>A rule as it is sent; names are snake case.</summary>
public sealed record MatchingRuleDraft(string? Name, bool? Automatic, long? Tolerance, int? ToleranceBps, int? WindowDays, string? Sender);

/// <summary>Rules of a version, or of a draft.</summary>
/// <param name="Id">The draft or published row; null for the rules that hold before anything was published.</param>
/// <param name="Version">The version, or null for a draft.</param>
/// <param name="Rules">The rules.</param>
public sealed record MatchingRulesView(Guid? Id, int? Version, IReadOnlyList<MatchingRule> Rules)
{
    public Guid? AuthorId { get; init; }
    public DateTime? CreatedAtUtc { get; init; }
    public DateTime? PublishedAtUtc { get; init; }
}

/// <summary>A receipt that other rules would have put elsewhere.</summary>
/// <param name="ReceiptId">The receipt.</param>
/// <param name="HumanId">What people call it.</param>
/// <param name="From">The record that it was put on, or <c>unmatched</c>.</param>
/// <param name="To">The record that it would have been put on, or <c>unmatched</c>.</param>
public sealed record MatchingChange(Guid ReceiptId, string HumanId, string From, string To);

/// <summary>Matching rules: drafted, tried on what came in the last days, and published by two persons.</summary>
public sealed class MatchingDesk(DeskTransaction transaction, DeskGate gate, PolicyGate policy, TimeProvider clock)
{
    private const int DaysMax = 365, ReceiptsMax = 20_000, WaitingMax = 5_000;

    private const string Unmatched = "unmatched";

    /// <summary>Runs a stored publication again, as its maker.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<object, Decided<MatchingRulesView>>(ApprovalOperation.MatchingPublish, Permission.MatchingEdit,
        async (work, id, token) =>
            await work.Db.MatchingRules.AnyAsync(row => row.Id == id && row.RulesVersion == null, token) ? "draft" : null,
        (work, id, _, token) => PublishAsync(work, id, token));

    /// <summary>The rules in force, and the drafts.</summary>
    public async Task<Result<(MatchingRulesView Published, IReadOnlyList<MatchingRulesView> Drafts)>> ReadAsync(
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ReceiptRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await reading.Db.MatchingRules.Where(one => one.RulesVersion != null).OrderByDescending(one => one.RulesVersion)
            .FirstOrDefaultAsync(cancellation);
        var drafts = await reading.Db.MatchingRules.Where(one => one.RulesVersion == null).OrderByDescending(one => one.CreatedAtUtc)
            .ThenByDescending(one => one.Id).Take(50).ToListAsync(cancellation);
        return (row is null ? new MatchingRulesView(null, MatchingRules.First.Version, MatchingRules.First.Rules) : View(row),
            drafts.ConvertAll(View));
    }

    /// <summary>Drafts rules.</summary>
    public Task<Result<MatchingRulesView>> DraftAsync(IReadOnlyList<MatchingRuleDraft>? rules, CancellationToken cancellation) =>
        transaction.RunAsync<MatchingRulesView>(new DeskCommand(Permission.MatchingEdit), (work, _) =>
        {
            var read = Read(rules ?? []);
            if (read.Failed(out var unreadable))
            {
                return Task.FromResult<Result<MatchingRulesView>>(unreadable);
            }
            var row = new MatchingRulesRow { Id = work.NewId(), Rules = MatchingShelf.Write(read.Value), AuthorId = work.Actor.PersonId,
                CreatedAtUtc = work.Now };
            work.Db.MatchingRules.Add(row);
            work.Audit(new AuditNote("matching.draft", "matching_rules", row.Id) { Changes = new { Rules = read.Value } });
            return Task.FromResult<Result<MatchingRulesView>>(View(row));
        }, cancellation);

    /// <summary>What a draft would have put elsewhere of what came in the last days. What people decided stays as it is.</summary>
    public async Task<Result<IReadOnlyList<MatchingChange>>> DryRunAsync(Guid id, int? days, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.MatchingEdit, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (days is null or < 1 or > DaysMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "days", $"days must be 1 to {DaysMax}.");
        }
        if (await reading.Db.MatchingRules.FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } draft)
        {
            return DomainError.Missing("draft");
        }
        var from = clock.UtcNowMillis().AddDays(-days.Value);
        var receipts = await reading.Db.Receipts.Where(row => row.ReceivedAtUtc >= from && row.Source == ReceiptSource.Bank
            && row.AmountMinor > 0)
            .OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id).Take(ReceiptsMax).ToListAsync(cancellation);
        var ids = receipts.ConvertAll(row => row.Id);
        var parts = (await reading.Db.ReceiptAssignments.Where(row => ids.Contains(row.ReceiptId) && row.UndoneAtUtc == null)
            .ToListAsync(cancellation)).ToLookup(row => row.ReceiptId);
        // Matching's own decisions are thought away; a person's stand.
        bool IsLoose(Receipt row) =>
            parts[row.Id].All(part => part.RecordKind == ReceiptTarget.Deposit && part.ByUserId == Guid.Empty)
            && row.Status is ReceiptStatus.Unmatched or ReceiptStatus.Matched;
        var open = receipts.Where(IsLoose).ToList();
        var loose = open.SelectMany(row => parts[row.Id]).GroupBy(part => part.RecordId)
            .ToDictionary(group => group.Key, group => group.Sum(part => part.AmountMinor));
        var lines = open.ConvertAll(row => MatchLine.Of(row) with { AmountMinor = row.AmountMinor });
        var outcome = await ReceiptCandidates.TryAsync(reading.Db, lines, loose, new MatchingRules(0, MatchingShelf.Read(draft.Rules)),
            cancellation);
        var would = outcome.Automatic.ToDictionary(match => match.LineId, match => match.Target.Number);
        return open.Select(row =>
            new MatchingChange(row.Id, row.HumanId, parts[row.Id].FirstOrDefault()?.RecordNumber ?? Unmatched,
            would.GetValueOrDefault(row.Id, Unmatched)))
            .Where(change => change.From != change.To).ToList();
    }

    /// <summary>Puts a draft into force, after a second person has agreed, and matches again what waits.</summary>
    public Task<Result<Decided<MatchingRulesView>>> PublishAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<Decided<MatchingRulesView>>(new DeskCommand(Permission.MatchingEdit),
            (work, token) => PublishAsync(work, id, token), cancellation);

    private async Task<Result<Decided<MatchingRulesView>>> PublishAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        if (await work.Db.MatchingRules.FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } draft)
        {
            return DomainError.Missing("draft");
        }
        if (draft.RulesVersion is { } version)
        {
            return new DomainError(ErrorCode.WrongState, $"These rules were published as version {version}.");
        }
        var ruled = await policy.RuleAsync(work,
            new PolicyCase(ApprovalOperation.MatchingPublish, "matching_rules", id, "draft", "these matching rules")
        {
            Summary = $"Publish matching rules: {string.Join("; ", MatchingShelf.Read(draft.Rules).Select(Words))}.",
            Parts = [new CaseActor(CasePart.Author, draft.AuthorId)],
        }, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            return Decided<MatchingRulesView>.Later(waiting);
        }
        draft.RulesVersion = (await work.Db.MatchingRules.MaxAsync(row => row.RulesVersion, cancellation) ?? 0) + 1;
        (draft.PublishedBy, draft.PublishedAtUtc) = (work.Actor.PersonId, work.Now);
        work.Audit(new AuditNote("matching.publish", "matching_rules", id) { Changes = new { draft.RulesVersion, draft.AuthorId } });
        var open = await work.Db.Receipts.Where(row => row.Status == ReceiptStatus.Unmatched && row.Source == ReceiptSource.Bank
            && row.AmountMinor > 0)
            .OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id).Take(WaitingMax).ToListAsync(cancellation);
        await ReceiptMatcher.MatchAsync(work, open, null, cancellation,
            new MatchingRules(draft.RulesVersion.Value, MatchingShelf.Read(draft.Rules)));
        return Decided<MatchingRulesView>.Now(View(draft));
    }

    private static Result<IReadOnlyList<MatchingRule>> Read(IReadOnlyList<MatchingRuleDraft> drafts)
    {
        var rules = new List<MatchingRule>();
        foreach (var draft in drafts)
        {
            if (!Names.TryParse<MatchBy>(draft.Name, out var name))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "name",
                    $"name must be one of {string.Join(", ", Enum.GetValues<MatchBy>().Select(Names.Snake))}.");
            }
            if (!Names.TryParse<MatchSender>(draft.Sender ?? "agrees", out var sender))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "sender", "sender must be agrees or not_another.");
            }
            rules.Add(new MatchingRule(name, draft.Automatic ?? false, draft.Tolerance ?? 0, draft.ToleranceBps ?? 0, draft.WindowDays ?? 0,
                sender));
        }
        return new MatchingRules(0, rules).Fault() is { } fault ? fault : rules;
    }

    private static string Words(MatchingRule rule) => string.Create(CultureInfo.InvariantCulture,
        $"{Names.Snake(rule.Name)} {(rule.Automatic ? "alone" : "as a proposal")}, within {rule.Tolerance} minor units or "
            + $"{rule.ToleranceBps} bps, {rule.WindowDays} days, sender {Names.Snake(rule.Sender)}");

    private static MatchingRulesView View(MatchingRulesRow row) => new(row.Id, row.RulesVersion, MatchingShelf.Read(row.Rules))
    {
        AuthorId = row.AuthorId, CreatedAtUtc = row.CreatedAtUtc, PublishedAtUtc = row.PublishedAtUtc,
    };
}
