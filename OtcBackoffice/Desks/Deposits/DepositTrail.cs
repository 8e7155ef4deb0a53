using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What every step of a deposit leaves behind, whichever desk takes it: counters, an audit line, a nudge, revenue.</summary>
internal static class DepositTrail
{
    /// <summary>What the counters of deposits in a status are named with.</summary>
    public const string QueuePrefix = "deposits:";

    /// <summary>Writes the step: the queue counters move, the audit record gets a line, live views are told.</summary>
    public static void Record(DeskWork work, Deposit deposit, string action, DepositStatus? from, string? reason = null, object? changes = null)
    {
        if (from != deposit.Status)
        {
            if (from is { } left)
            {
                work.Count(QueuePrefix + Names.Snake(left), -1);
            }
            work.Count(QueuePrefix + Names.Snake(deposit.Status), 1);
        }
        work.Audit(new AuditNote($"deposit.{action}", "deposit", deposit.Id)
        {
            MerchantId = deposit.MerchantId,
            FromStatus = from is { } status ? Names.Snake(status) : null,
            ToStatus = Names.Snake(deposit.Status),
            Reason = reason,
            Changes = changes,
        });
        work.Touch(Topics.Deposits, deposit.Id);
        if (deposit is { Status: DepositStatus.Priced, QuoteExpiresAtUtc: { } lapses })
        {
            work.WakeAt(Topics.QuoteDue, deposit.Id, lapses);
        }
    }

    /// <summary>What a credit adds to the day's revenue; sign -1 takes it out again.</summary>
    public static RevenueChange Revenue(Deposit deposit, int sign) => new(
        "deposit", deposit.MerchantId, deposit.FiatCurrency, deposit.Asset, deposit.ConfirmedBy ?? Guid.Empty, sign, sign * deposit.FiatAmountMinor,
        sign * (deposit.FeeAssetMinor ?? 0), sign * (deposit.SpreadAssetMinor ?? 0),
        deposit is { SubmittedAtUtc: { } submitted, ConfirmedAtUtc: { } confirmed } ? sign * (long)(confirmed - submitted).TotalSeconds : 0);
}
