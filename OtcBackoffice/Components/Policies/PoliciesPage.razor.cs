using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Policies;

/// <summary>A rule by its name and as a sentence.</summary>
public sealed record RuleWords(string Name, string Words);

/// <summary>Policies as the page shows them.</summary>
public sealed record PoliciesLoad(ListReading Asked, ListPage<PolicyView> Page, IReadOnlyList<PolicyView> Drafts, PolicyView? InForce,
    IReadOnlyList<RuleWords> Words) : QuietLoad<PolicyView>(Asked, Page);

/// <summary>The approval policy in words, its drafts and its history.</summary>
public sealed partial class PoliciesPage : QuietPage<PoliciesLoad>
{
    private bool _open;
    private string _rules = "", _note = "";
    private string? _refusal, _fault;
    private List<PolicyRuleText>? _draft;
    private List<RuleWords> _words = [];
    private RuleForm? _form;

    [Inject]
    private PolicyDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Approvals];

    private string? Locked => May(Permission.PolicyEdit) ? null : "Only admins change the policy.";

    /// <inheritdoc/>
    protected override ListRules List => PolicyDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<PoliciesLoad>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        var history = await Desk.HistoryAsync(asked.Ask, cancellation);
        if (history.Failed(out var refused))
        {
            return refused;
        }
        return (await Desk.ListAsync(cancellation)).Map(rows =>
        {
            var inForce = rows.FirstOrDefault(row => row.Status == "published");
            var words = inForce is null ? []
                : PolicyText.Read(0, inForce.RulesJson).Value.Rules.Select(rule => new RuleWords(rule.Name, PolicyWords.Of(rule))).ToList();
            return new PoliciesLoad(asked, history.Value, [.. rows.Where(row => row.Status == "draft")], inForce, words);
        });
    }

    private string RulesTitle => _draft is null ? $"In force: version {Load?.InForce?.PolicyVersion}"
        : $"Your changes to version {Load?.InForce?.PolicyVersion}, not kept yet";

    // Rules as they are edited here, or null while nothing was touched.
    private IReadOnlyList<RuleWords> Shown => _draft is null ? Load?.Words ?? [] : _words;

    private void AskDraft() => (_open, _rules, _note, _refusal) = (true, Load?.InForce?.RulesJson ?? "[]", "", null);

    private void Close() => _open = false;

    private async Task DraftAsync()
    {
        var drafted = await Desk.DraftAsync(_rules, null, _note, Gone);
        if (drafted.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _open = false;
        Notices.Done("Draft kept. Another admin publishes it.");
        await ReloadAsync();
    }

    private async Task GoBackAsync(PolicyView row)
    {
        var drafted = await Desk.DraftAsync(null, row.PolicyVersion, null, Gone);
        if (drafted.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done($"Drafted from version {row.PolicyVersion}. Another admin publishes it.");
        }
        await ReloadAsync();
    }
}
