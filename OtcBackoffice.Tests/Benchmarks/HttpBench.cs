namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>A side of an HTTP comparison: where it listens, and the request with a running number.</summary>
internal sealed record HttpSide(string Name, Uri Address, Func<int, byte[]> Request);

/// <summary>State changes and queue pages over HTTP, against a bare Kestrel over prepared SQL.</summary>
internal static class HttpBench
{
    public const int CommitConnections = 64;
    public const int ListConnections = 16;

    private const double Seconds = 2;

    /// <summary>Confirming over HTTP; the product's side includes authentication, permission, idempotency and notice.</summary>
    public static async Task CommitAsync(BenchRunner runner, HttpSide? product, CancellationToken cancellation)
    {
        await using var floor = await RawFloor.CreateAsync(CommitBench.Deposits, cancellation);
        await using var host = await RawHost.StartAsync(floor, CommitBench.BatchMax, cancellation);
        var raw = new HttpSide(
            "bare /raw-gc", host.Address, call => HttpLoad.Request(host.Address, "POST", RawHost.Commit(CommitBench.NumberOf(call))));

        await runner.RunAsync(Compare("http_commit", raw, product, CommitConnections, Goal.AtLeast(0.5)), cancellation);
    }

    /// <summary>A page of 50 from anywhere in a queue of <paramref name="deposits"/> / 10 records.</summary>
    public static async Task ListAsync(BenchRunner runner, int deposits, HttpSide? product, CancellationToken cancellation)
    {
        await using var floor = await RawFloor.CreateAsync(deposits, cancellation);
        await using var host = await RawHost.StartAsync(floor, 1, cancellation);
        // Any depth but the last page, so that every answer has its fifty rows.
        var depths = deposits - (20 * RawReader.PageSize);
        var raw = new HttpSide(
            "bare /list", host.Address, call => HttpLoad.Request(host.Address, "GET", RawHost.List((int)(call * 7919L % depths))));

        await runner.RunAsync(Compare($"http_list_{deposits}", raw, product, ListConnections, Goal.AtLeast(0.6)), cancellation);
    }

    private static Comparison Compare(string metric, HttpSide raw, HttpSide? product, int connections, Goal goal)
    {
        return new Comparison(metric, "req/s", Contender(raw, connections), product is null ? null : Contender(product, connections), goal);
    }

    private static Contender Contender(HttpSide side, int connections)
    {
        return new Contender(
            $"{side.Name}, {connections} connections",
            cancellation => HttpLoad.RunAsync(side.Address, connections, Seconds, side.Request, cancellation));
    }
}
