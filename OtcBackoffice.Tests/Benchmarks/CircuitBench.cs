namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>What one more open queue page costs the server's heap, against a bare page of the same rows.</summary>
internal static class CircuitBench
{
    public const int Rows = 50;

    private const int Deposits = 2_000;

    // A person may hold a handful of circuits, so the pages are spread over all the staff of the demo desk.
    private const int FirstEach = 1;
    private const int MoreEach = 4;

    private static readonly string[] Staff = ["admin", "admin2", "officer", "officer2", "treasury", "treasury2"];

    /// <summary>Kilobytes per circuit: the growth of the heap by the pages after the first ones, by their number.</summary>
    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var desk = await ProductSide.StartAsync(Deposits, pendingEvery: 10);
        using var client = new HttpClient { BaseAddress = desk.Address };
        await using var bare = await BareQueue.StartAsync(await client.GetByteArrayAsync(BareDocument.Script, cancellation), cancellation);
        await using var opener = PageOpener.Start();
        var raw = Staff.Select(name => new PageViewer(bare.Address, "/", null, null)).ToList();
        var product = Staff.Select(desk.Viewer).ToList();

        await runner.RunAsync(
            new Comparison(
                "circuit_heap",
                "KiB",
                new Contender("bare page with a row component", _ => HeapAsync(opener, raw)),
                new Contender("/deposits", _ => HeapAsync(opener, product)) { WarmUpTurns = 2 },
                Goal.AtMost(2, aim: 1.6)),
            cancellation);
        // No word on logged errors: pages of an earlier turn that are put aside for new ones are gone already and cannot be led elsewhere.
    }

    private static async Task<Reading> HeapAsync(PageOpener opener, List<PageViewer> viewers)
    {
        await OpenAsync(opener, viewers, FirstEach);
        var before = HeapBytes();
        await OpenAsync(opener, viewers, MoreEach);
        var after = HeapBytes();
        await opener.CloseAllAsync();
        // What the circuits held is let go of before the other side is measured.
        await Task.Delay(TimeSpan.FromSeconds(2));
        HeapBytes();
        return new Reading((after - before) / 1024.0 / (MoreEach * viewers.Count),
            new Dictionary<string, double> { ["circuits"] = MoreEach * viewers.Count });
    }

    private static async Task OpenAsync(PageOpener opener, List<PageViewer> viewers, int pagesEach)
    {
        for (var page = 0; page < pagesEach; page++)
        {
            foreach (var viewer in viewers)
            {
                await opener.OpenAsync(viewer);
            }
        }
    }

    private static long HeapBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
