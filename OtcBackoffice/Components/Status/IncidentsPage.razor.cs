using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Status;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Components.Status;

/// <summary>Incidents as staff see them, drafts too.</summary>
public sealed record IncidentsLoad(IReadOnlyList<IncidentView> Incidents);

/// <summary>What is done next about an incident.</summary>
public enum IncidentStep
{
    /// <summary>A draft is shown to everybody.</summary>
    Publish,

    /// <summary>Something new is said.</summary>
    Update,

    /// <summary>It is over.</summary>
    Resolve,

    /// <summary>What was learnt is said.</summary>
    LookBack,
}

/// <summary>What staff say on the status page: opened, told about, resolved and looked back on.</summary>
public sealed partial class IncidentsPage : DeskPage<IncidentsLoad>
{
    private static readonly IncidentState[] Steps = [IncidentState.Investigating, IncidentState.Identified, IncidentState.Monitoring];

    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private bool _isNew, _publish = true;
    private string _title = "", _message = "", _impact = "minor", _state = "identified";
    private string? _refusal;
    private IncidentView? _asked;
    private IncidentStep _step;

    [Inject]
    private IncidentDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string? Locked => May(Permission.StatusEdit) ? null : "Officers, treasury and admins tell about incidents.";

    private Uri Home => new(Navigation.BaseUri);

    /// <inheritdoc/>
    protected override async Task<Result<IncidentsLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListAsync(PageAsk.First, cancellation)).Map(page => new IncidentsLoad(page.Rows));

    private static string TitleOf(IncidentStep step) => step switch
    {
        IncidentStep.Publish => "Publish",
        IncidentStep.Update => "Update",
        IncidentStep.Resolve => "Resolve",
        _ => "Look back on",
    };

    private static string? LeadOf(IncidentView row) => row.PublishedAtUtc is null
        ? "It is a draft: nobody outside reads it until it is published." : null;

    private void AskNew()
    {
        (_isNew, _title, _message, _impact, _publish, _refusal) = (true, "", "", "minor", true, null);
        _parts.Clear();
    }

    private void Ask(IncidentView row, IncidentStep step) => (_asked, _step, _message, _state, _refusal) = (row, step, "",
        Names.Snake(row.State), null);

    private void Close() => (_isNew, _asked, _refusal) = (false, null, null);

    private void Choose(string part, bool isChosen)
    {
        if (isChosen)
        {
            _parts.Add(part);
        }
        else
        {
            _parts.Remove(part);
        }
    }

    private async Task OpenAsync() => await DoneAsync(
        await Desk.CreateAsync(new IncidentDraft(_title, _message, _impact, [.. _parts], _publish, null, null), Home, Gone), _publish
            ? "The incident is public." : "The draft is kept.");

    private async Task StepAsync()
    {
        var id = _asked!.Id;
        await (_step switch
        {
            IncidentStep.Publish => DoneAsync(await Desk.PublishAsync(id, Home, Gone), "The incident is public."),
            IncidentStep.Update => DoneAsync(await Desk.UpdateAsync(id, Names.TryParse<IncidentState>(_state, out var state) ? state
                : null, _message, Home, Gone), "Said."),
            IncidentStep.Resolve => DoneAsync(await Desk.UpdateAsync(id, IncidentState.Resolved, _message, Home, Gone),
                "The incident is resolved."),
            _ => DoneAsync(await Desk.UpdateAsync(id, IncidentState.Postmortem, _message, Home, Gone), "Said."),
        });
    }

    private async Task DoneAsync(Result<IncidentView> done, string said)
    {
        _refusal = done.Failed(out var refused) ? refused.Message : null;
        if (done.IsSuccess)
        {
            Close();
            Notices.Done(said);
            await ReloadAsync();
        }
    }
}
