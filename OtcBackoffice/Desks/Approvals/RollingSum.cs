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

    private const string Sql =
        "SELECT notional_usd_cents FROM policy_decisions WHERE actor_id = @p0 AND merchant_id = @p1 AND effect_at_utc > @p2 AND effect_at_utc <= @p3 AND entity_id <> @p4 "
        + "AND operation IN ('deposit_confirm', 'deposit_credit', 'credit_override', 'credit_new_wallet', 'withdrawal_approve', 'exchange_approve', 'block_trade_release')";

    public static async Task<long?> ReadAsync(WriteSession session, ApprovalRequest request, Guid merchant, Guid entity, DateTime at, CancellationToken cancellation) =>
        Sum(await session.ReadAsync(Sql, Cents, cancellation, request.ActorId, merchant, at.AddHours(-Hours), at, entity), request.NotionalUsdCents);

    public static async Task<long?> ReadAsync(ReadSession session, ApprovalRequest request, Guid merchant, Guid entity, DateTime at, CancellationToken cancellation) =>
        Sum(await session.ReadAsync(Sql, Cents, cancellation, request.ActorId, merchant, at.AddHours(-Hours), at, entity), request.NotionalUsdCents);

    private static long? Cents(DbDataReader row) => row.IsDBNull(0) ? null : row.GetInt64(0);

    // One value that cannot be known makes the sum unknown; it is never taken for zero.
    private static long? Sum(List<long?> earlier, long? now) => earlier.Contains(null) || now is null ? null : checked(earlier.Sum() + now);
}
