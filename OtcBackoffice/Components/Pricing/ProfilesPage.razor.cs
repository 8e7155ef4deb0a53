using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Pricing;

/// <summary>The rows of the profiles page, and changes of them that wait.</summary>
public sealed record ProfilesLoad(ListReading Asked, ListPage<PricingProfileView> Page, IReadOnlyList<ApprovalView> Pending)
    : QuietLoad<PricingProfileView>(Asked, Page);

/// <summary>Pricing profiles. Deposits that were priced keep their numbers whatever changes here.</summary>
public sealed partial class ProfilesPage : QuietPage<ProfilesLoad>
{
    private PricingProfileView? _edited;
    private ProfileForm? _form;
    private string? _refusal, _effective;

    [Inject]
    private PricingDesk Desk { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Catalogue, Topics.Approvals];

    /// <inheritdoc/>
    protected override ListRules List => PricingDesk.ProfileRules;

    /// <inheritdoc/>
    protected override async Task<Result<ProfilesLoad>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        var rows = await Desk.ListProfilesAsync(asked.Ask, cancellation);
        return rows.Failed(out var refused) ? refused
            : (await Approvals.OpenOnAsync("pricing_profile", cancellation)).Map(pending => new ProfilesLoad(asked, rows.Value, pending));
    }

    private void AskNew() => (_edited, _form, _refusal, _effective) = (null, new ProfileForm(), null, null);

    private void AskEdit(PricingProfileView row) => (_edited, _form, _refusal, _effective) = (row, ProfileForm.Of(row), null, null);

    private void Close() => _form = null;

    private async Task SaveAsync()
    {
        if (_form?.ToFields() is not { } fields)
        {
            _refusal = "Basis points must be whole numbers.";
            return;
        }
        if (!EffectiveField.TryRead(Zone, _effective, out var effectiveAtUtc))
        {
            _refusal = "That is no time of your zone.";
            return;
        }
        var saved = _edited is null ? (await Desk.CreateProfileAsync(fields, Gone)).Map(Decided<PricingProfileView>.Now)
            : await Desk.ChangeProfileAsync(_edited.Id, fields, effectiveAtUtc, Gone);
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _form = null;
        Notices.Done(saved.Value.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}."
            : $"{saved.Value.Done!.Name} saved.");
        await ReloadAsync();
    }
}
