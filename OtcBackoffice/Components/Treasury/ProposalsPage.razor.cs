using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Components.Treasury;

/// <summary>Proposals to sign. A sheet restates exactly what the signature is bound to.</summary>
public sealed partial class ProposalsPage : DeskPage<Page<ProposalView>>
{
    private ProposalView? _asked;
    private Step _step = Step.Sign;
    private string _reason = "", _txHash = "";
    private string? _refusal;

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private TreasuryDesk Desk { get; set; } = default!;

    [Inject]
    private SettlementDesk Settlement { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{StatusName}|{CursorText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Proposals];

    private ProposalStatus Status => Names.TryParse<ProposalStatus>(StatusName, out var status) ? status : ProposalStatus.Open;

    /// <inheritdoc/>
    protected override Task<Result<Page<ProposalView>>> ReadAsync(CancellationToken cancellation) => Desk.ListAsync(Status, CursorText, 25, cancellation);

    private string? EnterBlocked => May(Permission.TreasurySign) ? null : "Your roles do not include this.";

    private void AskSign(ProposalView proposal) => (_asked, _step, _refusal) = (proposal, Step.Sign, null);

    private void AskReject(ProposalView proposal) => (_asked, _step, _refusal, _reason) = (proposal, Step.Reject, null, "");

    private void AskEnter(ProposalView proposal) => (_asked, _step, _refusal, _txHash) = (proposal, Step.Enter, null, "");

    private void AskVoid(ProposalView proposal) => (_asked, _step, _refusal, _reason) = (proposal, Step.Void, null, "");

    private void Close() => _asked = null;

    private async Task DecideAsync()
    {
        // What was asked is held from the opening of the sheet on; the list may change underneath meanwhile.
        if (_asked is not { } asked)
        {
            return;
        }
        var step = _step;
        if (step == Step.Void)
        {
            await GiveUpAsync(asked);
            return;
        }
        var decided = step == Step.Reject ? await Desk.RejectAsync(asked.Id, _reason, Gone)
            : step == Step.Enter ? await Settlement.EnterTransactionAsync(asked.Id, _txHash, Gone)
            : await Desk.SignAsync(asked.Id, Gone);
        if (decided.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _asked = null;
        Notices.Done(step == Step.Reject ? $"{asked.HumanId} rejected."
            : step == Step.Enter ? $"{asked.HumanId} is paid by that transaction; it is watched until it is deep enough."
            : $"{asked.HumanId} signed, {decided.Value.CurrentSignatures} of {decided.Value.RequiredSignatures}.");
        await ReloadAsync();
    }

    private async Task GiveUpAsync(ProposalView asked)
    {
        var decided = await Desk.VoidAsync(asked.Id, _reason, Gone);
        if (decided.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _asked = null;
        Notices.Done(decided.Value.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}."
            : $"{asked.HumanId} given up.");
        await ReloadAsync();
    }

    /// <summary>What the sheet asks to agree to.</summary>
    private sealed record Step(string Label, string Tone, string Lead)
    {
        public static readonly Step Sign = new("Sign", "warn", "Your signature is bound to exactly this. It cannot be taken back.");
        public static readonly Step Reject = new("Reject", "bad", "The credit is undone; the deposit stays confirmed.");
        public static readonly Step Void = new("Void", "bad",
            "The payment is given up, and no transaction is ever taken for it. The deposit is confirmed as before. Make sure that "
                + "nobody sends it any more. A second person has to agree.");
        public static readonly Step Enter = new("Enter transaction", "warn", "The transaction is held against the chain: it must pay exactly this.");
    }
}
