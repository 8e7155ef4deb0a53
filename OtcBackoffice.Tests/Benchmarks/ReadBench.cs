using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Hosting;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>The small reads of every page: queue badges and the dashboard's month, in the process.</summary>
internal static class ReadBench
{
    private const int Reads = 2_000;

    /// <summary>All queue badges by the desk's query, against reading the counter rows.</summary>
    public static async Task CountAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var desk = await ProductSide.StartAsync(HttpBench.ListDeposits, pendingEvery: 10);
        async Task Badges()
        {
            await using var scope = desk.ActingAdmin();
            var counters = await scope.ServiceProvider.GetRequiredService<DepositQueries>().CountersAsync(cancellation);
            if (counters.Failed(out var refused) || counters.Value[DepositStatus.Pending] == 0)
            {
                throw new InvalidOperationException(refused?.Message ?? "The product has nothing to count.");
            }
        }

        await RunAsync(runner, "count", "counter rows by prepared SQL", reader => reader.ReadCounters(), Badges, cancellation);
        desk.AssertNoErrors();
    }

    /// <summary>Thirty days by eight currencies, against reading the rolled-up rows.</summary>
    public static Task RollupAsync(BenchRunner runner, CancellationToken cancellation) =>
        RollupAsync(runner, HttpBench.ListDeposits, cancellation);

    /// <summary>The same beside a desk of so many deposits. The report reads its rows twice: split by day, and their totals.</summary>
    public static async Task RollupAsync(BenchRunner runner, int deposits, CancellationToken cancellation)
    {
        await using var desk = await ProductSide.StartAsync(deposits, pendingEvery: 10);
        await ProductSeed.FillRollupsAsync(desk.Services.GetRequiredService<HostSettings>().SqliteFile, cancellation);
        var first = ProductSeed.RollupsFrom;
        var cut = new ReportCut(first, first.AddDays(ProductSeed.RollupDays - 1), Split: ReportSplit.Day);
        async Task Dashboard()
        {
            await using var scope = desk.ActingAdmin();
            var report = await scope.ServiceProvider.GetRequiredService<ReportDesk>().ReadAsync(cut, cancellation);
            if (report.Failed(out var refused) || report.Value.Rows.Count != ProductSeed.RollupDays * ProductSeed.RollupCurrencies)
            {
                throw new InvalidOperationException(refused?.Message ?? $"The product reports {report.Value.Rows.Count} rows.");
            }
        }

        await RunAsync(runner, "rollup", "rolled-up rows by prepared SQL", reader => reader.ReadRollups(), Dashboard, cancellation);
        desk.AssertNoErrors();
    }

    private static async Task RunAsync(
        BenchRunner runner, string metric, string floorName, Func<RawReader, int> read, Func<Task>? product, CancellationToken cancellation)
    {
        await using var floor = await RawFloor.CreateAsync(HttpBench.ListDeposits, cancellation);
        var reader = await floor.RentReaderAsync(cancellation);
        Task Raw()
        {
            return read(reader) > 0 ? Task.CompletedTask : throw new InvalidOperationException("The floor has no rows to read.");
        }

        await runner.RunAsync(
            new Comparison(
                metric,
                "ms",
                new Contender(floorName, _ => LatencyAsync(Raw)),
                product is null ? null : new Contender("the desk's query", _ => LatencyAsync(product)),
                Goal.AtMost(3)),
            cancellation);
        floor.Return(reader);
    }

    private static async Task<Reading> LatencyAsync(Func<Task> read)
    {
        var start = Stopwatch.GetTimestamp();
        for (var turn = 0; turn < Reads; turn++)
        {
            await read();
        }
        return new Reading(Stopwatch.GetElapsedTime(start).TotalMilliseconds / Reads);
    }
}
