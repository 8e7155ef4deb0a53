using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Components.Deposits;

/// <summary>The sheets of the queue.</summary>
internal enum QueueSheet
{
    None,
    Save,
    Assign,
    Snooze,
}

/// <summary>What came of doing one thing to several deposits.</summary>
internal sealed record BulkOutcome(string Title, IReadOnlyList<string> Refused);

/// <content>What is selected and what is done to it, the columns, and saved views.</content>
public sealed partial class QueuePage
{
    private const string NotYours = "Your roles do not include this.";

    private readonly HashSet<Guid> _selected = [];
    private IReadOnlyList<Colleague> _people = [];
    private QueueSheet _sheet;
    private string? _refusal;
    private BulkOutcome? _outcome;

    private IEnumerable<DepositLine> Selected => _lines.Where(line => _selected.Contains(line.Id));

    private string SelectedNumbers => _selected.Count == 1 ? Selected.First().HumanId : $"{_selected.Count} deposits";

    private string SelectedSum => string.Join(", ", Selected.GroupBy(line => line.FiatCurrency).OrderBy(group => group.Key,
        StringComparer.Ordinal)
        .Select(group => $"{group.Key} {AmountText.Group(Sum(group))}"));

    private string ExportHref => "/files/deposits/selection?ids=" + string.Join(',', _selected);

    private SavedViewView? OwnView => _views.FirstOrDefault(view => view.IsMine && view.Query == Asked.Query && view.Query.Length > 0);

    private static string Sum(IEnumerable<DepositLine> lines)
    {
        var amounts = lines.Select(line => line.FiatAmount).ToList();
        var scale = amounts[0].Split('.') is [_, var decimals] ? decimals.Length : 0;
        return DecimalText.Format(lines.Sum(line => line.AmountMinor), scale);
    }

    private void Select(DepositLine line)
    {
        if (!_selected.Remove(line.Id))
        {
            _selected.Add(line.Id);
        }
        _outcome = null;
    }

    private void SelectAll(ChangeEventArgs change)
    {
        _selected.Clear();
        if (change.Value is true)
        {
            _selected.UnionWith(_lines.Select(line => line.Id));
        }
    }

    private void ClearSelection() => _selected.Clear();

    private void Toggle(string column)
    {
        var shown = QueueAddress.Columns.Select(one => one.Name).Where(name => Asked.Shown.Contains(name) != (name == column)).ToList();
        Navigation.NavigateTo(Asked.With(("cols", shown.Count == 0 ? null : string.Join(',', shown))));
    }

    private void Resize(ChangeEventArgs change) => Navigation.NavigateTo(Asked.With(("rows", (string?)change.Value)));

    private Task ClaimAllAsync() => EachAsync("claimed", async line => (await Desk.ClaimAsync(line.Id, Gone)).Map(_ => line));

    private async Task OpenAssignAsync()
    {
        var people = await Work.ColleaguesAsync(Gone);
        (_people, _sheet, _refusal) = (people.IsSuccess ? people.Value : [], QueueSheet.Assign, null);
    }

    private void OpenSnooze() => (_sheet, _refusal) = (QueueSheet.Snooze, null);

    private void OpenSave() => (_sheet, _refusal) = (QueueSheet.Save, null);

    private void CloseSheet() => _sheet = QueueSheet.None;

    private Task AssignAllAsync(Guid person) => EachAsync("assigned", async line => (await Desk.AssignAsync(line.Id, person, null,
        Gone)).Map(_ => line));

    private Task SnoozeAllAsync(DateTime? until) => EachAsync("put aside", async line => (await Work.SnoozeAsync("deposit", line.Id,
        until, Gone)).Map(_ => line));

    // Each passes or fails alone, as on its own page; the rows stay where they are.
    private async Task EachAsync(string done, Func<DepositLine, Task<Result<DepositLine>>> act)
    {
        var refused = new List<string>();
        var lines = Selected.ToList();
        foreach (var line in lines)
        {
            if ((await act(line)).Failed(out var why))
            {
                refused.Add($"{line.HumanId}: {why.Message}");
            }
        }
        _sheet = QueueSheet.None;
        _outcome = new BulkOutcome(string.Create(CultureInfo.InvariantCulture, $"{lines.Count - refused.Count} of {lines.Count} {done}."),
            refused);
        if (refused.Count == 0)
        {
            _selected.Clear();
        }
    }

    private async Task SaveAsync(ViewName wish)
    {
        var saved = await Views.CreateAsync(new ViewWish(wish.Name, "deposits", Asked.Query, wish.Shared), Gone);
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _sheet = QueueSheet.None;
        Notices.Done($"View {saved.Value.Name} saved.");
        await ReloadAsync();
    }

    private async Task DropAsync()
    {
        if (OwnView is { } own && (await Views.DeleteAsync(own.Id, Gone)).IsSuccess)
        {
            Notices.Done($"View {own.Name} deleted.");
            await ReloadAsync();
        }
    }
}
