using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Integrators;

/// <summary>Who asks to be let in, and the decision about it.</summary>
public sealed partial class AccessRequestsPage : QuietPage<QuietLoad<AccessRequestView>>
{
    private readonly HashSet<string> _scopes = new(StringComparer.Ordinal);
    private AccessRequestView? _asked;
    private AccessGranted? _granted;
    private bool _isDenying;
    private string? _reason;
    private string? _refusal;

    [Inject]
    private AccessDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.People];

    /// <inheritdoc/>
    protected override ListRules List => AccessDesk.Rules;

    private string? Locked => May(Permission.AccessDecide) ? null : "Officers and admins decide about access.";

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<AccessRequestView>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.ListAsync(asked.Ask, cancellation)).Map(rows => new QuietLoad<AccessRequestView>(asked, rows));
    }

    private void Ask(AccessRequestView row, bool isDenying)
    {
        (_asked, _isDenying, _reason, _refusal, _granted) = (row, isDenying, "", null, null);
        _scopes.Clear();
    }

    private void Choose(string scope, bool isChosen)
    {
        if (isChosen)
        {
            _scopes.Add(scope);
        }
        else
        {
            _scopes.Remove(scope);
        }
    }

    private void Close() => _asked = null;

    private async Task ApproveAsync()
    {
        var asked = _asked!;
        var granted = await StepUp.RunAsync(() => Desk.ApproveAsync(asked.Id, [.. _scopes], null, new Uri(Navigation.BaseUri), Gone));
        if (granted.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _granted = granted.Value;
        Notices.Done($"{asked.Company} is let in.");
        Close();
        await ReloadAsync();
    }

    private async Task DenyAsync()
    {
        var asked = _asked!;
        var denied = await StepUp.RunAsync(() => Desk.DenyAsync(asked.Id, _reason, Gone));
        if (denied.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        Notices.Done($"{asked.Company} is not let in.");
        Close();
        await ReloadAsync();
    }
}
