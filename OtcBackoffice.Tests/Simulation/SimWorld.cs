using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Treasury;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>
/// One run: people, chain, jobs and clock act in an order that the seed draws, the desk dies before and after its commits, its disk
/// refuses writes, and at the end, when everything has healed, every invariant is asked.
/// </summary>
internal sealed class SimWorld
{
    private const int DiskFull = 13, HealRounds = 12, CommitsTillCrash = 5;

    private readonly SimHost _host;
    private readonly SimPlan _plan;
    private readonly string _file;
    private readonly SimLoop _loop;
    private readonly IncrementalHash _trace = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly int _crashPercent, _diskPercent;
    private Random _dice;
    private SimLife _life;
    private SqliteConnection? _writer;
    private LanePoint? _crashAt;
    private int _commitsLeft, _commands, _crashes, _diskFaults;
    private bool _diskIsFull;

    public SimWorld(SimHost host, SimPlan plan, string file)
    {
        (_host, _plan, _file) = (host, plan, file);
        _dice = new Random(plan.Seed);
        // Each seed draws its own mixture first: even rates for all of them hide what needs one fault often.
        (_crashPercent, _diskPercent) = (_dice.Next(4) == 0 ? 0 : _dice.Next(5, 30), _dice.Next(3) == 0 ? _dice.Next(5, 20) : 0);
        var manners = new SimChainManners(plan.Plant is not (SimPlants.DoubleCredit or SimPlants.RetryWithNewId)
            && _dice.Next(3) == 0, _dice.Next(40), _dice.Next(20));
        Clock = new SimClock(host.Begins);
        _loop = new SimLoop(Clock);
        Chain = new SimChain(manners, max => _dice.Next(max), plan.Plant);
        using (var connection = Open())
        {
            SimPlants.Plant(connection, plan.Plant);
            SimChecks.WatchLocks(connection);
        }
        (People, Bank) = (new SimPeople(this, host.People), new SimBank(this, host.People));
        _life = NewLife();
    }

    public SimClock Clock { get; }

    public SimChain Chain { get; }

    public SimPeople People { get; }

    public SimBank Bank { get; }

    public string? Plant => _plan.Plant;

    /// <summary>The order in which each command touched accounts, as far as it was not sorted.</summary>
    public List<string> UnsortedLocks { get; } = [];

    private readonly List<string> _locks = [];

    /// <summary>A connection of the world's own, past the desk.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false }.ToString());
        connection.Open();
        connection.CreateFunction("sim_lock", (string key) => 0);
        return connection;
    }

    /// <summary>A number below <paramref name="max"/>, from this step's own stream.</summary>
    public int Roll(int max) => _dice.Next(max);

    /// <summary>Runs it all.</summary>
    public SimOutcome Run()
    {
        string? invariant = null, message = null;
        try
        {
            for (var step = 0; step < _plan.Steps; step++)
            {
                _dice = new Random(unchecked((_plan.Seed * 1_000_003) + step));
                if (!_plan.Without.Contains(step))
                {
                    _loop.Reseed(_dice.Next());
                    Step(step);
                }
            }
            _dice = new Random(_plan.Seed);
            Heal();
            using var connection = Open();
            new SimChecks(connection, this).AskAll();
        }
        catch (SimFailure failure)
        {
            (invariant, message) = (failure.Invariant, failure.Message);
        }
        _life.End(_loop, _file);
        return new SimOutcome(_plan.Seed, _plan.Steps, _commands, _crashes, _diskFaults + Chain.Faults, SimChecks.Names,
            Convert.ToHexStringLower(_trace.GetHashAndReset()))
        {
            Invariant = invariant, Message = message, Done = _done,
        };
    }

    private void Step(int step)
    {
        _crashAt = _dice.Next(100) < _crashPercent ? (_dice.Next(2) == 0 ? LanePoint.BeforeCommit : LanePoint.AfterCommit) : null;
        _commitsLeft = 1 + _dice.Next(CommitsTillCrash);
        _diskIsFull = _dice.Next(100) < _diskPercent;
        List<(SimCall Call, Func<IServiceProvider, Task<string>> Act)> asked;
        using (var connection = Open())
        {
            asked = People.Ask(connection);
        }
        Do(step, asked);
        _diskIsFull = false;
    }

    // Everything that was asked runs at once, and ends or is lost with the desk.
    private void Do(int step, List<(SimCall Call, Func<IServiceProvider, Task<string>> Act)> asked)
    {
        asked.ForEach(one => _life.Start(one.Call, one.Act));
        _commands += asked.Count;
        if (!_loop.RunUntil(() => _life.Context.IsDead || asked.TrueForAll(one => one.Call.Answer is not null)))
        {
            throw new SimFailure(SimChecks.Liveness, $"Step {step}: {string.Join(", "
                + "", asked.Where(one => one.Call.Answer is null).Select(one => one.Call.Name))} never came back.");
        }
        foreach (var (call, _) in asked)
        {
            Line($"{step} {call.Name} {call.On} {call.Answer ?? "lost"}");
            if (call.Defect is { } defect)
            {
                throw new SimFailure(SimChecks.Defects, $"Step {step}: {call.Name} threw {defect}");
            }
            _done[call.Name] = _done.GetValueOrDefault(call.Name) + (call.Answer == "ok" ? 1 : 0);
            People.Hear(call, _crashAt == LanePoint.BeforeCommit);
            Bank.Hear(call);
        }
        if (_loop.Escapes > 0)
        {
            throw new SimFailure(SimChecks.Repeatable, $"Step {step}: something ran outside the loop.");
        }
        if (_life.Context.IsDead)
        {
            _crashes++;
            _life.End(_loop, _file);
            Clock.Pass(TimeSpan.FromSeconds(1 + _dice.Next(120)));
            Line($"{step} crash {_crashAt}");
            _crashAt = null;
            _life = NewLife();
        }
    }

    // Faults stop, jobs and blocks go on: what is still open after that is stuck.
    private void Heal()
    {
        (_crashAt, _diskIsFull, Chain.IsMoody) = (null, false, false);
        for (var round = 0; round < HealRounds; round++)
        {
            Job("send", async services => $"{await services.GetRequiredService<SettlementDesk>().SendAsync(CancellationToken.None) >= 0}");
            Chain.Mine(25);
            Job("watch", async services =>
                $"{await services.GetRequiredService<SettlementDesk>().WatchAsync(CancellationToken.None) >= 0}");
        }
        Job("seal", async services => $"{await services.GetRequiredService<AuditDesk>().SealAsync(CancellationToken.None) >= 0}");
    }

    private void Job(string name, Func<IServiceProvider, Task<string>> act) => Do(_plan.Steps, [(new SimCall(name, ""), act)]);

    private SimLife NewLife()
    {
        _writer = null;
        return new SimLife(_host, _loop, _file, Clock, Chain, Passed);
    }

    private void Passed(LanePoint point, SqliteConnection connection)
    {
        if (_writer != connection)
        {
            _writer = connection;
            connection.CreateFunction("sim_lock", (string key) =>
            {
                _locks.Add(key);
                return 0;
            });
        }
        if (_locks.Zip(_locks.Skip(1)).Any(pair => string.CompareOrdinal(pair.First, pair.Second) > 0))
        {
            UnsortedLocks.Add(string.Join(" > ", _locks));
        }
        _locks.Clear();
        if (point == LanePoint.BeforeCommit && _diskIsFull && _dice.Next(2) == 0)
        {
            _diskFaults++;
            Execute(connection, "ROLLBACK");
            throw new SqliteException("database or disk is full", DiskFull);
        }
        if (point == _crashAt && --_commitsLeft == 0)
        {
            _life.Context.Kill();
            if (point == LanePoint.BeforeCommit)
            {
                Execute(connection, "ROLLBACK");
            }
            throw new SimCrashException();
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Line(string text)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{(long)Clock.Passed.TotalMilliseconds} {text}");
        _trace.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        _plan.Trace?.Invoke(line);
    }
}

/// <summary>An invariant does not hold.</summary>
internal sealed class SimFailure(string invariant, string message) : Exception(message)
{
    /// <summary>Which.</summary>
    public string Invariant => invariant;
}
