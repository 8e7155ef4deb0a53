namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>A side of an HTTP comparison: where it listens, and the request with a running number.</summary>
internal sealed record HttpSide(string Name, Uri Address, Func<int, byte[]> Request);

/// <summary>State changes and queue pages over HTTP, against a bare Kestrel over prepared SQL.</summary>
internal static class HttpBench
{
    public const int CommitConnections = 64;
    public const int ListConnections = 16;
    public const int ListDeposits = 1_000_000;
    public const int FewDeposits = 10_000;

    private const double Seconds = 2;

    /// <summary>Confirming over HTTP; the product's side includes authentication, permission, ledger, audit and notice.</summary>
    public static async Task CommitAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var floor = await RawFloor.CreateAsync(CommitBench.Deposits, cancellation);
        await using var host = await RawHost.StartAsync(floor, CommitBench.BatchMax, cancellation);
        await using var desk = await ProductSide.StartAsync(CommitBench.Deposits, pendingEvery: 1);
        var raw = new HttpSide(
            "bare /raw-gc", host.Address, call => HttpLoad.Request(host.Address, "POST", RawHost.Commit(CommitBench.NumberOf(call))));
        var product = new HttpSide("POST confirm", desk.Address, desk.Confirmation);

        await runner.RunAsync(
            Compare("http_commit", raw, product, CommitConnections, Goal.AtLeast(0.2, aim: 0.5)) with
            {
                Also = new Dictionary<string, Goal> { ["p99_ms"] = Goal.AtMost(2) },
            },
            cancellation);
        desk.AssertNoErrors();
    }

    /// <summary>A page of 50 from anywhere in a queue of <see cref="ListDeposits"/> / 10 records, and whether it grows with them.</summary>
    public static async Task ListAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var floor = await RawFloor.CreateAsync(ListDeposits, cancellation);
        await using var host = await RawHost.StartAsync(floor, 1, cancellation);
        await using var few = await ProductSide.StartAsync(FewDeposits, pendingEvery: 10);
        await using var many = await ProductSide.StartAsync(ListDeposits, pendingEvery: 10);
        // Any depth but the last page, so that every answer has its fifty rows.
        var depths = ListDeposits - (20 * RawReader.PageSize);
        var raw = new HttpSide(
            "bare /list", host.Address, call => HttpLoad.Request(host.Address, "GET", RawHost.List((int)(call * 7919L % depths))));
        var product = new HttpSide("GET deposits", many.Address, many.Page);

        await runner.RunAsync(Compare($"http_list_{ListDeposits}", raw, product, ListConnections, Goal.AtLeast(0.5)), cancellation);
        await runner.RunAsync(
            new Comparison(
                $"http_list_growth_{FewDeposits}_to_{ListDeposits}",
                "p50_ms",
                MedianTime(product with { Name = $"GET deposits, {FewDeposits} of them", Address = few.Address, Request = few.Page }),
                MedianTime(product with { Name = $"GET deposits, {ListDeposits} of them" }),
                Goal.AtMost(1.3)),
            cancellation);
        few.AssertNoErrors();
        many.AssertNoErrors();
    }

    private static Comparison Compare(string metric, HttpSide raw, HttpSide product, int connections, Goal goal)
    {
        var warmed = Contender(product, connections) with { WarmUpTurns = Benchmarks.Contender.ProductWarmUpTurns };
        return new Comparison(metric, "req/s", Contender(raw, connections), warmed, goal);
    }

    private static Contender Contender(HttpSide side, int connections)
    {
        return new Contender(
            $"{side.Name}, {connections} connections",
            cancellation => HttpLoad.RunAsync(side.Address, connections, Seconds, side.Request, cancellation));
    }

    /// <summary>The time of a page with nobody else asking, so that it is the page's and not the queue's in front of it.</summary>
    private static Contender MedianTime(HttpSide side)
    {
        return new Contender(side.Name, async cancellation =>
        {
            var load = await HttpLoad.RunAsync(side.Address, connections: 1, Seconds, side.Request, cancellation);
            return new Reading(load.Also!["p50_ms"], load.Also);
        }) { WarmUpTurns = 5 };
    }
}
