using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Components.Screening;

/// <summary>What the page of one case reads.</summary>
public sealed record ScreeningCaseLoad(ScreeningCaseView Case, IReadOnlyList<ScreeningVerdictView> Verdicts,
    IReadOnlyList<ApprovalView> Approvals);

/// <summary>One case: whom screening named, what waits for it, what people wrote down, and the decision.</summary>
public sealed partial class ScreeningCasePage : DeskPage<ScreeningCaseLoad>
{
    private Step? _step;
    private string? _refusal;

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private ScreeningDesk Desk { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics { get; } = [Topics.Screening, Topics.Approvals];

    private ScreeningCaseView Row => Load!.Case;

    private bool IsOpen => Row.Status is "open" or "claimed";

    private string? MayNot => May(Permission.ScreeningDecide) ? null : "Your roles do not include this.";

    /// <inheritdoc/>
    protected override async Task<Result<ScreeningCaseLoad>> ReadAsync(CancellationToken cancellation)
    {
        var found = await Desk.GetAsync(Id, cancellation);
        if (found.Failed(out var refused))
        {
            return refused;
        }
        var record = found.Value.Records.Count > 0 ? found.Value.Records[0].Id : Guid.Empty;
        var verdicts = await Desk.VerdictsAsync(ScreeningVerdict.Hit, record, null, 5, cancellation);
        var approvals = await Approvals.WaitingForAsync(Id, cancellation);
        return verdicts.Failed(out refused) || approvals.Failed(out refused)
            ? refused : new ScreeningCaseLoad(found.Value, verdicts.Value.Rows, approvals.Value);
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

    private static string? HrefOf(ScreenedRecord record) => record.Kind switch
    {
        "deposit" => $"/deposits/{record.Id}",
        "withdrawal" => $"/withdrawals/{record.Id}",
        "gateway_payment" => $"/gateway-payments/{record.Id}",
        "gateway_withdrawal" => $"/gateway-withdrawals/{record.Id}",
        "gateway_batch" => $"/gateway-batches/{record.Id}",
        _ => null,
    };

    private static string LeadOf(Step step) => step switch
    {
        Step.Release => "The records of this case go on when a second person agrees; a later record about the same subject opens a case "
            + "of its own.",
        Step.Refuse => "Nothing is paid to the subject for these records. It cannot be taken back.",
        _ => "It stays on the case.",
    };

    private void Open(Step step) => (_step, _refusal) = (step, null);

    private void Close() => _step = null;

    private async Task ClaimAsync() => await SettleAsync((await Desk.ClaimAsync(Id, Gone)).Map(Decided<ScreeningCaseView>.Now), "claimed");

    private async Task FinishAsync(string text) => await (_step switch
    {
        Step.Release => SettleAsync(await StepUp.RunAsync(() => Desk.ReleaseAsync(Id, text, Gone)), "released"),
        Step.Refuse => SettleAsync((await Desk.RefuseAsync(Id, text, Gone)).Map(Decided<ScreeningCaseView>.Now), "refused"),
        _ => SettleAsync((await Desk.NoteAsync(Id, text, Gone)).Map(Decided<ScreeningCaseView>.Now), "noted"),
    });

    private async Task SettleAsync(Result<Decided<ScreeningCaseView>> outcome, string words)
    {
        if (outcome.Failed(out var refused))
        {
            _refusal = refused.Message;
            if (_step is null)
            {
                Notices.Refused(refused.Message);
            }
            return;
        }
        _step = null;
        Notices.Done(outcome.Value.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}."
            : $"{Row.HumanId} {words}.");
        await ReloadAsync();
    }

    private enum Step
    {
        Release,
        Refuse,
        Note,
    }
}
