using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>
/// The desk's bank, which tells of wires whole, in part, under references that nobody knows, twice, and twice at once, and the people who
/// work what fits nowhere.
/// </summary>
internal sealed class SimBank(SimWorld world, DemoCredentials people)
{
    public const string Wire = "wire";

    private const int Scale = 2;

    private static readonly string[] Staff = ["officer", "treasury", "treasury2", "admin"];

    private readonly List<(string Entry, string Reference, long Minor)> _sent = [];

    /// <summary>What came under each entry, in minor units.</summary>
    public IReadOnlyDictionary<string, long> Sent => _sent.ToDictionary(one => one.Entry, one => one.Minor, StringComparer.Ordinal);

    /// <summary>The entries that the desk has said it has.</summary>
    public HashSet<string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>What came back.</summary>
    public void Hear(SimCall call)
    {
        if (call is { Name: Wire, Answer: "ok" })
        {
            Acknowledged.Add(call.On);
        }
    }

    /// <summary>A wire, or somebody who works a receipt.</summary>
    public IEnumerable<(SimCall, Func<IServiceProvider, Task<string>>)> Next(SqliteConnection connection)
    {
        var receipts = SimChecks.Read(connection, "SELECT id, number, status, remaining_minor FROM receipts ORDER BY number");
        return receipts.Count > 0 && world.Roll(3) == 0 ? [Decide(connection, receipts[world.Roll(receipts.Count)])] : Tell(connection);
    }

    private IEnumerable<(SimCall, Func<IServiceProvider, Task<string>>)> Tell(SqliteConnection connection)
    {
        var roll = world.Roll(10);
        if (roll > 6 && _sent.Count > 0)
        {
            // The bank tells again, whether or not it was heard the first time.
            return [Call(_sent[world.Roll(_sent.Count)])];
        }
        var open = SimChecks.Read(connection, "SELECT payment_reference, fiat_amount_minor FROM otc_deposits WHERE payment_reference "
            + "IS NOT NULL ORDER BY status = 'pending' DESC, number DESC LIMIT 6");
        var meant = open.Count > 0 && roll > 0 ? open[world.Roll(open.Count)] : null;
        var asked = meant is null ? 100_000 + world.Roll(500_000) : long.Parse(meant[1], CultureInfo.InvariantCulture);
        var wire = (Entry: $"ENTRY-{_sent.Count + 1}", Reference: meant?[0] ?? $"nothing-{world.Roll(50)}",
            Minor: roll == 1 ? Math.Max(1, asked / 2) : asked);
        _sent.Add(wire);
        return Enumerable.Range(0, world.Roll(6) == 0 ? 2 : 1).Select(_ => Call(wire));
    }

    private static (SimCall, Func<IServiceProvider, Task<string>>) Call((string Entry, string Reference, long Minor) wire) =>
        (new SimCall(Wire, wire.Entry), async services =>
        {
            var told = await services.GetRequiredService<StatementDesk>().ReceiveAsync(new BankCredit("KES",
                DecimalText.Format(wire.Minor, Scale), wire.Reference, "Acacia Traders", null) { EntryId = wire.Entry },
                CancellationToken.None);
            return told.Failed(out var refused) ? refused.Code.ToString() : "ok";
        });

    private (SimCall, Func<IServiceProvider, Task<string>>) Decide(SqliteConnection connection, string[] receipt)
    {
        var (id, who) = (Guid.Parse(receipt[0]), Staff[world.Roll(Staff.Length)]);
        var deposits = SimChecks.Read(connection, "SELECT id FROM otc_deposits WHERE status IN ('pending', 'confirmed') ORDER BY number");
        return world.Roll(6) switch
        {
            0 => Call("receipt_claim", receipt[1], who, async desk => Said(await desk.ClaimAsync(id, CancellationToken.None))),
            1 => Call("receipt_return", receipt[1], who, async desk => Said(await desk.DecideAsync(id,
                new ReceiptDecision(ReceiptAction.Return, [], "Nobody is known."), CancellationToken.None))),
            2 => Call("receipt_keep", receipt[1], who, async desk => Said(await desk.DecideAsync(id,
                new ReceiptDecision(ReceiptAction.Keep, [], "Nobody asks for it."), CancellationToken.None))),
            3 => Call("receipt_undo", receipt[1], who, async desk =>
                Said(await desk.UndoAsync(id, "It was the wrong one.", CancellationToken.None))),
            _ when deposits.Count > 0 && receipt[3] != "0" => Assign(receipt, Guid.Parse(deposits[world.Roll(deposits.Count)][0]), who),
            _ => Call("receipt_claim", receipt[1], who, async desk => Said(await desk.ClaimAsync(id, CancellationToken.None))),
        };
    }

    private (SimCall, Func<IServiceProvider, Task<string>>) Assign(string[] receipt, Guid deposit, string who)
    {
        var minor = long.Parse(receipt[3], CultureInfo.InvariantCulture);
        var amount = DecimalText.Format(world.Roll(3) == 0 ? Math.Max(1, minor / 3) : minor, Scale);
        return Call("receipt_assign", receipt[1], who, async desk => Said(await desk.DecideAsync(Guid.Parse(receipt[0]),
            new ReceiptDecision(ReceiptAction.Assign, [new ReceiptPart("deposit", deposit, amount)], "The merchant says so."),
            CancellationToken.None)));
    }

    private (SimCall, Func<IServiceProvider, Task<string>>) Call(string name, string on, string who, Func<ReceiptDesk, Task<string>> act) =>
        (new SimCall(name, $"RCP-{on}") { Actor = new Actor(people.StaffNamed(who).UserId, ActorKind.Credential, who) },
            services => act(services.GetRequiredService<ReceiptDesk>()));

    private static string Said<T>(Result<T> result) => result.Failed(out var refused) ? refused.Code.ToString() : "ok";
}
