namespace OtcBackoffice.Tests.Simulation;

/// <summary>What a seed is run with.</summary>
/// <param name="Seed">The seed; everything else follows from it.</param>
/// <param name="Steps">How many steps the run has before it heals.</param>
internal sealed record SimPlan(int Seed, int Steps)
{
    /// <summary>The planted fault, or null.</summary>
    public string? Plant { get; init; }

    /// <summary>Steps that are left out, for the shrinker.</summary>
    public IReadOnlySet<int> Without { get; init; } = new HashSet<int>();

    /// <summary>Takes each line of the trace, or null.</summary>
    public Action<string>? Trace { get; init; }
}

/// <summary>What came of a seed.</summary>
internal sealed record SimOutcome(int Seed, int Steps, int Commands, int Crashes, int Faults, IReadOnlyList<string> Invariants,
    string Trace)
{
    /// <summary>The invariant that did not hold, or null.</summary>
    public string? Invariant { get; init; }

    /// <summary>What was found.</summary>
    public string? Message { get; init; }

    /// <summary>How many steps are left when all that is not needed for the failure is taken out.</summary>
    public int? ShrunkSteps { get; init; }

    /// <summary>How many commands were done, by their names: a run that did nothing shows nothing.</summary>
    public IReadOnlyDictionary<string, int> Done { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether every invariant held.</summary>
    public bool IsOk => Invariant is null;
}

/// <summary>Runs seeds, and makes failing ones small.</summary>
internal static class SimRun
{
    private const int TriesMax = 40;

    /// <summary>Runs one seed.</summary>
    public static SimOutcome Run(SimHost host, SimPlan plan)
    {
        var file = host.NewDatabase();
        try
        {
            return new SimWorld(host, plan, file).Run();
        }
        finally
        {
            SimHost.Remove(file);
        }
    }

    /// <summary>
    /// The fewest steps with which the same invariant still fails: first the shortest beginning, then without steps in it. Each step
    /// draws from a seed of its own, so what is taken out does not shuffle the rest.
    /// </summary>
    public static SimOutcome Shrink(SimHost host, SimPlan plan, SimOutcome failed)
    {
        var tries = 0;
        bool Fails(SimPlan smaller) => tries++ < TriesMax && Run(host, smaller with { Trace = null }).Invariant == failed.Invariant;

        var (low, high) = (0, plan.Steps);
        while (low + 1 < high && tries < TriesMax / 2)
        {
            var middle = (low + high) / 2;
            (low, high) = Fails(plan with { Steps = middle }) ? (low, middle) : (middle, high);
        }
        var best = plan with { Steps = high };
        for (var size = Math.Max(1, high / 2); size >= 1 && tries < TriesMax; size /= 2)
        {
            for (var from = 0; from < high && tries < TriesMax; from += size)
            {
                var without = best.Without.Concat(Enumerable.Range(from, Math.Min(size, high - from))).ToHashSet();
                best = without.Count < high && without.Count > best.Without.Count
                    && Fails(best with { Without = without }) ? best with { Without = without } : best;
            }
        }
        return failed with { ShrunkSteps = best.Steps - best.Without.Count };
    }
}
