using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>
/// The people of a run, the jobs, and the chain's blocks: what they do next, from what they can see. They repeat what was lost, ask twice
/// at once, and go past each other.
/// </summary>
internal sealed class SimPeople(SimWorld world, DemoCredentials people)
{
    private static readonly string[] Staff = ["officer", "officer2", "treasury", "treasury2", "admin", "admin2"], Chiefs = ["treasury",
        "treasury2", "admin", "admin2"];

    private readonly Dictionary<string, string> _amounts = new(StringComparer.Ordinal);
    private readonly List<string> _lost = [];
    private int _keys;

    /// <summary>The keys whose creation was answered, each with the answer's deposit.</summary>
    public HashSet<string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>The people who are officers and nothing more.</summary>
    public IReadOnlyList<Guid> Officers => [.. people.Staff.Where(one =>
        one.Email.StartsWith("officer", StringComparison.Ordinal)).Select(one => one.UserId)];

    /// <summary>What is asked in this step, one to three things at once.</summary>
    public List<(SimCall Call, Func<IServiceProvider, Task<string>> Act)> Ask(SqliteConnection connection)
    {
        var deposits = Rows(connection, "SELECT id, number, status, settlement_state, COALESCE(proposal_id, ''), "
            + "COALESCE(requested_crypto_minor, 0) FROM otc_deposits ORDER BY number");
        var waiting = Rows(connection, "SELECT id FROM approval_requests WHERE status = 'waiting' ORDER BY created_at_utc, summary");
        var asked = new List<(SimCall, Func<IServiceProvider, Task<string>>)>();
        for (var count = 1 + world.Roll(3); count > 0; count--)
        {
            asked.AddRange(Next(connection, deposits, waiting));
        }
        return asked;
    }

    /// <summary>What came back. With the plant, a creation counts as answered although the desk died before it was durable.</summary>
    public void Hear(SimCall call, bool diedBefore)
    {
        if (call.Key is not { } key)
        {
            return;
        }
        if (call.Answer == "ok" || (call.Answer is null && diedBefore && world.Plant == SimPlants.EarlyAck))
        {
            Acknowledged.Add(key);
            _lost.Remove(key);
        }
        else if (call.Answer is null or "UNAVAILABLE" && !Acknowledged.Contains(key) && !_lost.Contains(key))
        {
            _lost.Add(key);
        }
    }

    private IEnumerable<(SimCall, Func<IServiceProvider, Task<string>>)> Next(SqliteConnection connection, List<string[]> deposits,
        List<string[]> waiting)
    {
        var roll = world.Roll(100);
        if (roll < 14 || deposits.Count == 0)
        {
            return Create();
        }
        if (roll < 34)
        {
            return [Job()];
        }
        if (roll < 40 && waiting.Count > 0)
        {
            return [Approve(waiting[world.Roll(waiting.Count)][0])];
        }
        if (roll < 43)
        {
            return [Disable()];
        }
        if (roll < 46)
        {
            return [DraftOne()];
        }
        if (roll < 58)
        {
            return world.Bank.Next(connection);
        }
        var open = deposits.Where(row => row[2] is not ("credited" or "rejected" or "abandoned")).ToList();
        var row = open.Count > 0 && world.Roll(10) > 0 ? open[world.Roll(open.Count)] : deposits[world.Roll(deposits.Count)];
        return [row[2] is "draft" or "priced" ? Abandon(row) : row[2] == "pending"
            || world.Roll(12) == 0 ? Decide(row) : Pay(connection, row)];
    }

    private IEnumerable<(SimCall, Func<IServiceProvider, Task<string>>)> Create()
    {
        var key = _lost.Count > 0 && world.Roll(2) == 0 ? _lost[world.Roll(_lost.Count)] : $"key-{++_keys}";
        if (!_amounts.TryGetValue(key, out var amount))
        {
            amount = _amounts[key] = $"{world.Roll(2) * world.Roll(3_000) * 1_000 + 1_000 + world.Roll(9_000)}.{world.Roll(100):D2}";
        }
        // A merchant whose answer does not come asks again, sometimes before the first is done.
        return Enumerable.Range(0, world.Roll(6) == 0 ? 2 : 1).Select(_ => Call<DepositDesk>("create", key, Merchant(), async desk =>
            Said(await desk.CreateAsync(
            Draft(amount, key), new PriceDeposit(Guid.Empty, null, null, null, null, null), new DeskKey("simulation", key, amount),
                CancellationToken.None)), key));
    }

    private (SimCall, Func<IServiceProvider, Task<string>>) DraftOne() => Call<DepositDesk>("draft", "", Merchant(), async desk =>
        Said(await desk.DraftAsync(Draft("5000.00", "draft"), null, CancellationToken.None)));

    private (SimCall, Func<IServiceProvider, Task<string>>) Abandon(string[] row) =>
        Call<DepositDesk>("abandon", row[1], Merchant(), async desk =>
        Said(await desk.AbandonAsync(Guid.Parse(row[0]), CancellationToken.None)));

    private (SimCall, Func<IServiceProvider, Task<string>>) Job()
    {
        switch (world.Roll(12))
        {
            case 0 or 1 or 2 or 3:
                return Run<SettlementDesk>("send", desk => desk.SendAsync(CancellationToken.None));
            case 4 or 5 or 6:
                world.Chain.Mine(1 + world.Roll(24));
                return Run<SettlementDesk>("watch", desk => desk.WatchAsync(CancellationToken.None));
            case 7:
                world.Chain.Reorganise(1 + world.Roll(5));
                return Run<SettlementDesk>("watch", desk => desk.WatchAsync(CancellationToken.None));
            case 8:
                // The clock is set, or the machine slept.
                world.Clock.Pass(TimeSpan.FromMinutes(world.Roll(400)));
                return Run<SettlementDesk>("watch", desk => desk.WatchAsync(CancellationToken.None));
            case 9:
                return Run<AuditDesk>("seal", desk => desk.SealAsync(CancellationToken.None));
            default:
                return world.Plant == SimPlants.UnsortedLocks ? GoPast() : Run<SettlementDesk>("watch", desk =>
                    desk.WatchAsync(CancellationToken.None));
        }
    }

    private (SimCall, Func<IServiceProvider, Task<string>>) Decide(string[] row)
    {
        var (id, who) = (Guid.Parse(row[0]), Staff[world.Roll(Staff.Length)]);
        return world.Roll(12) switch
        {
            0 or 1 or 2 or 3 => Call<DepositDesk>("claim", row[1], Person(who), async desk =>
            {
                GoPast(id, SimPlants.MissingLock, null);
                return Said(await desk.ClaimAsync(id, CancellationToken.None));
            }),
            4 => Call<DepositDesk>("release", row[1], Person(who), async desk =>
                Said(await desk.ReleaseAsync(id, CancellationToken.None))),
            5 => Call<DepositDesk>("take_over", row[1], Person(who), async desk => Said(await desk.TakeOverAsync(id, "gone "
                + "home", CancellationToken.None))),
            6 => Call<DepositDesk>("reject", row[1], Person(who), async desk => Said(await desk.RejectAsync(id, "It never "
                + "came.", null, CancellationToken.None))),
            _ => Call<DepositDesk>("confirm", row[1], Person(who), async desk =>
            {
                GoPast(id, SimPlants.LeaseWithoutFence, people.StaffNamed(who).UserId);
                return Said(await desk.ConfirmAsync(new ConfirmDeposit(id) { RepeatedSeen = true, ProofSeen = true },
                    CancellationToken.None));
            }),
        };
    }

    private (SimCall, Func<IServiceProvider, Task<string>>) Pay(SqliteConnection connection, string[] row)
    {
        var (id, who) = (Guid.Parse(row[0]), Chiefs[world.Roll(Chiefs.Length)]);
        var roll = world.Roll(12);
        if (roll == 0)
        {
            return Call<DepositDesk>("unconfirm", row[1], Person(Staff[world.Roll(Staff.Length)]), async desk =>
                Said(await desk.UnconfirmAsync(
                    id, world.Roll(2) == 0 ? null : "rejected", "The wire was recalled.", CancellationToken.None)));
        }
        if (row[4].Length == 0)
        {
            var amount = DecimalText.Format(long.Parse(row[5], CultureInfo.InvariantCulture), 6);
            return Call<DepositDesk>("credit", row[1], Person(Staff[world.Roll(Staff.Length)]), async desk => Said(await desk.CreditAsync(
                new CreditDeposit { Id = id, CryptoAmount = amount, Asset = "USDT", Network = "tron" }, CancellationToken.None)));
        }
        var proposal = Guid.Parse(row[4]);
        if (row[3] == "awaiting_transaction")
        {
            return roll < 4 ? Call<TreasuryDesk>("void", row[1], Person(who), async desk =>
                Said(await desk.VoidAsync(proposal, "Nobody sends it.", CancellationToken.None))) : Enter(connection, row, who);
        }
        return roll < 2
            ? Call<TreasuryDesk>("reject_proposal", row[1], Person(who), async desk => Said(await desk.RejectAsync(proposal, "Not "
                + "now.", CancellationToken.None)))
            : Call<TreasuryDesk>("sign", row[1], Person(who), async desk => Said(await desk.SignAsync(proposal, CancellationToken.None)));
    }

    // The signers send from their own wallet, and treasury says by which transaction.
    private (SimCall, Func<IServiceProvider, Task<string>>) Enter(SqliteConnection connection, string[] row, string who)
    {
        var transfer = Rows(connection, "SELECT from_address, to_address, amount_minor FROM transfers WHERE proposal_id = @p0", row[4])[0];
        var to = transfer[1];
        var hash = world.Chain.Payments.FirstOrDefault(one => one.To == to && one.ClientId is null
            && one.AmountMinor.ToString(CultureInfo.InvariantCulture) == transfer[2])?.TxHash
            ?? world.Chain.PayByPeople(transfer[0], "USDT", to, long.Parse(transfer[2], CultureInfo.InvariantCulture));
        return Call<SettlementDesk>("enter", row[1], Person(who), async desk =>
            Said(await desk.EnterTransactionAsync(Guid.Parse(row[4]), hash, CancellationToken.None)));
    }

    private (SimCall, Func<IServiceProvider, Task<string>>) Approve(string id) =>
        Call<ApprovalDesk>("approve", "", Person(Chiefs[world.Roll(Chiefs.Length)]), async desk =>
        Said(world.Roll(4) == 0 ? await desk.RejectAsync(Guid.Parse(id), "No.", CancellationToken.None)
            : await desk.ApproveAsync(Guid.Parse(id), CancellationToken.None)));

    private (SimCall, Func<IServiceProvider, Task<string>>) Disable()
    {
        var isDisabled = world.Roll(3) > 0;
        return Call<PeopleDesk>(isDisabled ? "disable" : "enable", "officer2", Person("admin"), async desk =>
            Said(await desk.SetDisabledAsync(people.StaffNamed("officer2").UserId, isDisabled, "for a while", CancellationToken.None)));
    }

    // Two plants are people who go past a rule: who saw a record free some time ago takes it, and whose lease has ended still counts
    // as its holder.
    private void GoPast(Guid id, string plant, Guid? holder)
    {
        if (world.Plant != plant)
        {
            return;
        }
        using var connection = world.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE otc_deposits SET assignee_user_id = @p1, claimed_at_utc = @p2, claim_expires_at_utc = @p3 "
            + "WHERE id = @p0 AND status = 'pending'";
        command.Parameters.AddWithValue("@p0", id);
        command.Parameters.AddWithValue("@p1", holder is { } who ? who : DBNull.Value);
        var now = world.Clock.GetUtcNow();
        command.Parameters.AddWithValue("@p2", holder is null ? DBNull.Value : now.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@p3", holder is null ? DBNull.Value : now.AddHours(1).ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }

    // A command that takes two accounts against the order that all others keep.
    private static (SimCall, Func<IServiceProvider, Task<string>>) GoPast() => (new SimCall("go_past", ""), async services =>
    {
        await services.GetRequiredService<WriteLane>().RunAsync(async (session, token) =>
        {
            session.Queue("UPDATE ledger_accounts SET debit_minor = debit_minor WHERE key = (SELECT MAX(key) FROM ledger_accounts)");
            session.Queue("UPDATE ledger_accounts SET debit_minor = debit_minor WHERE key = (SELECT MIN(key) FROM ledger_accounts)");
            await session.SaveAsync(token);
            return new LaneOutcome<bool>(true, true);
        }, CancellationToken.None);
        return "ok";
    });

    private Actor Merchant() => new(people.MerchantNamed("Acacia").UserId, ActorKind.Person, "acacia");

    private Actor Person(string name) => new(people.StaffNamed(name).UserId, ActorKind.Credential, name);

    private static DraftDeposit Draft(string amount, string reference) => new()
    {
        Method = "bank", FiatAmount = amount, FiatCurrency = "KES", RequestedAsset = "USDT", RequestedNetwork = "tron",
            PaymentReference = reference,
        TransferDate = "2026-03-16", SenderAccountName = "Acacia Traders",
    };

    private static string Said<T>(Result<T> result) => result.Failed(out var refused) ? refused.Code.ToString() : "ok";

    private static (SimCall, Func<IServiceProvider, Task<string>>) Call<TDesk>(string name, string on, Actor actor, Func<TDesk,
        Task<string>> act, string? key = null)
        where TDesk : notnull => (new SimCall(name, on) { Actor = actor, Key = key }, services =>
            act(services.GetRequiredService<TDesk>()));

    private static (SimCall, Func<IServiceProvider, Task<string>>) Run<TDesk>(string name, Func<TDesk, Task<int>> act)
        where TDesk : notnull => (new SimCall(name, ""), async services =>
            await act(services.GetRequiredService<TDesk>()) >= 0 ? "ok" : "");

    private static List<string[]> Rows(SqliteConnection connection, string sql, string? parameter = null) =>
        SimChecks.Read(connection, sql, parameter);
}
