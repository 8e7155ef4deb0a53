using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Search;

/// <summary>
/// How many of each kind stand where, for whoever may see them: the counters that every step keeps, and of what waits for a decision
/// how much is the actor's own and how much is late.
/// </summary>
public sealed class CountsDesk(DeskGate gate, TimeProvider clock)
{
    private static readonly (string Queue, Permission Permission)[] Queues =
    [
        (Deposit.Kind.Queue, Permission.DepositReadAll), (Withdrawal.Kind.Queue, Permission.WithdrawalRead),
        (Domain.Exchanges.ExchangeOrder.Kind.Queue, Permission.ExchangeRead),
        (Domain.BlockTrades.BlockOrder.Kind.Queue, Permission.BlockTradeRead), (Domain.Receipts.Receipt.Kind.Queue, Permission.ReceiptRead),
        (Domain.Gateway.GatewayPayment.Kind.Queue, Permission.GatewayRead),
        (Domain.Gateway.GatewayWithdrawal.Kind.Queue, Permission.GatewayRead),
    ];

    /// <summary>The counts by queue and status; a queue that the actor may not see is left out.</summary>
    public async Task<Result<Dictionary<string, Dictionary<string, long>>>> ReadAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var counters = await reading.Rows.ReadAsync("SELECT queue, count FROM queue_counters",
            row => (Queue: row.GetString(0), Count: row.GetInt64(1)), cancellation);
        var counts = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        foreach (var (queue, _) in Queues.Where(one => reading.Actor.May(one.Permission)))
        {
            counts[queue] = counters.Where(row => row.Queue.StartsWith(queue + ":", StringComparison.Ordinal))
                .ToDictionary(row => row.Queue[(queue.Length + 1)..], row => row.Count, StringComparer.Ordinal);
        }
        var (me, now) = (reading.Actor.PersonId, clock.UtcNowMillis());
        if (counts.TryGetValue(Deposit.Kind.Queue, out var deposits))
        {
            deposits.TryAdd("pending", 0);
            deposits["mine"] = await reading.Db.Deposits.CountAsync(row => row.AssigneeUserId == me && row.Status == DepositStatus.Pending
                && row.ClaimExpiresAtUtc > now, cancellation);
            deposits["late"] = await reading.Db.Deposits.CountAsync(row => row.Status == DepositStatus.Pending
                && row.DecisionDueAtUtc < now, cancellation);
        }
        if (counts.TryGetValue(Withdrawal.Kind.Queue, out var withdrawals))
        {
            withdrawals.TryAdd("pending", 0);
            withdrawals["mine"] = await reading.Db.Withdrawals.CountAsync(row => row.AssigneeUserId == me
                && row.Status == WithdrawalStatus.Pending && row.ClaimExpiresAtUtc > now, cancellation);
        }
        return counts;
    }
}
