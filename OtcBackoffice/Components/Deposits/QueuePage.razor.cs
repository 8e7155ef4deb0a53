using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Deposits;

/// <summary>
/// The deposit queue, live. A deposit that is shown changes in its place; what would come, go or move waits until the
/// person asks for it, so that no row ever slips away under a hand that is about to press.
/// </summary>
public sealed partial class QueuePage : DeskPage<DepositQueue>
{
    private readonly HashSet<Guid> _arrived = [];
    private readonly HashSet<Guid> _left = [];
    private List<DepositLine> _lines = [];
    private IReadOnlyList<SavedViewView> _views = [];
    private IReadOnlyDictionary<DepositStatus, long> _counts = new Dictionary<DepositStatus, long>();
    private Guid _viewer;
    private bool _mayClaim;

    // Each part is named so that the page is drawn again when one changes; they are read together.
    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewKey { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private DepositQueries Deposits { get; set; } = default!;

    [Inject]
    private DepositDesk Desk { get; set; } = default!;

    [Inject]
    private RecordWorkDesk Work { get; set; } = default!;

    [Inject]
    private FirstStepsDesk FirstSteps { get; set; } = default!;

    [Inject]
    private SavedViewDesk Views { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private NavCounts NavCounts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{ViewKey}|{CursorText}|{Query}";

    private string Query => new Uri(Navigation.Uri).Query;

    private QueueAddress Asked => QueueAddress.Read(Query, Guid.TryParse(User.FindFirstValue(ClaimTypes.NameIdentifier), out var me) ? me
        : Guid.Empty);

    private string? Find => Asked.Find;

    // What was searched for may stand anywhere, so its rows show their status.
    private QueueView View => Find is null ? Asked.View : QueueView.All[^1];

    private string LastHeading => View.Column switch
    {
        QueueColumn.Claim => "Held by",
        QueueColumn.Settlement => "Payment",
        QueueColumn.Status => "Status",
    };

    private string Caption => Find is null ? $"{View.Title} deposits" : $"Deposits found for {Find}";

    private string Foot => string.Create(CultureInfo.InvariantCulture,
        $"{_lines.Count}{(Load?.Total is { } total ? $" of {total}" : "")} {(_lines.Count == 1 ? "deposit" : "deposits")}, {Order}. Times "
            + $"in {Zone.LabelAt(ReadAtUtc)}. {SnoozedNote}");

    private string Order => (Asked.Sort, Asked.Ascending) switch
    {
        (QueueSort.Due, true) => "oldest due first",
        (QueueSort.Due, false) => "latest due first",
        (QueueSort.Amount, true) => "smallest first",
        (QueueSort.Amount, false) => "largest first",
        (QueueSort.Created, true) => "oldest first",
        (QueueSort.Created, false) => "newest first",
    };

    private string? SnoozedNote => !View.WithSnoozed && Load?.Snoozed is > 0 and var asleep ? $"{asleep} put aside, under Snoozed." : null;

    private string Totals => Load is not { Totals.Count: > 0 } load ? ""
        : "Total " + string.Join(", ", load.Totals.Select(total => $"{total.Currency} {AmountText.Group(total.Amount)}"));

    private string? News => (_arrived.Count, _left.Count) switch
    {
        (0, 0) => null,
        (var arrived, 0) => $"{arrived} new. Press R",
        (0, var left) => $"{left} changed. Press R",
        var (arrived, left) => $"{arrived} new, {left} changed. Press R",
    };

    /// <inheritdoc/>
    protected override async Task<Result<DepositQueue>> ReadAsync(CancellationToken cancellation)
    {
        if (Guid.TryParse(User.FindFirstValue(ClaimTypes.NameIdentifier), out var me))
        {
            FirstSteps.NoteQueue(me);
        }
        var views = await Views.ListAsync("deposits", cancellation);
        _views = views.IsSuccess ? views.Value : [];
        if (Find is { } text)
        {
            return await Deposits.FindAsync(text, cancellation);
        }
        var (asked, view) = (Asked, View);
        return await Deposits.QueueAsync(new DepositQueueCut(asked.Status is { } one ? [one] : view.Statuses, view.Mine,
            asked.Ascending, asked.MerchantId, asked.Cursor)
        {
            Sort = asked.Sort,
            Rows = asked.Rows,
            Currency = asked.Currency,
            Network = asked.Network,
            Min = asked.Min,
            Max = asked.Max,
            From = asked.From,
            To = asked.To,
            AssigneeId = asked.AssigneeId,
            Flag = asked.Flag ?? view.Flag,
            WithoutSnoozed = !view.WithSnoozed && asked.Flag != QueueFlag.Snoozed,
            WithTotals = view.IsWork,
        }, cancellation);
    }

    /// <inheritdoc/>
    protected override void OnRead(DepositQueue load)
    {
        _lines = [.. load.Page.Rows];
        _viewer = load.ViewerId;
        _mayClaim = May(Permission.DepositDecide);
        _selected.IntersectWith(_lines.Select(line => line.Id));
        _arrived.Clear();
        _left.Clear();
        Count(load.Counts);
    }

    /// <inheritdoc/>
    protected override async Task<IDisposable?> FollowAsync()
    {
        var follow = await Deposits.FollowAsync(Gone);
        return follow.IsSuccess ? follow.Value : null;
    }

    /// <inheritdoc/>
    protected override void Attach(IDisposable follow) => (follow as DepositFollow)?.Listen(tick => Later(() => Take(tick)));

    private static string HrefOf(QueueView view) => view == QueueView.All[0] ? "/deposits" : $"/deposits?view={view.Key}";

    private static string Short(string value) => value.Length <= 40 ? value : value[..40] + "…";

    private static QueueSort? SortOf(string column) => column switch
    {
        "due" => QueueSort.Due,
        "fiat" => QueueSort.Amount,
        _ => null,
    };

    private static string? HeadClass(string column) => column is "fiat" or "pays" ? "num" : null;

    private long? CountOf(QueueView view) => view.Key == "late" ? Load?.Late : view.Key == "snoozed" ? Load?.Snoozed
        : view.CountIn(_counts);

    private string SortMark(QueueSort sort) => Asked.Sort != sort ? "" : Asked.Ascending ? " ↑" : " ↓";

    private string Named(string name, string value) => name switch
    {
        "merchant" => Load?.Names?.Merchants.FirstOrDefault(one => one.Id == Asked.MerchantId)?.Name ?? value,
        "assignee" => Load?.Names?.People.FirstOrDefault(one => one.Id == Asked.AssigneeId)?.Name ?? value,
        _ => value.Replace('_', ' '),
    };

    private bool StandsHere(DepositLine line) => Find is not null || View.Holds(line, _viewer);

    private Task Take(DepositTick tick)
    {
        if (tick.IsWhole)
        {
            return ReloadAsync();
        }
        foreach (var line in tick.Lines)
        {
            Take(line);
        }
        Count(tick.Counts);
        return Task.CompletedTask;
    }

    private void Take(DepositLine line)
    {
        var at = _lines.FindIndex(shown => shown.Id == line.Id);
        var isHere = Find is null && View.Holds(line, _viewer) && (Asked.MerchantId is null || Asked.MerchantId == line.MerchantId)
            && (Asked.Currency is null || Asked.Currency == line.FiatCurrency) && (Asked.Network is null || Asked.Network == line.Network)
            && (Asked.Status is null || Asked.Status == line.Status);
        if (at < 0)
        {
            Note(_arrived, line.Id, isHere && IsOnThisPage(line));
            return;
        }
        if (line.Version >= _lines[at].Version)
        {
            _lines[at] = line;
        }
        Note(_left, line.Id, Find is null && !isHere);
    }

    // A row behind the end of a full page would not show after a refresh either, so it is only counted above.
    private bool IsOnThisPage(DepositLine line)
    {
        var asked = Asked;
        if (Load?.Page.NextCursor is null && (asked.Cursor is null || asked.Ascending))
        {
            return true;
        }
        var last = _lines.Count == 0 ? line : _lines[^1];
        return asked.Cursor is null && (asked.Ascending ? line.KeyOf(asked.Sort) < last.KeyOf(asked.Sort)
            : line.KeyOf(asked.Sort) > last.KeyOf(asked.Sort));
    }

    private static void Note(HashSet<Guid> ids, Guid id, bool isThere)
    {
        if (isThere)
        {
            ids.Add(id);
        }
        else
        {
            ids.Remove(id);
        }
    }

    private void Count(IReadOnlyDictionary<DepositStatus, long> counts)
    {
        _counts = counts;
        NavCounts.Set("/deposits", (int)Math.Min(counts.GetValueOrDefault(DepositStatus.Pending), int.MaxValue));
    }

    private Task RefreshAsync() => ReloadAsync();

    private void ClearFilters() => Navigation.NavigateTo(QueueFilters.ClearedOf(Asked));

    private async Task OpenNextAsync()
    {
        var next = await Desk.ClaimNextAsync(null, Gone);
        if (next.Failed(out var refused))
        {
            Notices.Say(refused.Message);
            return;
        }
        Navigation.NavigateTo($"/deposits/{next.Value.Id}");
    }

    private async Task ClaimAsync(DepositLine line)
    {
        var claimed = await Desk.ClaimAsync(line.Id, Gone);
        if (claimed.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        Notices.Done($"{line.HumanId} is yours until "
            + $"{ClockText.Near(Zone, claimed.Value.ClaimExpiresAtUtc ?? ReadAtUtc, Clock.GetUtcNow().UtcDateTime)}.");
    }
}
