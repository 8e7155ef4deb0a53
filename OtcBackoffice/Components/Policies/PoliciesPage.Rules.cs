using System.Text.Json;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Components.Policies;

/// <content>Rules are moved, added, changed and removed in place; nothing is kept before the draft is.</content>
public sealed partial class PoliciesPage
{
    private string Written => JsonSerializer.Serialize(_draft, DeskJson.Options);

    private void Move(int at, int step)
    {
        var rules = Begin();
        (rules[at], rules[at + step]) = (rules[at + step], rules[at]);
        Say();
    }

    private void Remove(int at)
    {
        Begin().RemoveAt(at);
        Say();
    }

    private void AddRule() => AskRule(Begin().Count);

    private void AskRule(int at)
    {
        var rules = Begin();
        (_form, _refusal) = (RuleForm.Of(at < rules.Count ? rules[at] : null, at), null);
        Say();
    }

    private void CloseRule() => _form = null;

    private void KeepRule()
    {
        var form = _form!;
        var rules = new List<PolicyRuleText>(Begin());
        if (form.At < rules.Count)
        {
            rules[form.At] = form.ToRule();
        }
        else
        {
            // The first rule that fits decides, so a new one would never be asked behind the others.
            rules.Insert(0, form.ToRule());
        }
        if (PolicyText.Read(0, JsonSerializer.Serialize(rules, DeskJson.Options)).Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _draft = rules;
        _form = null;
        Say();
    }

    private void Drop() => (_draft, _words, _fault, _note) = (null, [], null, "");

    private async Task KeepAsync()
    {
        var drafted = await Desk.DraftAsync(Written, null, _note, Gone);
        if (drafted.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        Drop();
        Notices.Done("Draft kept. Another admin publishes it.");
        await ReloadAsync();
    }

    private List<PolicyRuleText> Begin() => _draft ??=
        JsonSerializer.Deserialize<List<PolicyRuleText>>(Load?.InForce?.RulesJson ?? "[]", DeskJson.Options) ?? [];

    // Each rule in words; a set of rules that does not hold together says so and is not kept.
    private void Say()
    {
        var read = PolicyText.Read(0, Written);
        _fault = read.Failed(out var refused) ? refused.Message : null;
        _words = read.IsSuccess ? [.. read.Value.Rules.Select(rule => new RuleWords(rule.Name, PolicyWords.Of(rule)))]
            : [.. Begin().Select(rule => new RuleWords(rule.Name ?? "",
                Load?.Words.FirstOrDefault(one => one.Name == rule.Name)?.Words ?? ""))];
    }
}
