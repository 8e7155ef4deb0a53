using System.Text.Json;

namespace OtcBackoffice.Tests.Benchmarks;

public sealed class BenchRunnerTests
{
    private readonly StringWriter _output = new();
    private readonly List<string> _turns = [];

    [Fact]
    public async Task Both_sides_are_measured_in_turns_and_the_first_turn_does_not_count()
    {
        await RunAsync(Goal.AtLeast(0.5), [1, 100, 300, 200], [1000, 120, 80, 100]);

        Assert.Equal(["floor", "product", "floor", "product", "floor", "product", "floor", "product"], _turns);
        var line = Line();
        Assert.Equal(200, line.GetProperty("floor").GetDouble());
        Assert.Equal(100, line.GetProperty("product").GetDouble());
        Assert.Equal(0.5, line.GetProperty("ratio").GetDouble());
    }

    [Theory]
    [InlineData(GoalKind.AtLeast, 0.5, true)]
    [InlineData(GoalKind.AtLeast, 0.51, false)]
    [InlineData(GoalKind.AtMost, 0.5, true)]
    [InlineData(GoalKind.AtMost, 0.49, false)]
    public async Task A_goal_is_a_ratio(GoalKind kind, double ratio, bool met)
    {
        Assert.Equal(met, await RunAsync(new Goal(kind, ratio), [200, 200, 200, 200], [100, 100, 100, 100]));
        Assert.Equal(met ? "met" : "missed", Line().GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_goal_without_a_product_is_not_met()
    {
        Assert.False(await RunAsync(Goal.AtLeast(0), [200, 200, 200, 200], null));
        Assert.Equal("product not measured", Line().GetProperty("verdict").GetString());
    }

    private async Task<bool> RunAsync(Goal goal, double[] floor, double[]? product)
    {
        var runner = new BenchRunner(_output);
        await runner.RunAsync(
            new Comparison("metric", "req/s", Contender("floor", floor), product is null ? null : Contender("product", product), goal),
            CancellationToken.None);
        return runner.AllMet;
    }

    private Contender Contender(string name, double[] values)
    {
        var turn = 0;
        return new Contender(name, _ =>
        {
            _turns.Add(name);
            return Task.FromResult(new Reading(values[turn++]));
        });
    }

    private JsonElement Line()
    {
        return JsonSerializer.Deserialize<JsonElement>(_output.ToString());
    }
}
