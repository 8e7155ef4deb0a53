using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Receipts;
using System.Security.Claims;

namespace OtcBackoffice.Components.Receipts;

/// <summary>What the page of one receipt reads.</summary>
public sealed record UnmatchedLoad(ReceiptView Receipt, Guid? NextId, IReadOnlyList<ApprovalView> Approvals, Guid ViewerId);

/// <summary>One receipt: what came, what it may be for and why, and what a person makes of it.</summary>
public sealed partial class UnmatchedReceiptPage : DeskPage<UnmatchedLoad>
{
    private RecordWorkView? _work;
    private ReceiptAction? _sheet;
    private string? _refusal;

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private ReceiptQueries Receipts { get; set; } = default!;

    [Inject]
    private ReceiptDesk Desk { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics { get; } = [Topics.Receipts, Topics.Approvals];

    private ReceiptView Row => Load!.Receipt;

    private string? Holder => Row.AssigneeUserId is null || !(Row.ClaimExpiresAtUtc > ReadAtUtc) ? null
        : Row.AssigneeUserId == Load!.ViewerId ? "Claimed by you" : $"Claimed by {Row.AssigneeName ?? "somebody"}";

    private string? MayNot => May(Permission.ReceiptDecide) ? null : "Your roles do not include this.";

    /// <inheritdoc/>
    protected override async Task<Result<UnmatchedLoad>> ReadAsync(CancellationToken cancellation)
    {
        var receipt = await Receipts.GetAsync(Id, cancellation);
        if (receipt.Failed(out var refused))
        {
            return refused;
        }
        var waiting = await Receipts.ListAsync(new ReceiptFilter(ReceiptStatus.Unmatched, Size: Cursor.SizeMax), cancellation);
        var approvals = await Approvals.WaitingForAsync(Id, cancellation);
        if (waiting.Failed(out refused) || approvals.Failed(out refused))
        {
            return refused;
        }
        var viewer = Guid.TryParse(User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty;
        return new UnmatchedLoad(receipt.Value, NextOf(waiting.Value.Rows, receipt.Value), approvals.Value, viewer);
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        await base.OnParametersSetAsync();
        if (Load is null && Fault?.Kind == ErrorKind.NotFound)
        {
            Navigation.NotFound();
        }
    }

    // The one behind this in the queue, and at its end the first again.
    private static Guid? NextOf(IReadOnlyList<ReceiptView> waiting, ReceiptView now) =>
        (waiting.FirstOrDefault(row => row.Id != now.Id && row.ReceivedAtUtc >= now.ReceivedAtUtc)
            ?? waiting.FirstOrDefault(row => row.Id != now.Id))?.Id;

    private static string WordsOf(ReceiptPartView part) => part.Kind switch
    {
        "returned" => $"{part.Amount} sent back by {part.ByName}: {part.Reason}",
        "kept" => $"{part.Amount} kept by {part.ByName}: {part.Reason}",
        _ => $"{part.Amount} on {part.RecordNumber} by {part.ByName}: {part.Reason}",
    } + (part.UndoneAtUtc is null ? "" : $" Undone: {part.UndoReason}");

    private static string LeadOf(ReceiptAction action) => action switch
    {
        ReceiptAction.Return => "What is left goes back to its sender.",
        ReceiptAction.Keep => "What is left is kept for whoever proves to own it. It is never income.",
        _ => "All of it is in the queue again. A record that was confirmed by it needs a second person.",
    };

    private void Open(ReceiptAction action) => (_sheet, _refusal) = (action, null);

    private void Close() => _sheet = null;

    private void KeepWork(RecordWorkView work) => _work = work;

    private async Task ClaimAsync() =>
        await SettleAsync((await Desk.ClaimAsync(Id, Gone)).Map(Decided<ReceiptView>.Now), "claimed", goesOn: false);

    private async Task ReleaseAsync() =>
        await SettleAsync((await Desk.ReleaseAsync(Id, Gone)).Map(Decided<ReceiptView>.Now), "given back", goesOn: false);

    private async Task AssignAsync(Assignment chosen)
    {
        var part = new ReceiptPart("deposit", chosen.RecordId, chosen.Amount) { Number = chosen.Number };
        await SettleAsync(await Desk.DecideAsync(Id, new ReceiptDecision(ReceiptAction.Assign, [part], chosen.Reason), Gone),
            $"put on {chosen.Number}", goesOn: true);
    }

    private async Task FinishAsync(string reason) => await SettleAsync(_sheet == ReceiptAction.Undo
        ? await Desk.UndoAsync(Id, reason, Gone)
        : await Desk.DecideAsync(Id, new ReceiptDecision(_sheet ?? ReceiptAction.Keep, [], reason), Gone), "decided",
        goesOn: _sheet != ReceiptAction.Undo);

    private async Task SettleAsync(Result<Decided<ReceiptView>> outcome, string words, bool goesOn)
    {
        var next = Load?.NextId;
        if (outcome.Failed(out var refused))
        {
            await ReloadAsync();
            _refusal = refused.Message;
            if (_sheet is null)
            {
                Notices.Refused(refused.Message);
            }
            return;
        }
        _sheet = null;
        var isDone = outcome.Value.Waiting is null;
        Notices.Done(outcome.Value.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}."
            : $"{Row.HumanId} {words}.");
        if (goesOn && isDone && outcome.Value.Done?.Status != ReceiptStatus.Unmatched)
        {
            Navigation.NavigateTo(next is { } id ? $"/unmatched/{id}" : "/unmatched");
            return;
        }
        await ReloadAsync();
    }
}
