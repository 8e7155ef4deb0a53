using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Deposits;

/// <summary>
/// One deposit: the proof beside the facts, the decisions below. It is live; what somebody else does to it appears in its
/// place with a sentence saying who did what, and an open sheet decides only about the version it was opened for.
/// </summary>
public sealed partial class DepositPage : DeskPage<DepositPageLoad>
{
    private static readonly JsonSerializerOptions RawJson =
        new(DeskJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private PageHeader? _header;
    private OpenSheet? _sheet;
    private string _tab = "review";
    private string? _news;
    private long _lastLine;
    private Guid _shown;

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    private string? AskedTab { get; set; }

    [Inject]
    private DepositQueries Deposits { get; set; } = default!;

    [Inject]
    private DepositDesk Desk { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private MerchantDesk Merchants { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics { get; } = [Topics.Deposits, Topics.Proposals, Topics.Approvals];

    private DepositView Deposit => Load!.Review.Deposit;

    private DateTime Now => Clock.GetUtcNow().UtcDateTime;

    private string StatusName => Names.Snake(Deposit.Status);

    private StatusLook Settlement => DepositLook.Settlement(Deposit.SettlementState);

    private string Method => Deposit.Method == "mpesa" ? "M-Pesa" : "bank transfer";

    private string? Claim =>
        Deposit.Status != DepositStatus.Pending || Deposit.AssigneeUserId is null || !(Deposit.ClaimExpiresAtUtc > Now) ? null
        : Deposit.AssigneeUserId == Load!.Review.ViewerId ? "Claimed by you" : $"Claimed by {Deposit.AssigneeName ?? "somebody"}";

    private bool MayOverride => User.IsInRole(Names.Snake(Role.Treasury)) || User.IsInRole(Names.Snake(Role.Admin));

    private string? PayoutBlocked => !May(Permission.DepositRedirect) ? "Your roles do not include this."
        : Load!.Approvals.Any(one => one.Operation == "payout_wallet_change") ? "A change waits for a second person already."
        : DepositLifecycle.Table.Move(Deposit.Status, DepositAction.ChangePayoutWallet).Failed(out var wrong) ? wrong.Message
        : Deposit.SettlementState is SettlementState.Broadcast or SettlementState.Final or SettlementState.OutcomeUnknown
        or SettlementState.AwaitingTransaction ? "The transfer is under way." : null;

    private string Raw => JsonSerializer.Serialize(Deposit, RawJson);

    private IReadOnlyList<TabItem> TabItems =>
    [
        new("review", "Review"), new("settlement", "Settlement"), new("timeline", "Timeline", Load!.Review.History.Count),
        new("raw", "Raw"),
    ];

    // Names who changed the record since the sheet was opened, so that nobody decides about what is no longer there.
    private string? Stale => _sheet is { } open && open.Deposit.Version != Deposit.Version
        ? $"{LastDeed ?? $"{Deposit.HumanId} has changed."} Nothing of yours was applied. Go back and look again." : null;

    private string? LastDeed => Load!.Review.History.LastOrDefault(HistoryWords.IsChange) is { } line ? HistoryWords.Deed(line, Now) : null;

    /// <inheritdoc/>
    protected override async Task<Result<DepositPageLoad>> ReadAsync(CancellationToken cancellation)
    {
        var review = await Deposits.ReviewAsync(Id, cancellation);
        if (review.Failed(out var refused))
        {
            return refused;
        }
        var approvals = await Approvals.WaitingForAsync(Id, cancellation);
        return approvals.Map(waiting => new DepositPageLoad(review.Value, waiting));
    }

    /// <inheritdoc/>
    protected override void OnRead(DepositPageLoad load)
    {
        var lines = load.Review.History;
        var isSame = _lastLine > 0 && lines.Count > 0 && load.Review.Deposit.Id == _shown;
        var others = lines.Where(line => line.Id > _lastLine && line.ActorId != load.Review.ViewerId && HistoryWords.IsChange(line))
            .ToList();
        if (!isSame)
        {
            (_news, _sheet) = (null, null);
            _tab = TabItems.Any(tab => tab.Id == AskedTab) ? AskedTab! : "review";
        }
        else if (others.Count > 0)
        {
            _news = HistoryWords.Deed(others.FindLast(line => line.Action == "deposit.renew_proof") ?? others[^1], Now);
        }
        (_shown, _lastLine) = (load.Review.Deposit.Id, lines.Count == 0 ? 0 : lines[^1].Id);
    }

    /// <inheritdoc/>
    protected override async Task OnChangedAsync(IReadOnlyCollection<Guid> ids)
    {
        var isAbout = Load is null || ids.Contains(Id) || ids.Contains(Guid.Empty)
            || (Deposit.ProposalId is { } proposal && ids.Contains(proposal))
            || Load.Review.Waiting.Any(line => ids.Contains(line.Id)) || Load.Approvals.Any(one => ids.Contains(one.Id));
        if (isAbout)
        {
            await ReloadAsync();
        }
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

    private static string RepeatWords(DepositRepeat repeat) => (repeat.SameProof, repeat.SameReference) switch
    {
        (true, true) => "The same file and the same payment reference came with",
        (true, false) => "The same file came with",
        _ => "The same payment reference is named by",
    };

    private void DismissNews() => _news = null;

    private void OpenReject() => _sheet = new OpenSheet(SheetKind.Reject, Deposit);

    private void OpenCredit() => _sheet = new OpenSheet(SheetKind.Credit, Deposit);

    private void OpenTakeOver() => _sheet = new OpenSheet(SheetKind.TakeOver, Deposit);

    private void OpenAsk() => _sheet = new OpenSheet(SheetKind.Ask, Deposit);

    private async Task TakeOverAsync(string reason) =>
        await SettleAsync(await Desk.TakeOverAsync(Id, reason, Gone), view => $"{view.HumanId} is yours now.");

    private async Task AskMerchantAsync(string message) =>
        await SettleAsync(await Desk.AskAsync(Id, message, Gone),
        view => $"{view.HumanId}: the merchant was asked; the clock stands still.");

    private async Task ResolveAsync(DifferenceOutcome outcome) =>
        await SettleAsync(await Desk.ResolveDifferenceAsync(Id, outcome, Gone), view => $"{view.HumanId}: {Names.Snake(outcome)}, done.");

    private void CloseSheet() => _sheet = null;

    private async Task OpenPayoutAsync()
    {
        var wallets = await Merchants.PayoutWalletsAsync(Deposit.MerchantId, Gone);
        if (wallets.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        _sheet = new OpenSheet(SheetKind.Payout, Deposit) { Wallets = wallets.Value };
    }

    private async Task ClaimAsync() =>
        await SettleAsync(await Desk.ClaimAsync(Id, Gone),
            view => $"{view.HumanId} is yours until {ClockText.Near(Zone, view.ClaimExpiresAtUtc ?? Now, Now)}.");

    private async Task ReleaseAsync() => await SettleAsync(await Desk.ReleaseAsync(Id, Gone), view => $"{view.HumanId} released.");

    private async Task ConfirmAsync()
    {
        var unticked = Deposit.Evidence is { Unticked.Count: > 0 } evidence ? $" Not ticked: {ProofSentences.List(evidence.Unticked)}."
            : "";
        var number = Deposit.HumanId;
        var command = new ConfirmDeposit(Id)
        {
            SeenVersion = Deposit.Version, ProofMustAgree = true, RepeatedSeen = HasSeenRepeats, ProofSeen = HasSeenProof,
        };
        await GoOnAsync(() => Desk.HoldConfirmAsync(command, Gone), decided => decided.Done, decided =>
            decided.Waiting is { } waiting ? $"{number}: {Waits(waiting)}" : $"{number} confirmed.{unticked}");
    }

    private async Task RejectAsync(Rejection rejection)
    {
        var seen = _sheet!.Deposit;
        await GoOnAsync(() => Desk.HoldRejectAsync(seen.Id, seen.Version, rejection.Reason, rejection.InternalNote, Gone), view => view,
            view => $"{view.HumanId} rejected.");
    }

    private async Task CreditAsync(CreditWish wish)
    {
        var seen = _sheet!.Deposit;
        var command = new CreditDeposit
        {
            Id = seen.Id,
            SeenVersion = seen.Version,
            CryptoAmount = wish.Amount,
            Asset = seen.RequestedAsset,
            Network = seen.RequestedNetwork,
            ToAddress = seen.CreditedToAddress,
            OverrideReason = wish.OverrideReason,
        };
        await SettleAsync(await StepUp.RunAsync(() => Desk.CreditAsync(command, Gone)),
            decided => decided.Waiting is { } waiting ? Waits(waiting)
            : $"{decided.Done!.Deposit.HumanId}: credit proposed, {decided.Done.CurrentSignatures} of {decided.Done.RequiredSignatures} "
            + $"signatures.");
    }

    private async Task AskPayoutAsync(PayoutWish wish)
    {
        var seen = _sheet!.Deposit;
        await SettleAsync(await StepUp.RunAsync(() => Desk.ChangePayoutAsync(seen.Id, wish.WalletId, wish.Reason, Gone)), decided =>
            decided.Waiting is { } waiting ? Waits(waiting) : $"{seen.HumanId}: the payout wallet was changed.");
    }

    // Of several groups that may agree, the one whose work it is.
    private static string WhoMust(ApprovalView approval) =>
        approval.ApprovalsNeeded == 1 && approval.Approvers.Contains("treasury", StringComparison.Ordinal) ? "treasury" : approval.Approvers;

    private static string WhoCould(ApprovalView approval) => approval.EligibleApprovers.Count == 0
        ? "nobody now" : string.Join(", ", approval.EligibleApprovers.Select(person => person.Name));

    private static string Waits(ApprovalView waiting) => $"Stored, and waiting for a second person: {waiting.Approvers}.";

    // Says what came of a decision. A refusal stays where the decision was made and the record is read again, because
    // most refusals mean that it is no longer what the person looked at.
    private async Task SettleAsync<T>(Result<T> outcome, Func<T, string> words)
    {
        var refusal = outcome.Failed(out var refused) ? refused : null;
        await ReloadAsync();
        if (refusal is null)
        {
            _sheet = null;
            Notices.Done(words(outcome.Value));
            await (_header?.FocusAsync() ?? Task.CompletedTask);
            return;
        }
        var deed = refusal.Kind is ErrorKind.Conflict or ErrorKind.WrongState && _news is not null
            ? $"{_news} Nothing of yours was applied." : refusal.Message;
        if (_sheet is null)
        {
            Notices.Refused(deed);
        }
        else
        {
            _sheet = _sheet with { Refusal = deed };
        }
    }
}
