namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>One measured figure with what else the same measurement showed, such as percentiles.</summary>
internal sealed record Reading(double Value, IReadOnlyDictionary<string, double>? Also = null);

/// <summary>One side of a comparison: what it is, and a measurement that can be repeated.</summary>
internal sealed record Contender(string Name, Func<CancellationToken, Task<Reading>> MeasureAsync);

public enum GoalKind
{
    /// <summary>The product's figure is at least this part of the floor's: rates.</summary>
    AtLeast,

    /// <summary>The product's figure is at most this multiple of the floor's: times and sizes.</summary>
    AtMost,
}

/// <summary>What the ratio product to floor must reach. Absolute figures are never a goal; they belong to a machine.</summary>
internal sealed record Goal(GoalKind Kind, double Ratio)
{
    public static Goal AtLeast(double ratio)
    {
        return new Goal(GoalKind.AtLeast, ratio);
    }

    public static Goal AtMost(double ratio)
    {
        return new Goal(GoalKind.AtMost, ratio);
    }

    public bool IsMetBy(double ratio)
    {
        return Kind == GoalKind.AtLeast ? ratio >= Ratio : ratio <= Ratio;
    }

    public override string ToString()
    {
        return FormattableString.Invariant($"{(Kind == GoalKind.AtLeast ? ">=" : "<=")} {Ratio}");
    }
}

/// <param name="Metric">The name in the output.</param>
/// <param name="Unit">The unit of both figures.</param>
/// <param name="Floor">What is compared with: the least work that could do, or a peer.</param>
/// <param name="Product">The product, or null where only the floor can be measured; the goal then counts as not shown.</param>
/// <param name="Goal">What the ratio must reach.</param>
internal sealed record Comparison(string Metric, string Unit, Contender Floor, Contender? Product, Goal Goal);
