using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Components.Exchanges;

/// <summary>One order with the market as it was last read.</summary>
public sealed record ExchangeLoad(ExchangeView Order, LiveRate? Live);

/// <summary>One exchange order, where an operator types the final rate against the live market and decides.</summary>
public sealed partial class ExchangePage : DeskPage<ExchangeLoad>
{
    private string _rate = "";
    private string _reason = "";
    private string? _refusal;
    private Asking _asking;
    private RecordWorkView? _work;

    private enum Asking
    {
        Nothing,
        Approve,
        Reject,
    }

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private ExchangeQueries Exchanges { get; set; } = default!;

    [Inject]
    private ExchangeDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Exchanges, Topics.Rates];

    private void KeepWork(RecordWorkView work) => _work = work;

    private ExchangeView Order => Load!.Order;

    private string LiveText => Load?.Live is { } live ? $"{live.Rate}, {live.Source}, {live.AgeSeconds} s old" : "not known";

    // This and the word on the band stand below the buttons, so that a market that moves or turns stale moves nothing under the pointer.
    private string MarketBlocked => Load?.Live is { } live ? live.Blocked?.Message ?? "" : "No market rate is known.";

    private string BandText =>
        Typed is { IsInBand: false }
        ? "Outside the band: the customer has to confirm this rate first, and gets the source amount back until then." : "";

    private TypedRate? Typed => Load is { Live: { } live } ? Desk.Try(Order, _rate, live) : null;

    private string? DecideBlocked => May(Permission.ExchangeDecide) ? null : "Your role does not decide exchanges.";

    private string? ApproveBlocked =>
        DecideBlocked ?? (Load?.Live is not { Blocked: null } ? "The market rate cannot be acted on now." : Typed is null
        ? "Type a final rate." : null);

    private string RejectLead => Order.Side == ExchangeSide.Buy
        ? $"{Order.SourceCurrency} {Order.SourceAmount} go back to the customer's account at once."
        : $"{Order.SourceCurrency} {Order.SourceAmount} are unlocked for the customer at once.";

    /// <inheritdoc/>
    protected override async Task<Result<ExchangeLoad>> ReadAsync(CancellationToken cancellation)
    {
        var order = await Exchanges.GetAsync(Id, cancellation);
        if (order.Failed(out var missing))
        {
            return missing;
        }
        var live = await Exchanges.LiveAsync(cancellation);
        return new ExchangeLoad(order.Value, live is { IsSuccess: true, Value: { } rate } ? rate : null);
    }

    /// <inheritdoc/>
    protected override void OnRead(ExchangeLoad load)
    {
        if (_rate.Length == 0 && load.Order.Status == ExchangeStatus.PendingApproval)
        {
            _rate = load.Order.IndicativeRate;
        }
    }

    private void Type(ChangeEventArgs change) => _rate = change.Value as string ?? "";

    private string LeadOf(TypedRate typed) => !typed.IsInBand
        ? "The customer has to confirm this rate; nothing is executed now."
        : Order.Side == ExchangeSide.Buy
            ? "The customer's EUR is debited already. Now the USDC leaves the treasury; that cannot be taken back."
            : "The customer's USDC is locked. Now it moves to the treasury, and the EUR is booked when it has arrived.";

    private void AskApprove() => (_asking, _refusal) = (Asking.Approve, null);

    private void AskReject() => (_asking, _refusal, _reason) = (Asking.Reject, null, "");

    private void Close() => _asking = Asking.Nothing;

    private async Task ApproveAsync()
    {
        var decided = await StepUp.RunAsync(() => Desk.ApproveAsync(new ApproveExchange(Id, _rate.Trim(), null), Gone));
        if (decided.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        Notices.Done(decided.Value.Waiting is null ? $"{Order.HumanId} decided." : $"{Order.HumanId} waits for a second person.");
        await EndAsync();
    }

    private async Task RejectAsync()
    {
        var rejected = await Desk.RejectAsync(Id, _reason, Gone);
        if (rejected.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        Notices.Done($"{Order.HumanId} rejected.");
        await EndAsync();
    }

    private Task EndAsync()
    {
        _asking = Asking.Nothing;
        return ReloadAsync();
    }
}
