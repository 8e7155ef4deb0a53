using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// What people do around a record of any kind without deciding it, the same on every page: put it aside, write a note, follow it, and
/// where it can be held, give it to a colleague.
/// </summary>
public sealed partial class RecordWork : ComponentBase, IDisposable
{
    private readonly string _whyId = "work-why-" + Guid.CreateVersion7().ToString("N")[20..];
    private readonly CancellationTokenSource _gone = new();
    private RecordWorkView? _work;
    private (Guid Id, DateTime ReadAtUtc) _read;
    private WorkSheet _sheet;
    private IReadOnlyList<Colleague> _people = [];
    private string? _refusal;

    private enum WorkSheet
    {
        None,
        Assign,
        Snooze,
        Note,
    }

    /// <summary>The kind by the name that begins its audit actions, such as <c>withdrawal</c>.</summary>
    [Parameter]
    [EditorRequired]
    public string Kind { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public Guid Id { get; set; }

    /// <summary>When the page last read the record; this reads again with it.</summary>
    [Parameter]
    public DateTime ReadAtUtc { get; set; }

    [Parameter]
    public ConsoleZone Zone { get; set; } = ConsoleZone.Utc;

    /// <summary>Gives the record to a colleague and answers why not, or null; absent where nobody holds such a record.</summary>
    [Parameter]
    public EventCallback<RecordGift> OnAssign { get; set; }

    /// <summary>Why nobody can be given it now, or null.</summary>
    [Parameter]
    public string? AssignBlocked { get; set; }

    /// <summary>What was read, for the page to show: notes, and until when it is put aside.</summary>
    [Parameter]
    public EventCallback<RecordWorkView> OnRead { get; set; }

    [Inject]
    private RecordWorkDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_read != (Id, ReadAtUtc))
        {
            _read = (Id, ReadAtUtc);
            await ReadAsync();
        }
    }

    private string? Why(string action) => _work?.Actions.FirstOrDefault(one => one.Name == action)?.Why;

    private async Task ReadAsync()
    {
        var read = await Desk.AroundAsync(Kind, Id, _gone.Token);
        _work = read.IsSuccess ? read.Value : null;
        if (_work is not null)
        {
            await OnRead.InvokeAsync(_work);
        }
    }

    private async Task OpenAssignAsync()
    {
        var people = await Desk.ColleaguesAsync(_gone.Token);
        (_people, _sheet, _refusal) = (people.IsSuccess ? people.Value : [], WorkSheet.Assign, null);
    }

    private void OpenNote() => (_sheet, _refusal) = (WorkSheet.Note, null);

    private void Close() => _sheet = WorkSheet.None;

    private Task SnoozeOrWakeAsync()
    {
        if (_work?.SnoozedUntilUtc is not null)
        {
            return SnoozeAsync(null);
        }
        (_sheet, _refusal) = (WorkSheet.Snooze, null);
        return Task.CompletedTask;
    }

    private async Task SnoozeAsync(DateTime? until) => await SettleAsync(await Desk.SnoozeAsync(Kind, Id, until, _gone.Token), view =>
        view.UntilUtc is { } moment ? $"{view.Number} is put aside until {ClockText.Near(Zone, moment, Clock.GetUtcNow().UtcDateTime)}."
            : $"{view.Number} is back.");

    private async Task NoteAsync(string text) => await SettleAsync(await Desk.NoteAsync(Kind, Id, text, null, _gone.Token), _ =>
        $"{_work?.Number}: the note is written.");

    private async Task FollowAsync() => await SettleAsync(await Desk.FollowAsync(Kind, Id, _work?.IsFollowed != true, _gone.Token), view =>
        view.IsFollowed ? $"You follow {view.Number}." : $"You no longer follow {view.Number}.");

    private async Task AssignAsync(Guid person)
    {
        var gift = new RecordGift(person);
        await OnAssign.InvokeAsync(gift);
        await SettleAsync(gift.Refused is { } refused ? refused : (Result<Guid>)person, _ => $"{_work?.Number} assigned.");
    }

    private async Task SettleAsync<T>(Result<T> outcome, Func<T, string> words)
    {
        if (outcome.Failed(out var refused))
        {
            _refusal = refused.Message;
            if (_sheet == WorkSheet.None)
            {
                Notices.Refused(refused.Message);
            }
            return;
        }
        _sheet = WorkSheet.None;
        await ReadAsync();
        Notices.Done(words(outcome.Value));
    }
}

/// <summary>A record on its way to a colleague; the page says in it why the desk refused.</summary>
public sealed class RecordGift(Guid personId)
{
    /// <summary>Who is to hold it.</summary>
    public Guid PersonId => personId;

    /// <summary>Why not, or null.</summary>
    public DomainError? Refused { get; set; }
}
