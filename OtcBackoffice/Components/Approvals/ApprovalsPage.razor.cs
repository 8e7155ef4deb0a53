using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Approvals;

/// <summary>The rows of the approvals page.</summary>
public sealed record ApprovalsLoad(IReadOnlyList<ApprovalView> Rows);

/// <summary>What waits for a second person, with who asked and why the viewer may or may not decide.</summary>
public sealed partial class ApprovalsPage : DeskPage<ApprovalsLoad>
{
    private ApprovalView? _asked;
    private bool _isCallOff;
    private string _reason = "";
    private string? _refusal;

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

    private string Status => StatusName ?? "waiting";

    /// <inheritdoc/>
    protected override async Task<Result<ApprovalsLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListAsync(Status, cancellation)).Map(rows => new ApprovalsLoad(rows));

    private async Task ApproveAsync(ApprovalView row)
    {
        var approved = await StepUp.RunAsync(() => Desk.ApproveAsync(row.Id, Gone));
        if (approved.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done(approved.Value.Status switch
            {
                "approved" => "Approved and done.",
                "scheduled" => "Approved; it takes effect later.",
                _ => "Agreed. Another person is still needed.",
            });
        }
        await ReloadAsync();
    }

    private string Verb => _isCallOff ? "Call off" : "Reject";

    private void AskReject(ApprovalView row) => (_asked, _isCallOff, _reason, _refusal) = (row, false, "", null);

    private void AskCallOff(ApprovalView row) => (_asked, _isCallOff, _reason, _refusal) = (row, true, "", null);

    private void Close() => _asked = null;

    private async Task EndAsync()
    {
        if (_asked is not { } asked)
        {
            return;
        }
        var ended = await StepUp.RunAsync(() => _isCallOff ? Desk.CallOffAsync(asked.Id, _reason, Gone) : Desk.RejectAsync(asked.Id, _reason, Gone));
        if (ended.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _asked = null;
        Notices.Done(_isCallOff ? "Called off; it does not take effect." : "Rejected.");
        await ReloadAsync();
    }
}
