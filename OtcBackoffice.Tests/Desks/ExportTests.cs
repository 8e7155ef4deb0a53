using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Hosting;
using OtcBackoffice.Integrations.Exports;
using OtcBackoffice.Integrations.Store;
using OtcBackoffice.Tests.Benchmarks;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks;

/// <summary>Long exports: memory does not grow with the rows, and calling one off stops it.</summary>
public sealed class ExportTests
{
    private const int Rows = 12_000, CancelAt = 5_000;

    [Fact]
    public async Task No_more_than_a_page_of_rows_is_ever_alive()
    {
        await using var desk = await ProductSide.StartAsync(Rows, pendingEvery: 10);
        var sources = desk.Services.GetRequiredService<ExportSources>();
        var seen = new List<WeakReference>();
        var mostAlive = 0;
        await foreach (var row in sources.RowsAsync(ExportSources.Deposits, new ExportFilters(), CancellationToken.None))
        {
            seen.Add(new WeakReference(row));
            if (seen.Count % 3_000 == 0)
            {
                GC.Collect();
                mostAlive = Math.Max(mostAlive, seen.Count(one => one.IsAlive));
            }
        }

        Assert.Equal(Rows, seen.Count);
        Assert.InRange(mostAlive, 0, 2_000);
    }

    [Fact]
    public async Task An_export_that_is_called_off_stops_and_leaves_no_file()
    {
        using var directory = new TempDirectory();
        var files = new CancellingFiles(new ExportObjects(new DirectoryStore(directory.FullName, 0, TimeProvider.System)));
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Services = services => services.AddSingleton<IExportFiles>(files) });
        await ProductSeed.FillAsync(host.Services.GetRequiredService<HostSettings>().SqliteFile, Rows, pendingEvery: 10,
            CancellationToken.None);
        // The export is asked for before its id is known to whoever calls it off.
        files.CancelAsync = async () =>
        {
            var running = (await host.Treasury.GetJsonAsync("exports")).GetProperty("exports")[0];
            await host.Treasury.DeleteJsonAsync($"exports/{running.Text("id")}");
        };

        var asked = await host.Treasury.PostJsonAsync("exports", new { report = "deposits", format = "csv" }, HttpStatusCode.Accepted);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 30 });

        Assert.Equal("cancelled", (await host.Treasury.GetJsonAsync($"exports/{asked.Text("export_id")}")).Text("status"));
        Assert.Equal(CancelAt, files.Written);
        Assert.Empty(Directory.GetFiles(directory.FullName, "*", SearchOption.AllDirectories));
    }

    /// <summary>Calls the export off after so many rows, as somebody at the page would.</summary>
    private sealed class CancellingFiles(IExportFiles inner) : IExportFiles
    {
        public int Written { get; private set; }

        public Func<Task> CancelAsync { get; set; } = () => Task.CompletedTask;

        public IExportWriter Begin(Guid id, ExportFormat format, IReadOnlyList<string> columns) =>
            new Writer(this, inner.Begin(id, format, columns));

        public Task<Stream?> OpenAsync(Guid id, ExportFormat format, CancellationToken cancellation) => inner.OpenAsync(id, format,
            cancellation);

        public Task DeleteAsync(Guid id, ExportFormat format, CancellationToken cancellation) => inner.DeleteAsync(id, format,
            cancellation);

        private sealed class Writer(CancellingFiles files, IExportWriter inner) : IExportWriter
        {
            public async Task WriteAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellation)
            {
                await inner.WriteAsync(row, cancellation);
                if (++files.Written == CancelAt)
                {
                    await files.CancelAsync();
                }
            }

            public Task CompleteAsync(CancellationToken cancellation) => inner.CompleteAsync(cancellation);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
