namespace OtcBackoffice.Tests.Simulation;

/// <summary>The simulator over seeds: every invariant holds, a seed is the same run each time, and each planted fault is found.</summary>
public sealed class SimulationTests : IClassFixture<SimulationTests.Desk>
{
    private const int Seeds = 60, Steps = 70;

    private readonly SimHost _host;

    public SimulationTests(Desk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        _host = desk.Host;
    }

    [Fact]
    public void Sixty_seeds_keep_every_invariant_and_do_something()
    {
        var outcomes = Enumerable.Range(1, Seeds).Select(seed => SimRun.Run(_host, new SimPlan(seed, Steps))).ToList();

        Assert.All(outcomes, outcome => Assert.True(outcome.IsOk, $"simulate --seed {outcome.Seed} --steps {Steps}: "
            + $"{outcome.Invariant}: {outcome.Message}"));
        Assert.True(outcomes.Sum(outcome => outcome.Crashes) > Seeds / 4, "Too few crashes; the runs show nothing.");
        Assert.True(outcomes.Sum(outcome => outcome.Faults) > Seeds / 4, "Too few faults; the runs show nothing.");
        foreach (var name in new[] { "create", "confirm", "credit", "sign", "unconfirm", "abandon", "claim", "approve", "enter", "void", "wire",
            "receipt_assign", "receipt_return", "receipt_keep", "receipt_undo" })
        {
            Assert.True(outcomes.Sum(outcome => outcome.Done.GetValueOrDefault(name)) > 0,
                $"Nobody ever did {name}; the runs show nothing of it.");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void A_seed_is_the_same_run_each_time(int seed)
    {
        var lines = new List<string>();
        var first = SimRun.Run(_host, new SimPlan(seed, Steps) { Trace = lines.Add });
        var again = new List<string>();
        var second = SimRun.Run(_host, new SimPlan(seed, Steps) { Trace = again.Add });

        Assert.Equal(lines, again);
        Assert.Equal(first.Trace, second.Trace);
        Assert.NotEqual(first.Trace, SimRun.Run(_host, new SimPlan(seed + 1, Steps)).Trace);
    }

    public static TheoryData<string> Plants => [.. SimPlants.All.Keys];

    [Theory]
    [MemberData(nameof(Plants))]
    public void A_planted_fault_is_found(string plant)
    {
        const int SeedsMax = 100;
        var found = Enumerable.Range(1, SeedsMax).Select(seed =>
            SimRun.Run(_host, new SimPlan(seed, Steps) { Plant = plant })).FirstOrDefault(outcome => !outcome.IsOk);

        Assert.True(found is not null, $"{plant} was not found in {SeedsMax} seeds.");
        Assert.Equal(SimPlants.All[plant], found.Invariant);
    }

    /// <summary>One template for all tests of the class.</summary>
    public sealed class Desk : IAsyncLifetime
    {
        private SimHost? _host;

        internal SimHost Host => _host ?? throw new InvalidOperationException("The fixture has not started.");

        public async Task InitializeAsync() => _host = await SimHost.CreateAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
