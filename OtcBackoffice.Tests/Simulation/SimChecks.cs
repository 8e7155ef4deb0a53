using System.Globalization;
using System.Numerics;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>
/// The invariants, asked of the database by SQL of their own and of the world, never of the desk. Each answers with the first line that
/// does not hold.
/// </summary>
internal sealed class SimChecks(SqliteConnection connection, SimWorld world)
{
    public const string Money = "money_conserved", Recount = "counters_recount", Keys = "one_effect_per_key",
        Acknowledged = "acknowledged_is_there", Journal = "state_has_journal",
        Outbox = "outbox_complete", Audit = "audit_whole", Chain = "audit_chain", Claims = "no_claim_by_two",
            Policy = "policy_in_hindsight", Prices = "prices_rounded",
        Payments = "one_payment_per_transfer", Liveness = "nothing_stuck", Locks = "locks_sorted", Defects = "no_defect",
            Repeatable = "repeatable", Receipts = "receipts_once", Suspense = "suspense_is_queue";

    /// <summary>The names of all of them.</summary>
    public static readonly IReadOnlyList<string> Names =
        [Money, Recount, Keys, Acknowledged, Journal, Outbox, Audit, Chain, Claims, Policy, Prices, Payments, Liveness, Locks, Defects,
            Repeatable, Receipts, Suspense];

    private const string Moves = "FROM audit_log a JOIN otc_deposits d ON d.id = a.entity_id WHERE a.entity_kind = 'deposit'";

    /// <summary>Notes the order in which accounts are touched; the function is the writer's own.</summary>
    public static void WatchLocks(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TRIGGER sim_locks AFTER UPDATE ON ledger_accounts BEGIN SELECT sim_lock(NEW.key); END;";
        command.ExecuteNonQuery();
    }

    /// <summary>Asks all of them; the first that does not hold is thrown.</summary>
    public void AskAll()
    {
        None(Locks, world.UnsortedLocks);
        AskMoney();
        AskRecounts();
        AskKeys();
        AskJournal();
        AskAudit();
        AskOutbox();
        SimAudit.Ask(connection);
        AskClaims();
        AskPolicy();
        AskPrices();
        AskPayments();
        AskReceipts();
        AskSuspense();
        Empty(Liveness, "SELECT 'transfer of DEP-' || d.number || ' is ' || t.status FROM transfers t JOIN otc_deposits d ON d.id = "
            + "t.deposit_id WHERE t.status IN ('queued', 'outcome_unknown', 'broadcast')");
        Empty(Liveness, "SELECT 'PRP-' || p.number || ' is approved without a payment under way' FROM multisig_proposals p WHERE "
            + "p.status = 'approved' "
            + "AND NOT EXISTS (SELECT 1 FROM transfers t WHERE t.proposal_id = p.id AND t.status IN ('queued', 'outcome_unknown', "
                + "'broadcast', 'awaiting_transaction'))");
    }

    /// <summary>Rows as texts.</summary>
    public static List<string[]> Read(SqliteConnection connection, string sql, string? parameter = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (parameter is not null)
        {
            command.Parameters.AddWithValue("@p0", parameter);
        }
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(at =>
                reader.IsDBNull(at) ? "" : Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture)!)]);
        }
        return rows;
    }

    private void AskMoney()
    {
        Empty(Money, "SELECT 'all postings of ' || asset || ' sum to ' || SUM(signed_minor) FROM ledger_postings GROUP BY asset HAVING "
            + "SUM(signed_minor) <> 0");
        Empty(Money, "SELECT 'entry ' || entry_id || ' is off by ' || SUM(signed_minor) FROM ledger_postings GROUP BY entry_id, asset "
            + "HAVING SUM(signed_minor) <> 0");
        Empty(Money, "SELECT 'overdrawn: ' || key FROM ledger_accounts WHERE may_not_be_overdrawn AND credit_minor < debit_minor");
        // What stands in flight is exactly what proposals that live have promised, and no more.
        Empty(Money, "SELECT 'in flight ' || f.minor || ', promised ' || p.minor FROM "
            + "(SELECT COALESCE(-SUM(signed_minor), 0) AS minor FROM ledger_postings WHERE account_key LIKE "
                + "'settlement_in_flight:USDT.TRON%') f, "
            + "(SELECT COALESCE(SUM(crypto_minor), 0) AS minor FROM otc_deposits WHERE status = 'confirmed' AND proposal_id IS NOT "
                + "NULL) p WHERE f.minor <> p.minor");
    }

    private void AskRecounts()
    {
        Empty(Recount, "SELECT a.key || ' holds ' || (a.debit_minor - a.credit_minor) || ', its postings ' || "
            + "COALESCE(SUM(p.signed_minor), 0) FROM ledger_accounts a "
            + "LEFT JOIN ledger_postings p ON p.account_key = a.key GROUP BY a.key HAVING a.debit_minor - a.credit_minor <> "
                + "COALESCE(SUM(p.signed_minor), 0)");
        Empty(Recount, "SELECT 'deposits ' || d.status || ' are ' || COUNT(*) || ', counted ' || COALESCE(MAX(c.count), 0) FROM "
            + "otc_deposits d "
            + "LEFT JOIN queue_counters c ON c.queue = 'deposits:' || d.status GROUP BY d.status HAVING COUNT(*) <> "
                + "COALESCE(MAX(c.count), 0)");
        Empty(Recount, "SELECT 'open proposals counted ' || c.count FROM queue_counters c WHERE c.queue = 'proposals:open' AND c.count "
            + "<> (SELECT COUNT(*) FROM multisig_proposals WHERE status = 'open')");
        Empty(Recount, "SELECT 'waiting approvals counted ' || c.count FROM queue_counters c WHERE c.queue = 'approvals:waiting' AND "
            + "c.count <> (SELECT COUNT(*) FROM approval_requests WHERE status = 'waiting')");
    }

    private void AskKeys()
    {
        Empty(Keys, "SELECT 'key ' || idempotency_key || ' made ' || COUNT(*) FROM otc_deposits WHERE idempotency_key IS NOT NULL GROUP "
            + "BY idempotency_key HAVING COUNT(*) > 1");
        var kept = Read(connection, "SELECT idempotency_key FROM otc_deposits WHERE idempotency_key IS NOT NULL").ConvertAll(row =>
            row[0]);
        None(Acknowledged, [.. world.People.Acknowledged.Where(key => !kept.Contains(key)).Select(key =>
            $"the creation under {key} was answered, and is gone")]);
    }

    private void AskJournal()
    {
        const string Count = "(SELECT COUNT(*) FROM ledger_entries e WHERE e.subject_id = d.id AND e.kind = ";
        Empty(Journal, $"SELECT 'DEP-' || d.number || ' is ' || d.status || ', confirmed ' || {Count}'deposit_confirmed') || ' times' "
            + "FROM otc_deposits d "
            + $"WHERE {Count}'deposit_confirmed') - {Count}'deposit_unconfirmed') <> CASE WHEN d.status IN ('confirmed', 'credited') "
                + "THEN 1 ELSE 0 END");
        Empty(Journal, $"SELECT 'DEP-' || d.number || ' has credits that are not its proposal' FROM otc_deposits d "
            + $"WHERE {Count}'deposit_credit_proposed') - {Count}'deposit_credit_reversed') <> CASE WHEN d.proposal_id IS NOT NULL THEN "
                + "1 ELSE 0 END");
        Empty(Journal, $"SELECT 'DEP-' || d.number || ' is ' || d.status || ' without its settlement' FROM otc_deposits d WHERE "
            + $"{Count}'deposit_settled') <> CASE WHEN d.status = 'credited' THEN 1 ELSE 0 END");
    }

    private void AskOutbox()
    {
        (string Action, string Event)[] told =
        [
            ("deposit.create", "otc.Deposit.Submitted_for_review"), ("deposit.confirm", "otc.Deposit.Confirmed"), ("deposit.settle",
                "otc.Deposit.Settlement_completed"),
            ("deposit.unconfirm", "otc.Deposit.Unconfirmed"), ("deposit.abandon", "otc.Deposit.Abandoned"),
        ];
        var deeds = Read(connection, $"SELECT d.number, a.action {Moves} ORDER BY a.id");
        var events = Read(connection, "SELECT d.number, o.type FROM outbox_messages o JOIN otc_deposits d ON d.id = o.subject_id ORDER "
            + "BY o.id");
        foreach (var number in deeds.Select(row => row[0]).Distinct())
        {
            var expected = deeds.Where(row => row[0] == number).Select(row => told.FirstOrDefault(one =>
                one.Action == row[1]).Event).OfType<string>().ToList();
            var raised = events.Where(row => row[0] == number).Select(row => row[1]).Where(type => told.Any(one =>
                one.Event == type)).ToList();
            var (done, heard) = (string.Join(", ", expected), string.Join(", ", raised));
            None(Outbox, done == heard ? [] : [$"DEP-{number}: {done} was done, {heard} was told"]);
        }
    }

    private void AskAudit()
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in Read(connection, $"SELECT d.number, a.action, COALESCE(a.from_status, ''), COALESCE(a.to_status, '') "
            + $"{Moves} AND a.to_status IS NOT NULL AND a.action LIKE 'deposit.%' ORDER BY a.id"))
        {
            None(Audit, row[2] == last.GetValueOrDefault(row[0], "") ? [] : [$"DEP-{row[0]}: {row[1]} began in {row[2]}, and the line "
                + $"before ended in {last.GetValueOrDefault(row[0], "nothing")}"]);
            last[row[0]] = row[3];
        }
        None(Audit, [.. Read(connection, "SELECT number, status FROM otc_deposits").Where(row =>
            last.GetValueOrDefault(row[0], "") != row[1])
            .Select(row => $"DEP-{row[0]} is {row[1]}, and its record ends in {last.GetValueOrDefault(row[0], "nothing")}")]);
        // Numbers of the record are given out without a gap, since what is rolled back takes its number with it.
        Empty(Audit, "SELECT 'the record has a gap before ' || a.id FROM audit_log a WHERE a.id > (SELECT MIN(id) FROM audit_log) AND "
            + "NOT EXISTS (SELECT 1 FROM audit_log b WHERE b.id = a.id - 1)");
    }

    // The claims told again from the record: nobody gets what another holds, and nobody but a chief decides past a holder.
    private void AskClaims()
    {
        const int LeaseMilliseconds = 900_000;
        var holders = new Dictionary<string, (string Who, long Until)>(StringComparer.Ordinal);
        var officers = world.People.Officers.Select(id => id.ToString().ToUpperInvariant()).ToHashSet();
        foreach (var row in Read(connection, $"SELECT d.number, a.action, a.actor_id, a.at_utc {Moves} ORDER BY a.id"))
        {
            var (number, action, who, at) = (row[0], row[1], row[2].ToUpperInvariant(), long.Parse(row[3], CultureInfo.InvariantCulture));
            var isTaken = holders.TryGetValue(number, out var held) && held.Until > at && held.Who != who;
            if (isTaken && (action == "deposit.claim" || (action is "deposit.confirm" or "deposit.reject" && officers.Contains(who))))
            {
                throw new SimFailure(Claims, $"DEP-{number}: {action} while another held it");
            }
            switch (action)
            {
                case "deposit.claim" or "deposit.take_over" or "deposit.confirm":
                    holders[number] = (who, at + LeaseMilliseconds);
                    break;
                case "deposit.release" or "deposit.unconfirm":
                    holders.Remove(number);
                    break;
            }
        }
    }

    private void AskPolicy()
    {
        Empty(Policy, "SELECT 'PRP-' || p.number || ' was paid on ' || COUNT(DISTINCT s.person_id) || ' signatures' FROM "
            + "multisig_proposals p LEFT JOIN multisig_signatures s ON s.proposal_id = p.id "
            + "WHERE p.status IN ('approved', 'executed', 'voided') GROUP BY p.id HAVING COUNT(DISTINCT s.person_id) < "
                + "p.required_signatures");
        Empty(Policy, "SELECT 'PRP-' || p.number || ' was released by its proposer' FROM multisig_proposals p WHERE p.status IN "
            + "('approved', 'executed', 'voided') "
            // Two signatures of one batch bear the same time; the record knows their order.
            + "AND p.created_by = (SELECT a.actor_id FROM audit_log a WHERE a.entity_id = p.id AND a.action = 'proposal.sign' "
            + "ORDER BY a.id DESC LIMIT 1) "
            + "AND (SELECT COUNT(*) FROM multisig_signatures s WHERE s.proposal_id = p.id) > 1");
        Empty(Policy, "SELECT 'an approval was agreed to by its maker' FROM approval_requests a JOIN approval_votes v ON v.approval_id "
            + "= a.id WHERE v.person_id = a.maker_id");
        Empty(Policy, $"SELECT 'DEP-' || d.number || ' was ' || a.action || ' by an officer alone, above the cap' {Moves} AND a.action "
            + "IN ('deposit.confirm') AND d.fiat_amount_minor > 129500000 "
            + "AND a.actor_id IN (SELECT id FROM users WHERE email LIKE 'officer%') AND NOT EXISTS (SELECT 1 FROM approval_requests p "
                + "WHERE p.entity_id = d.id AND p.operation = 'deposit_confirm' AND p.status = 'approved')");
        var refused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Read(connection, "SELECT action, entity_id, actor_id FROM audit_log ORDER BY id"))
        {
            None(Policy, refused.Contains(row[2].ToUpperInvariant()) ? [$"{row[0]} by somebody who had been disabled"] : []);
            _ = row[0] switch { "user.disable" => refused.Add(row[1].ToUpperInvariant()), "user.enable" =>
                refused.Remove(row[1].ToUpperInvariant()), _ => false };
        }
    }

    // The price once more, in whole numbers: what the customer receives is rounded down, once.
    private void AskPrices()
    {
        foreach (var row in Read(connection, "SELECT number, fiat_amount_minor, fee_minor, applied_rate, requested_crypto_minor FROM "
            + "otc_deposits WHERE requested_crypto_minor IS NOT NULL AND difference_outcome IS NULL"))
        {
            var (net, point) = (BigInteger.Parse(row[1], CultureInfo.InvariantCulture) - BigInteger.Parse(row[2],
                CultureInfo.InvariantCulture), row[3].IndexOf('.', StringComparison.Ordinal));
            var (rate, decimals) = (BigInteger.Parse(row[3].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
                point < 0 ? 0 : row[3].Length - point - 1);
            var minor = net * BigInteger.Pow(10, decimals) * 10_000 / rate;
            None(Prices, minor.ToString(CultureInfo.InvariantCulture) == row[4] ? [] : [$"DEP-{row[0]} promises {row[4]}, and its price "
                + $"gives {minor}"]);
        }
    }

    // What the bank sent is there once, however often it was told, and as it was sent.
    private void AskReceipts()
    {
        var kept = Read(connection, "SELECT external_id, amount_minor FROM receipts WHERE source = 'bank'");
        None(Receipts, [.. kept.GroupBy(row => row[0]).Where(same => same.Count() > 1).Select(same => $"{same.Key} came {same.Count()} "
            + "times")]);
        None(Receipts, [.. kept.Where(row => world.Bank.Sent.GetValueOrDefault(row[0]).ToString(CultureInfo.InvariantCulture) != row[1])
            .Select(row => $"{row[0]} holds {row[1]}, and {world.Bank.Sent.GetValueOrDefault(row[0])} was sent")]);
        var there = kept.Select(row => row[0]).ToHashSet();
        None(Receipts, [.. world.Bank.Acknowledged.Where(entry => !there.Contains(entry)).Select(entry =>
            $"{entry} was acknowledged, and is gone")]);
    }

    private void AskSuspense()
    {
        const string Standing = "(SELECT COALESCE(SUM(a.amount_minor), 0) FROM receipt_assignments a WHERE a.undone_at_utc IS NULL AND ";
        Empty(Suspense, $"SELECT 'RCP-' || r.number || ' has ' || r.amount_minor || ', of which ' || r.remaining_minor || ' wait' FROM "
            + $"receipts r WHERE r.amount_minor <> r.remaining_minor + {Standing}a.receipt_id = r.id)");
        Empty(Suspense, $"SELECT 'DEP-' || d.number || ' has received ' || COALESCE(d.received_minor, 0) || ' and is assigned ' || "
            + $"{Standing}a.record_id = d.id) FROM otc_deposits d WHERE COALESCE(d.received_minor, 0) <> {Standing}a.record_id = d.id)");
        Empty(Suspense, "SELECT 'suspense holds ' || s.minor || ', the queue ' || q.minor FROM (SELECT COALESCE(-SUM(signed_minor), 0) "
            + "AS minor FROM ledger_postings WHERE account_key LIKE 'suspense:KES%') s, (SELECT COALESCE(SUM(remaining_minor), 0) AS "
            + "minor FROM receipts WHERE asset = 'KES') q WHERE s.minor <> q.minor");
        Empty(Recount, "SELECT 'receipts ' || r.status || ' are ' || COUNT(*) || ', counted ' || COALESCE(MAX(c.count), 0) FROM "
            + "receipts r LEFT JOIN queue_counters c ON c.queue = 'receipts:' || r.status GROUP BY r.status HAVING COUNT(*) <> "
            + "COALESCE(MAX(c.count), 0)");
    }

    private void AskPayments()
    {
        var transfers = Read(connection, "SELECT id, tx_hash, amount_minor, status FROM transfers");
        foreach (var paid in world.Chain.Payments.Where(one => one.ClientId is not null))
        {
            var own = transfers.Where(row => row[1] == paid.TxHash
                && row[2] == paid.AmountMinor.ToString(CultureInfo.InvariantCulture)).ToList();
            None(Payments, own.Count == 1 ? [] : [$"the treasury paid {paid.AmountMinor} under {own.Count} transfers"]);
        }
        foreach (var row in transfers.Where(row => row[3] == "final"))
        {
            None(Payments, world.Chain.Payments.Count(one => one.TxHash == row[1] && one.Block is not null) == 1 ? [] : ["a final "
                + "transfer has no payment on the chain"]);
        }
        Empty(Payments, "SELECT 'two transfers are paid by one transaction' FROM transfers WHERE tx_hash IS NOT NULL GROUP BY tx_hash "
            + "HAVING COUNT(*) > 1");
    }

    private void Empty(string invariant, string sql) => None(invariant, Read(connection, sql).ConvertAll(row => row[0]));

    private static void None(string invariant, List<string> found)
    {
        if (found.Count > 0)
        {
            throw new SimFailure(invariant, found[0]);
        }
    }
}
