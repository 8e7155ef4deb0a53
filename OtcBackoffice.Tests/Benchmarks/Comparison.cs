namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>One measured figure with what else the same measurement showed, such as percentiles.</summary>
internal sealed record Reading(double Value, IReadOnlyDictionary<string, double>? Also = null);

/// <summary>One side of a comparison: what it is, and a measurement that can be repeated.</summary>
internal sealed record Contender(string Name, Func<CancellationToken, Task<Reading>> MeasureAsync)
{
    /// <summary>As long as the run-time may take to compile the whole product for good, beside whatever else the machine does.</summary>
    public const int ProductWarmUpTurns = 25;

    /// <summary>Most turns that do not count, before those that do.</summary>
    public int WarmUpTurns { get; init; } = 1;
}

public enum GoalKind
{
    /// <summary>The product's figure is at least this part of the floor's: rates.</summary>
    AtLeast,

    /// <summary>The product's figure is at most this multiple of the floor's: times and sizes.</summary>
    AtMost,
}

/// <summary>What the ratio product to floor must reach. Absolute figures are never a goal; they belong to a machine.</summary>
/// <param name="Kind">From which side.</param>
/// <param name="Ratio">What must be kept; beyond it the benchmark fails.</param>
/// <param name="Aim">What is being worked towards, where that is more; short of it is told and does not fail.</param>
internal sealed record Goal(GoalKind Kind, double Ratio, double? Aim = null)
{
    public static Goal AtLeast(double ratio, double? aim = null)
    {
        return new Goal(GoalKind.AtLeast, ratio, aim);
    }

    public static Goal AtMost(double ratio, double? aim = null)
    {
        return new Goal(GoalKind.AtMost, ratio, aim);
    }

    public bool IsMetBy(double ratio)
    {
        return Reaches(ratio, Ratio);
    }

    public string VerdictOn(double ratio)
    {
        return !IsMetBy(ratio) ? "missed" : Aim is { } aim && !Reaches(ratio, aim) ? "kept, short of the aim" : "met";
    }

    public override string ToString()
    {
        var sign = Kind == GoalKind.AtLeast ? ">=" : "<=";
        return Aim is { } aim ? FormattableString.Invariant($"{sign} {Ratio}, aim {sign} {aim}")
            : FormattableString.Invariant($"{sign} {Ratio}");
    }

    private bool Reaches(double ratio, double mark)
    {
        return Kind == GoalKind.AtLeast ? ratio >= mark : ratio <= mark;
    }
}

/// <param name="Metric">The name in the output.</param>
/// <param name="Unit">The unit of both figures.</param>
/// <param name="Floor">What is compared with: the least work that could do, or a peer.</param>
/// <param name="Product">The product, or null where only the floor can be measured; the goal then counts as not shown.</param>
/// <param name="Goal">What the ratio must reach.</param>
internal sealed record Comparison(string Metric, string Unit, Contender Floor, Contender? Product, Goal Goal)
{
    /// <summary>Goals on what the same readings also showed, by its name: percentiles of a load.</summary>
    public IReadOnlyDictionary<string, Goal> Also { get; init; } = new Dictionary<string, Goal>();
}
