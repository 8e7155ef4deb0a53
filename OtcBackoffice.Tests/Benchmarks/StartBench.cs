using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A process from its beginning to its first answer of readiness, and what it takes when nobody asks it anything. The demo desk is there
/// already. The floor is a bare web server that answers the same address.
/// </summary>
internal static class StartBench
{
    public const string Verb = "serve-bare";

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5), Idle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var product = await ProductProcess.CreateAsync(DatabaseProvider.Sqlite);
        await product.StartAsync();
        await product.KillAsync();
        await using var bare = await ProductProcess.CreateAsync(DatabaseProvider.Sqlite,
            [Path.GetFileName(typeof(StartBench).Assembly.Location), Verb]);
        await runner.RunAsync(Of("start_ready", "s", product, bare, StartAsync, Goal.AtMost(12, aim: 4)), cancellation);
        await runner.RunAsync(Of("idle_memory", "MB", product, bare, MemoryAsync, Goal.AtMost(6, aim: 3)), cancellation);
        await runner.RunAsync(Of("idle_cpu", "% of a core", product, bare, CpuAsync, Goal.AtMost(100, aim: 10)), cancellation);
    }

    /// <summary>Serves nothing but the word that it is ready.</summary>
    public static async Task<int> ServeAsync(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(settings);
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => "Healthy");
        await app.RunAsync();
        return 0;
    }

    private static Comparison Of(string metric, string unit, ProductProcess product, ProductProcess bare,
        Func<ProductProcess, CancellationToken, Task<double>> read, Goal goal) => new(metric, unit,
        new Contender("bare web server", token => OnceAsync(bare, read, token)),
        new Contender("product, demo made", token => OnceAsync(product, read, token)), goal);

    private static async Task<Reading> OnceAsync(ProductProcess process, Func<ProductProcess, CancellationToken, Task<double>> read,
        CancellationToken cancellation)
    {
        var value = await read(process, cancellation);
        await process.KillAsync();
        return new Reading(value);
    }

    private static async Task<double> StartAsync(ProductProcess process, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await process.StartBareAsync();
        cancellation.ThrowIfCancellationRequested();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> MemoryAsync(ProductProcess process, CancellationToken cancellation)
    {
        await process.StartBareAsync();
        await Task.Delay(Settled, cancellation);
        using var running = Process.GetProcessById(process.ProcessId);
        return running.WorkingSet64 / 1_048_576d;
    }

    private static async Task<double> CpuAsync(ProductProcess process, CancellationToken cancellation)
    {
        await process.StartBareAsync();
        await Task.Delay(Settled, cancellation);
        using var running = Process.GetProcessById(process.ProcessId);
        var (before, start) = (running.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(Idle, cancellation);
        running.Refresh();
        // A bare server may take less than the kernel counts; a hundredth of a percent stands for that.
        return Math.Max(0.01, (running.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(start) * 100);
    }
}
