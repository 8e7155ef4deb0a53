using System.Globalization;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Exchanges;

/// <summary>What every step of an exchange leaves behind: counters, an audit line, a nudge, an event, revenue.</summary>
internal static class ExchangeTrail
{
    /// <summary>Writes the step and, when <paramref name="told"/> names it, the event that customers hear.</summary>
    public static async Task RecordAsync(
        DeskWork work, ExchangeOrder order, string action, string? from, string? told, CancellationToken cancellation,
        string? reason = null, object? changes = null)
    {
        RecordTrail.Record(work, order, action, from, reason, changes);
        if (told is not null)
        {
            await work.RaiseAsync(Event(told, order), cancellation);
        }
    }

    /// <summary>What an approval adds to the day's revenue; sign -1 takes it out again.</summary>
    public static RevenueChange Revenue(ExchangeOrder order, int sign)
    {
        var destination = order.Side == ExchangeSide.Buy ? order.Asset : "EUR";
        var eur = order.Side == ExchangeSide.Buy ? order.SourceMinor : order.ExecutedDestinationMinor ?? 0;
        var margin = (order.ExecutedGrossMinor ?? 0) - (order.ExecutedDestinationMinor ?? 0);
        return new RevenueChange("exchange", order.MerchantId, "EUR", destination, order.DecidedBy ?? Guid.Empty, sign, sign * eur, 0,
            sign * margin,
            order is { ConfirmedAtUtc: { } confirmed, DecidedAtUtc: { } decided } ? sign * (long)(decided - confirmed).TotalSeconds : 0);
    }

    /// <summary>The event that customers hear.</summary>
    public static DeskEvent Event(string name, ExchangeOrder order)
    {
        var view = ExchangeView.Of(order);
        return new DeskEvent("otc_exchange." + name, order.Id, order.MerchantId, new Dictionary<string, object?>
        {
            ["orderId"] = view.Id,
            ["side"] = Names.Snake(view.Side),
            ["status"] = Names.Snake(view.Status),
            ["sourceCurrency"] = view.SourceCurrency,
            ["sourceAmount"] = view.SourceAmount,
            ["destinationCurrency"] = view.DestinationCurrency,
            ["destinationAmount"] = view.DestinationAmount,
            ["rate"] = view.Rate,
            ["indicativeRate"] = view.IndicativeRate,
            ["indicative"] = view.IsIndicative,
            ["ttlExpiresAt"] = order.Status is ExchangeStatus.Quoted or ExchangeStatus.Requoted ? view.QuoteExpiresAtUtc : null,
            ["reason"] = order.Status is ExchangeStatus.Rejected ? view.Reason : null,
        });
    }
}

/// <summary>What the approval policy is told about an exchange, and how a stored approval is run again.</summary>
internal static class ExchangeCases
{
    public static string VersionOf(ExchangeOrder order) => order.Version.ToString(CultureInfo.InvariantCulture);

    public static PolicyCase Approve(ExchangeOrder order, ApproveExchange command) =>
        new(ApprovalOperation.ExchangeApprove, "exchange", order.Id, VersionOf(order), order.HumanId)
    {
        MerchantId = order.MerchantId,
        NotionalUsdCents = order.NotionalUsdCents,
        Summary = $"{order.HumanId}: {Names.Snake(order.Side)} for {ExchangeView.Of(order).SourceAmount} {order.SourceCurrency} at "
            + $"{command.FinalRate}.",
        Command = command,
    };

    public static CommandReplay Replay(ExchangeDesk desk) => CommandReplay.Of<ApproveExchange, Decided<ExchangeView>>(
        ApprovalOperation.ExchangeApprove, Permission.ExchangeDecide, async (work, id, token) =>
            await ExchangeDesk.LoadAsync(work, id, token) is { } order ? VersionOf(order) : null,
        (work, _, command, token) => desk.ApproveAsync(work, command, token));
}
