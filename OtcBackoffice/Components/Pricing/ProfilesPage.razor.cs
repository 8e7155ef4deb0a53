using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Pricing;

/// <summary>The rows of the profiles page.</summary>
public sealed record ProfilesLoad(IReadOnlyList<PricingProfileView> Rows);

/// <summary>Pricing profiles. Deposits that were priced keep their numbers whatever changes here.</summary>
public sealed partial class ProfilesPage : DeskPage<ProfilesLoad>
{
    private PricingProfileView? _edited;
    private ProfileForm? _form;
    private string? _refusal;

    [Inject]
    private PricingDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task<Result<ProfilesLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListProfilesAsync(cancellation)).Map(rows => new ProfilesLoad(rows));

    private void AskNew() => (_edited, _form, _refusal) = (null, new ProfileForm(), null);

    private void AskEdit(PricingProfileView row) => (_edited, _form, _refusal) = (row, ProfileForm.Of(row), null);

    private void Close() => _form = null;

    private async Task SaveAsync()
    {
        if (_form?.ToFields() is not { } fields)
        {
            _refusal = "Basis points must be whole numbers.";
            return;
        }
        var saved = _edited is null ? (await Desk.CreateProfileAsync(fields, Gone)).Map(Decided<PricingProfileView>.Now) : await Desk.ChangeProfileAsync(_edited.Id, fields, null, Gone);
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _form = null;
        Notices.Done(saved.Value.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}." : $"{saved.Value.Done!.Name} saved.");
        await ReloadAsync();
    }
}
