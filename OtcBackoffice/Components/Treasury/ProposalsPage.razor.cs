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
    private readonly HashSet<Guid> _selected = [];
    private IReadOnlyList<ProposalView>? _several;
    private List<(string Text, bool Signed)> _told = [];

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private TreasuryDesk Desk { get; set; } = default!;

    [Inject]
    private DepositQueries Deposits { get; set; } = default!;

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
    protected override async Task<Result<Page<ProposalView>>> ReadAsync(CancellationToken cancellation)
    {
        var read = await Desk.ListAsync(Status, CursorText, 25, cancellation);
        if (Status != ProposalStatus.Open || !read.IsSuccess || read.Value.Rows.Count == 0)
        {
            return read;
        }
        // Who signs sees what speaks for it without leaving the page.
        var lines = await Deposits.LinesAsync([.. read.Value.Rows.Select(row => row.DepositId)], cancellation);
        return lines.Failed(out _) ? read : new Page<ProposalView>([.. read.Value.Rows.Select(row =>
            row with { Evidence = lines.Value.FirstOrDefault(line => line.Id == row.DepositId) })], read.Value.NextCursor);
    }

    /// <inheritdoc/>
    protected override void OnRead(Page<ProposalView> load) => _selected.IntersectWith(load.Rows.Where(CanSign).Select(row => row.Id));

    private List<ProposalView> Chosen => [.. (Load?.Rows ?? []).Where(row => _selected.Contains(row.Id))];

    private string? EnterBlocked => May(Permission.TreasurySign) ? null : "Your roles do not include this.";

    private void AskSign(ProposalView proposal) => (_asked, _step, _refusal) = (proposal, Step.Sign, null);

    private void AskReject(ProposalView proposal) => (_asked, _step, _refusal, _reason) = (proposal, Step.Reject, null, "");

    private void AskEnter(ProposalView proposal) => (_asked, _step, _refusal, _txHash) = (proposal, Step.Enter, null, "");

    private void AskVoid(ProposalView proposal) => (_asked, _step, _refusal, _reason) = (proposal, Step.Void, null, "");

    private void Close() => _asked = null;

    private static bool CanSign(ProposalView proposal) => proposal.Status == ProposalStatus.Open && proposal.SignBlockedBecause is null;

    private void Select(ProposalView proposal)
    {
        if (!_selected.Remove(proposal.Id))
        {
            _selected.Add(proposal.Id);
        }
    }

    private void ClearSelection() => _selected.Clear();

    // What is signed is fixed here; who comes into the list afterwards is not among them.
    private void AskSignAll() => (_several, _refusal, _told) = (Chosen, null, []);

    private void CloseSeveral() => _several = null;

    private async Task SignAllAsync(IReadOnlyList<ProposalView> chosen)
    {
        List<(string, bool)> told = [];
        foreach (var one in chosen)
        {
            var signed = await Desk.SignAsync(one.Id, Gone);
            told.Add(signed.Failed(out var refused) ? ($"{one.HumanId}: {refused.Message} Nothing was signed.", false)
                : ($"{one.HumanId}: signed, {signed.Value.CurrentSignatures} of {signed.Value.RequiredSignatures}.", true));
        }
        (_several, _told) = (null, told);
        _selected.Clear();
        await ReloadAsync();
    }

    private static string Sums(IEnumerable<ProposalView> proposals) => SignSheet.SumsOf(proposals);

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
        public static readonly Step Enter =
            new("Enter transaction", "warn", "The transaction is held against the chain: it must pay exactly this.");
    }
}
