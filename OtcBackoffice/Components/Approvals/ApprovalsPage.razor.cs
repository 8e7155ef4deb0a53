using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Approvals;

/// <summary>The rows of the approvals page.</summary>
public sealed record ApprovalsLoad(IReadOnlyList<ApprovalView> Rows);

/// <summary>
/// What waits for a second person, with who asked and why the viewer may or may not decide. Deciding takes two steps, and a decided
/// row keeps its place until the list is read again: a second press never meets another record.
/// </summary>
public sealed partial class ApprovalsPage : DeskPage<ApprovalsLoad>
{
    private const string Approve = "Approve", Reject = "Reject", CallOff = "Call off";

    private List<ApprovalView> _rows = [];
    private ApprovalView? _asked;
    private string _verb = Approve;
    private string? _refusal;
    private int _arrived;

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private ApprovalDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Status;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Approvals];

    private string Status => StatusName ?? ApprovalStates.Waiting;

    private string WhenTitle => Status switch { ApprovalStates.Waiting => "Ends", ApprovalStates.Scheduled => "Takes effect", _ => "Decided" };

    private string? News => _arrived == 0 ? null : $"{_arrived} new. Press R";

    private string? Summary
    {
        get
        {
            if (Status != ApprovalStates.Waiting || _rows.Count == 0)
            {
                return null;
            }
            var soon = _rows.Count(row => row.Status == Status && row.ExpiresAtUtc <= ReadAtUtc.AddHours(1));
            return $"{_rows.Count(row => row.Status == Status)} wait{(soon == 0 ? "" : $", {soon} end within the hour")}. "
                + "What ends first stands first.";
        }
    }

    /// <inheritdoc/>
    protected override async Task<Result<ApprovalsLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListAsync(Status, PageAsk.First, cancellation)).Map(page => new ApprovalsLoad(
            Status == ApprovalStates.Waiting ? [.. page.Rows.OrderBy(row => row.ExpiresAtUtc).ThenBy(row => row.Id)] : page.Rows));

    /// <inheritdoc/>
    protected override void OnRead(ApprovalsLoad load) => (_rows, _arrived) = ([.. load.Rows], 0);

    /// <inheritdoc/>
    protected override async Task OnChangedAsync(IReadOnlyCollection<Guid> ids)
    {
        var status = Status;
        var read = await Desk.ListAsync(status, PageAsk.First, Gone);
        if (!read.IsSuccess || status != Status)
        {
            return;
        }
        var standing = read.Value.Rows.ToDictionary(row => row.Id);
        for (var at = 0; at < _rows.Count; at++)
        {
            if (standing.TryGetValue(_rows[at].Id, out var still))
            {
                _rows[at] = still;
            }
            else if ((await Desk.GetAsync(_rows[at].Id, Gone)) is { IsSuccess: true } left)
            {
                _rows[at] = left.Value;
            }
        }
        _arrived = read.Value.Rows.Count(row => !_rows.Exists(shown => shown.Id == row.Id));
        if (_rows.Count == 0)
        {
            await ReloadAsync();
        }
    }

    private Task AskApproveAsync(ApprovalView row) => AskAsync(row, Approve);

    private Task AskRejectAsync(ApprovalView row) => AskAsync(row, Reject);

    private Task AskCallOffAsync(ApprovalView row) => AskAsync(row, CallOff);

    // The list says what was asked; the sheet says what it is about now.
    private async Task AskAsync(ApprovalView row, string verb)
    {
        var read = await Desk.GetAsync(row.Id, Gone);
        if (read.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        (_asked, _verb, _refusal) = (read.Value, verb, null);
    }

    private void Close() => _asked = null;

    private async Task DecideAsync(string reason)
    {
        if (_asked is not { } asked)
        {
            return;
        }
        var verb = _verb;
        var decided = await StepUp.RunAsync(() => verb switch
        {
            Approve => Desk.ApproveAsync(asked.Id, Gone),
            Reject => Desk.RejectAsync(asked.Id, reason, Gone),
            _ => Desk.CallOffAsync(asked.Id, reason, Gone),
        });
        if (decided.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _asked = null;
        var name = ApprovalWords.Subject(asked);
        Notices.Done((verb, decided.Value.Status) switch
        {
            (Approve, ApprovalStates.Approved) => $"{name}: approved, and done.",
            (Approve, ApprovalStates.Scheduled) => $"{name}: approved, takes effect later.",
            (Approve, _) => $"{name}: agreed. Another person is still needed.",
            (Reject, _) => $"{name}: rejected.",
            _ => $"{name}: called off, it does not take effect.",
        });
        await OnChangedAsync([asked.Id]);
    }
}
