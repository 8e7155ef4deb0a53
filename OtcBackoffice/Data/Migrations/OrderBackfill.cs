using Microsoft.EntityFrameworkCore.Migrations;

namespace OtcBackoffice.Data.Migrations;

/// <summary>
/// Makes the orders that the records of an older desk are; the same statements on both databases. Nobody is told of them:
/// their events were those of their own surfaces.
/// </summary>
internal static class OrderBackfill
{
    private const string Columns = "INSERT INTO orders (id, kind, merchant_id, type, surface, status, is_hidden, customer_id, reference, fiat_currency, asset, usd_cents, "
        + "created_at_utc, verified_at_utc, settled_at_utc, reconciled_at_utc, updated_at_utc) ";

    public static void Run(MigrationBuilder migration)
    {
        migration.Sql(Columns + "SELECT id, 'deposit', merchant_id, 'onramp', 'deposit_desk', CASE status WHEN 'confirmed' THEN 'verified' WHEN 'credited' THEN 'settled' ELSE status END, "
            + "FALSE, merchant_id, payment_reference, fiat_currency, asset, NULL, COALESCE(submitted_at_utc, created_at_utc), confirmed_at_utc, credited_at_utc, NULL, updated_at_utc "
            + "FROM otc_deposits WHERE status IN ('pending', 'confirmed', 'credited', 'rejected')");
        migration.Sql(Columns + "SELECT id, 'withdrawal', merchant_id, 'offramp', 'deposit_desk', CASE status WHEN 'approved' THEN 'verified' WHEN 'executing' THEN 'verified' "
            + "WHEN 'completed' THEN 'settled' ELSE status END, FALSE, merchant_id, payment_reference, fiat_currency, asset, NULL, created_at_utc, approved_at_utc, completed_at_utc, NULL, updated_at_utc "
            + "FROM otc_withdrawals");
        migration.Sql(Columns + "SELECT id, 'exchange', merchant_id, CASE side WHEN 'buy' THEN 'onramp' ELSE 'offramp' END, 'exchange', CASE status WHEN 'debit_pending' THEN 'pending' "
            + "WHEN 'pending_approval' THEN 'pending' WHEN 'executing' THEN 'verified' WHEN 'outcome_unknown' THEN 'verified' WHEN 'completed' THEN 'settled' WHEN 'requoted' THEN 'pending' ELSE status END, "
            + "status = 'requoted', merchant_id, NULL, 'EUR', asset, NULL, confirmed_at_utc, CASE WHEN status IN ('executing', 'outcome_unknown', 'completed') THEN decided_at_utc END, "
            + "completed_at_utc, NULL, updated_at_utc FROM otc_exchanges WHERE confirmed_at_utc IS NOT NULL");
        migration.Sql(Columns + "SELECT id, 'block_trade', merchant_id, CASE side WHEN 'buy' THEN 'onramp' ELSE 'offramp' END, 'block_trade', CASE status WHEN 'paid' THEN 'verified' "
            + "WHEN 'released' THEN 'settled' WHEN 'canceled' THEN 'cancelled' WHEN 'rejected_by_self' THEN 'rejected' ELSE 'pending' END, FALSE, sub_merchant_id, client_id, fiat_currency, asset, NULL, "
            + "created_at_utc, paid_at_utc, CASE status WHEN 'released' THEN ended_at_utc END, NULL, updated_at_utc FROM block_orders");
        migration.Sql(Columns + "SELECT id, 'gateway_payment', merchant_id, 'offramp', 'gateway', CASE status WHEN 'confirmed' THEN 'verified' WHEN 'completed' THEN 'settled' "
            + "WHEN 'partially_completed' THEN 'settled' WHEN 'failed' THEN 'failed' WHEN 'expired' THEN 'expired' ELSE 'pending' END, FALSE, merchant_id, order_id, 'USD', asset, usd_cents, "
            + "created_at_utc, completed_at_utc, completed_at_utc, NULL, updated_at_utc FROM gateway_payments");
        migration.Sql(Columns + "SELECT id, 'gateway_withdrawal', merchant_id, 'onramp', 'gateway', CASE status WHEN 'processing' THEN 'verified' WHEN 'completed' THEN 'settled' ELSE status END, "
            + "FALSE, merchant_id, custom_id, 'USD', asset, usd_cents, created_at_utc, NULL, completed_at_utc, NULL, updated_at_utc FROM gateway_withdrawals");
    }
}
