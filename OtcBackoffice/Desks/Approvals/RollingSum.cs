using System.Data.Common;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Domain.Approvals;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>
/// What one person decided for one merchant in the last 24 hours, in US cents, with the request in hand and without earlier
/// steps of the same case. Asked only when the policy's answer hangs on it.
/// </summary>
internal static class RollingSum
{
    private const int Hours = 24;

    private const string Operations =
        "('deposit_confirm', 'deposit_credit', 'credit_override', 'credit_new_wallet', 'withdrawal_approve', 'exchange_approve', "
            + "'block_trade_release')";

    private const string Sql =
        "SELECT notional_usd_cents FROM policy_decisions WHERE actor_id = @p0 AND merchant_id = @p1 AND effect_at_utc > @p2 AND entity_id <> @p3 "
        + "AND operation IN " + Operations;

    private const string UpToSql = Sql + " AND effect_at_utc <= @p4";

    /// <summary>
    /// Everything already committed counts, whatever its time says: a command that started later and got the lock first carries
    /// a later time than the one in hand, and must not be overlooked by it.
    /// </summary>
    public static async Task<long?> ReadAsync(WriteSession session, ApprovalRequest request, Guid merchant, Guid entity, DateTime now, CancellationToken cancellation) =>
        Sum(await session.ReadAsync(Sql, Cents, cancellation, request.ActorId, merchant, now.AddHours(-Hours), entity), request.NotionalUsdCents);

    /// <summary>The same for a page: what a decision would meet now.</summary>
    public static async Task<long?> ReadAsync(ReadSession session, ApprovalRequest request, Guid merchant, Guid entity, DateTime now,
        CancellationToken cancellation) =>
        Sum(await session.ReadAsync(Sql, Cents, cancellation, request.ActorId, merchant, now.AddHours(-Hours), entity),
            request.NotionalUsdCents);

    /// <summary>The sum as it stood at a past moment, for trying another policy on past decisions.</summary>
    public static async Task<long?> ReadPastAsync(ReadSession session, ApprovalRequest request, Guid merchant, Guid entity, DateTime at,
        CancellationToken cancellation) =>
        Sum(await session.ReadAsync(UpToSql, Cents, cancellation, request.ActorId, merchant, at.AddHours(-Hours), entity, at),
            request.NotionalUsdCents);

    /// <summary>What somebody decided for a merchant in the last 24 hours.</summary>
    public static async Task<long?> UsedAsync(ReadSession session, Guid person, Guid merchant, DateTime now,
        CancellationToken cancellation) =>
        Sum(await session.ReadAsync(Sql, Cents, cancellation, person, merchant, now.AddHours(-Hours), Guid.Empty), 0);

    /// <summary>The merchant for whom somebody decided most in the last 24 hours, and how much.</summary>
    public static async Task<(Guid Merchant, long? Used)> HighestAsync(ReadSession session, Guid person, DateTime now,
        CancellationToken cancellation)
    {
        var rows = await session.ReadAsync(
            "SELECT merchant_id, notional_usd_cents FROM policy_decisions WHERE actor_id = @p0 AND merchant_id IS NOT NULL AND "
                + "effect_at_utc > @p1 AND operation IN " + Operations,
            row => (Merchant: row.GetGuid(0), Cents: row.IsDBNull(1) ? (long?)null : row.GetInt64(1)), cancellation, person,
                now.AddHours(-Hours));
        return rows.GroupBy(row => row.Merchant).Select(one => (one.Key, Sum([.. one.Select(row => row.Cents)], 0)))
            .OrderByDescending(one => one.Item2 ?? long.MaxValue).ThenBy(one => one.Key).FirstOrDefault((Guid.Empty, 0));
    }

    private static long? Cents(DbDataReader row) => row.IsDBNull(0) ? null : row.GetInt64(0);

    // One value that cannot be known makes the sum unknown; it is never taken for zero.
    private static long? Sum(List<long?> earlier, long? now) => earlier.Contains(null) || now is null ? null : checked(earlier.Sum() + now);
}
