using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Settings;

/// <summary>The settings and the changes that wait.</summary>
public sealed record SettingsLoad(IReadOnlyList<SettingView> Rows, IReadOnlyList<ApprovalView> Pending);

/// <summary>The effective settings; a change of one waits for a second admin.</summary>
public sealed partial class SettingsPage : DeskPage<SettingsLoad>
{
    private SettingView? _asked;
    private string _value = "", _reason = "";
    private string? _refusal, _effective;

    [Inject]
    private SettingsDesk Desk { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Approvals, Topics.Catalogue];

    private string? Locked => May(Permission.SettingEdit) ? null : "Only admins change settings.";

    /// <inheritdoc/>
    protected override async Task<Result<SettingsLoad>> ReadAsync(CancellationToken cancellation)
    {
        var rows = await Desk.ListAsync(cancellation);
        if (rows.Failed(out var refused))
        {
            return refused;
        }
        return (await Approvals.OpenOnAsync("settings", cancellation)).Map(pending => new SettingsLoad(rows.Value, pending));
    }

    private void Ask(SettingView row) => (_asked, _value, _reason, _refusal, _effective) = (row, row.Value, "", null, null);

    private void Close() => _asked = null;

    private async Task SaveAsync()
    {
        if (!EffectiveField.TryRead(Zone, _effective, out var effectiveAtUtc))
        {
            _refusal = "That is no time of your zone.";
            return;
        }
        var change = new SettingsChange(new Dictionary<string, string> { [_asked!.Name] = _value.Trim() }, _reason.Trim());
        var saved = await StepUp.RunAsync(() => Desk.ChangeAsync(change, effectiveAtUtc, Gone));
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _asked = null;
        Notices.Done(saved.Value.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}." : "Changed.");
        await ReloadAsync();
    }
}
