using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Reports;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>What a long export keeps in memory: the live heap while 100,000 rows are written against 10,000 of the same rows.</summary>
internal static class ExportBench
{
    private const int Rows = 100_000, Fewer = 10_000, SampleEvery = 2_500;

    private const double BytesPerMegabyte = 1_048_576;

    public static Task RunAsync(BenchRunner runner, CancellationToken cancellation) => RunAsync(runner, Rows, Fewer, cancellation);

    public static async Task RunAsync(BenchRunner runner, int rows, int fewer, CancellationToken cancellation)
    {
        await using var desk = await ProductSide.StartAsync(rows, pendingEvery: 10);
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            await runner.RunAsync(
                new Comparison(
                    $"export_{format}".ToLowerInvariant(),
                    "MB live at most",
                    new Contender($"{fewer} rows", token => PeakAsync(desk, format, fewer, token)),
                    new Contender($"{rows} rows", token => PeakAsync(desk, format, rows, token)),
                    Goal.AtMost(1.2)),
                cancellation);
        }
        desk.AssertNoErrors();
    }

    private static async Task<Reading> PeakAsync(ProductSide desk, ExportFormat format, int rows, CancellationToken cancellation)
    {
        var (sources, files, id) =
            (desk.Services.GetRequiredService<ExportSources>(), desk.Services.GetRequiredService<IExportFiles>(), Guid.CreateVersion7());
        var (peak, written) = (0L, 0);
        await using (var writer = files.Begin(id, format, ExportSources.ColumnsOf(ExportSources.Deposits)))
        {
            await foreach (var row in sources.RowsAsync(ExportSources.Deposits, new ExportFilters(), cancellation))
            {
                await writer.WriteAsync(row, cancellation);
                if (++written % SampleEvery == 0)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
                }
                if (written == rows)
                {
                    break;
                }
            }
            await writer.CompleteAsync(cancellation);
        }
        await files.DeleteAsync(id, format, CancellationToken.None);
        return written == rows ? new Reading(peak / BytesPerMegabyte)
            : throw new InvalidOperationException($"The export has {written} rows, not {rows}.");
    }
}
