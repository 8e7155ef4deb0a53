using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Components.Treasury;

/// <summary>Proposals to sign. A sheet restates exactly what the signature is bound to.</summary>
public sealed partial class ProposalsPage : DeskPage<Page<ProposalView>>
{
    private ProposalView? _asked;
    private bool _isRejecting;
    private string _reason = "";
    private string? _refusal;

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private TreasuryDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{StatusName}|{CursorText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Proposals];

    private ProposalStatus Status => Names.TryParse<ProposalStatus>(StatusName, out var status) ? status : ProposalStatus.Open;

    /// <inheritdoc/>
    protected override Task<Result<Page<ProposalView>>> ReadAsync(CancellationToken cancellation) => Desk.ListAsync(Status, CursorText, 25, cancellation);

    private void AskSign(ProposalView proposal) => (_asked, _isRejecting, _refusal) = (proposal, false, null);

    private void AskReject(ProposalView proposal) => (_asked, _isRejecting, _refusal, _reason) = (proposal, true, null, "");

    private void Close() => _asked = null;

    private async Task DecideAsync()
    {
        // What was asked is held from the opening of the sheet on; the list may change underneath meanwhile.
        if (_asked is not { } asked)
        {
            return;
        }
        var decided = _isRejecting ? await Desk.RejectAsync(asked.Id, _reason, Gone) : await Desk.SignAsync(asked.Id, Gone);
        if (decided.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _asked = null;
        Notices.Done(_isRejecting ? $"{asked.HumanId} rejected." : $"{asked.HumanId} signed, {decided.Value.CurrentSignatures} of {decided.Value.RequiredSignatures}.");
        await ReloadAsync();
    }
}
