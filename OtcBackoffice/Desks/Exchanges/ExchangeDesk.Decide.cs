using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Exchanges;

/// <content>What the operator decides.</content>
public sealed partial class ExchangeDesk
{
    /// <summary>
    /// Approves at a final rate. Inside the band around the rate that the customer confirmed the order is executed, when the
    /// policy agrees; outside it the customer is asked again and gets the source amount back meanwhile.
    /// </summary>
    public Task<Result<Decided<ExchangeView>>> ApproveAsync(ApproveExchange command, CancellationToken cancellation) =>
        Transaction.RunAsync<Decided<ExchangeView>>(new DeskCommand(Permission.ExchangeDecide) { NeedsFreshSignIn = true },
            (work, token) => ApproveAsync(work, command, token), cancellation);

    internal async Task<Result<Decided<ExchangeView>>> ApproveAsync(DeskWork work, ApproveExchange command, CancellationToken cancellation)
    {
        var order = await LoadAsync(work, command.Id, cancellation);
        if (order is null)
        {
            return Unknown();
        }
        if (ExchangeLifecycle.Table.Move(order.Status, ExchangeAction.Approve).Failed(out var wrong))
        {
            return wrong with { Message = $"{order.HumanId}: {wrong.Message}" };
        }
        if (!Rate.TryParse(command.FinalRate, out var final) || !ExchangePrice.IsPlausible(final))
        {
            return BadRate("final_rate");
        }
        var live = await market.DecidableAsync(cancellation);
        if (live.Failed(out var stale))
        {
            return stale;
        }
        if (!ExchangePrice.IsPlausible(live.Value.Rate))
        {
            return new DomainError(ErrorCode.RateStale, "The market rate is not plausible.");
        }
        if (!ExchangePrice.IsWithin(final, order.IndicativeRate, settings.SlippageBps))
        {
            return (await RequoteAsync(work, order, final, live.Value, command.Reason, cancellation)).Map(Decided<ExchangeView>.Now);
        }
        return await DecideAsync(work, order, ExchangeCases.Approve(order, command), () =>
            ExecuteAsync(work, order, final, live.Value, command.Reason, cancellation), cancellation);
    }

    /// <summary>Names another rate without deciding; the customer must confirm again.</summary>
    public Task<Result<ExchangeView>> RequoteAsync(Guid id, string? rateText, CancellationToken cancellation) =>
        Transaction.RunAsync<ExchangeView>(new DeskCommand(Permission.ExchangeDecide), async (work, token) =>
        {
            var order = await LoadAsync(work, id, token);
            if (order is null)
            {
                return Unknown();
            }
            if (!Rate.TryParse(rateText, out var rate) || !ExchangePrice.IsPlausible(rate))
            {
                return BadRate("rate");
            }
            var live = await market.DecidableAsync(token);
            return live.Failed(out var stale) ? stale : await RequoteAsync(work, order, rate, live.Value, null, token);
        }, cancellation);

    /// <summary>Refuses the order; what was debited or locked is the customer's again.</summary>
    public Task<Result<ExchangeView>> RejectAsync(Guid id, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("reject", Permission.ExchangeDecide) { Event = "rejected" }, (work, order) =>
        {
            var rejected = order.Reject(work.Actor.PersonId, reason, work.Now);
            if (rejected.IsSuccess)
            {
                work.Post(ExchangeJournal.ConfirmationReversed(order));
            }
            return rejected;
        }, cancellation);

    private protected override string? ReasonOf(RecordStep step, ExchangeOrder record, string from) =>
        step.Action == "reject" ? record.Reason : base.ReasonOf(step, record, from);

    /// <summary>What a typed rate would mean for an order, for a page that shows it as it is typed; null when it is no rate.</summary>
    public TypedRate? Try(ExchangeView order, string? rateText, LiveRate live)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(live);
        var (from, to) = order.Side == ExchangeSide.Buy ? (ExchangePrice.EurScale, ExchangePrice.UsdcScale)
            : (ExchangePrice.UsdcScale, ExchangePrice.EurScale);
        if (!Rate.TryParse(rateText?.Trim(), out var rate) || !Rate.TryParse(order.IndicativeRate, out var indicative)
            || !DecimalText.TryParse(order.SourceAmount, from, out var source)
            || !DecimalText.TryParse(order.IndicativeDestinationAmount, to, out var shown))
        {
            return null;
        }
        try
        {
            var destination = ExchangePrice.Destination(order.Side, source, rate);
            var gross = ExchangePrice.Destination(order.Side, source, live.Rate);
            return new TypedRate(DecimalText.Format(destination, to), DecimalText.Format(destination - shown, to),
                ExchangePrice.DifferenceBps(rate, indicative),
                DecimalText.Format(gross - destination, to), ExchangePrice.DifferenceBps(rate, live.Rate),
                    ExchangePrice.IsWithin(rate, indicative, settings.SlippageBps));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private async Task<Result<ExchangeView>> RequoteAsync(DeskWork work, ExchangeOrder order, Rate rate, LiveRate live, string? reason,
        CancellationToken cancellation)
    {
        var (from, before) = (order.StatusName, order.IndicativeRate.ToString());
        if (order.Requote(rate, live.Rate, live.Source, work.Actor.PersonId, settings.TtlSeconds, work.Now).Failed(out var refused))
        {
            return refused;
        }
        work.Post(ExchangeJournal.ConfirmationReversed(order));
        await ExchangeTrail.RecordAsync(work, order, "requote", from, "requoted", cancellation, reason,
            new { From = before, To = rate.ToString(), Live = live.Rate.ToString() });
        return ExchangeView.Of(order);
    }

    private static async Task<Result<ExchangeView>> ExecuteAsync(DeskWork work, ExchangeOrder order, Rate final, LiveRate live,
        string? reason, CancellationToken cancellation)
    {
        var from = order.StatusName;
        if (order.Approve(final, live.Rate, work.Actor.PersonId, work.NewId(), reason, work.Now).Failed(out var refused))
        {
            return refused;
        }
        work.Post(ExchangeJournal.Approved(order));
        work.Earn(ExchangeTrail.Revenue(order, 1));
        await ExchangeTrail.RecordAsync(work, order, "approve", from, "approved", cancellation, order.Reason, new
        {
            FinalRate = final.ToString(),
            Live = live.Rate.ToString(),
            live.Source,
            Side = Names.Snake(order.Side),
            ApprovalId = work.Replaying?.ApprovalId,
            ApprovedBy = work.Replaying?.CheckerId,
        });
        // Wakes whoever hands transfers to the chain.
        work.Touch(Topics.Proposals, order.TransferId!.Value);
        return ExchangeView.Of(order);
    }

    private static DomainError BadRate(string field) =>
        DomainError.Of(ErrorCode.InvalidRequest, field,
        $"{field} must be the price of one USDC in EUR: plain digits from 0.01 to 100 with at most {Rate.ScaleMax} decimals.");
}
