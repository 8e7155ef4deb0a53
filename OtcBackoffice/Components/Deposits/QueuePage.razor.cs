using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
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
    private IReadOnlyDictionary<DepositStatus, long> _counts = new Dictionary<DepositStatus, long>();
    private Guid _viewer;
    private bool _mayClaim;

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewKey { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [SupplyParameterFromQuery(Name = "merchant")]
    private Guid? MerchantId { get; set; }

    [SupplyParameterFromQuery(Name = "find")]
    private string? FindText { get; set; }

    [Inject]
    private DepositQueries Deposits { get; set; } = default!;

    [Inject]
    private DepositDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private NavCounts NavCounts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{View.Key}|{CursorText}|{MerchantId}|{Find}";

    private string? Find => string.IsNullOrWhiteSpace(FindText) ? null : FindText.Trim();

    // What was searched for may stand anywhere, so its rows show their status.
    private QueueView View => Find is null ? QueueView.Find(ViewKey) : QueueView.Find("all");

    private string LastHeading => View.Column switch
    {
        QueueColumn.Claim => "Claimed by",
        QueueColumn.Settlement => "Payment",
        QueueColumn.Status => "Status",
    };

    private string Caption => Find is null ? $"{View.Title} deposits" : $"Deposits found for {Find}";

    private string Foot => string.Create(CultureInfo.InvariantCulture,
        $"{_lines.Count} {(_lines.Count == 1 ? "deposit" : "deposits")}, {(View.OldestFirst ? "oldest" : "newest")} first. Times in {Zone.LabelAt(ReadAtUtc)}.");

    private string? News => (_arrived.Count, _left.Count) switch
    {
        (0, 0) => null,
        (var arrived, 0) => $"{arrived} new. Press R",
        (0, var left) => $"{left} changed. Press R",
        var (arrived, left) => $"{arrived} new, {left} changed. Press R",
    };

    /// <inheritdoc/>
    protected override Task<Result<DepositQueue>> ReadAsync(CancellationToken cancellation) => Find is { } text
        ? Deposits.FindAsync(text, cancellation)
        : Deposits.QueueAsync(new DepositQueueCut(View.Statuses, View.Mine, View.OldestFirst, MerchantId, CursorText), cancellation);

    /// <inheritdoc/>
    protected override void OnRead(DepositQueue load)
    {
        _lines = [.. load.Page.Rows];
        _viewer = load.ViewerId;
        _mayClaim = May(Permission.DepositDecide);
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

    private string NextHref(string cursor) => $"/deposits?view={View.Key}&cursor={cursor}{(MerchantId is { } merchant ? $"&merchant={merchant}" : "")}";

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
        var isHere = Find is null && View.Holds(line, _viewer) && (MerchantId is null || MerchantId == line.MerchantId);
        if (at < 0)
        {
            Note(_arrived, line.Id, isHere && IsOnThisPage(line));
            return;
        }
        if (line.Version > _lines[at].Version)
        {
            _lines[at] = line;
        }
        Note(_left, line.Id, Find is null && !isHere);
    }

    // A row behind the end of a full page would not show after a refresh either, so it is only counted above.
    private bool IsOnThisPage(DepositLine line)
    {
        if (Load?.Page.NextCursor is null && (CursorText is null || View.OldestFirst))
        {
            return true;
        }
        var last = _lines.Count == 0 ? line : _lines[^1];
        return CursorText is null && (View.OldestFirst ? line.CreatedAtUtc < last.CreatedAtUtc : line.CreatedAtUtc > last.CreatedAtUtc);
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

    private async Task ClaimAsync(DepositLine line)
    {
        var claimed = await Desk.ClaimAsync(line.Id, Gone);
        if (claimed.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        Notices.Done($"{line.HumanId} is yours until {ClockText.Near(Zone, claimed.Value.ClaimExpiresAtUtc ?? ReadAtUtc, Clock.GetUtcNow().UtcDateTime)}.");
    }
}
