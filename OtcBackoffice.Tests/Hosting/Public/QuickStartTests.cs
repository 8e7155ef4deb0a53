using System.Diagnostics;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Public;

/// <summary>The quick starts run as they are printed, against the product (sentence D12). Those whose tools are not on every machine are
/// only printed.</summary>
public sealed class QuickStartTests
{
    [Fact]
    public async Task What_is_printed_places_an_order_and_reads_it()
    {
        await using var host = await DeskHost.StartAsync();
        (string Name, string Tool, string Ending)[] all =
            [("curl", "sh", ".sh"), ("javascript", "node", ".mjs"), ("python", "python3", ".py")];
        var here = all.Where(one => Found(one.Tool) && (one.Name != "curl" || Found("curl"))).ToList();
        // The suite needs node for itself, so one of them is always run.
        Assert.Contains(here, one => one.Tool == "node");
        foreach (var (name, tool, ending) in here)
        {
            var text = await host.Anonymous.GetStringAsync($"/dev/quick-starts/{name}.txt");
            Assert.DoesNotContain("otc_sandbox_", text, StringComparison.Ordinal);
            using var folder = new TempDirectory();
            await File.WriteAllTextAsync(folder.File("start" + ending), text);
            var (code, said) = await RunAsync(tool, folder.File("start" + ending), host);
            Assert.True(code == 0, $"{name}: {said}");
            Assert.Contains("ord_", said, StringComparison.Ordinal);
        }
        Assert.Equal(here.Count,
            (await host.Client(host.Credentials.MerchantNamed("Acacia").PlatformApiKey!).GetJsonAsync("/v1/orders")).GetProperty("orders")
            .GetArrayLength());
    }

    private static bool Found(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));

    private static async Task<(int Code, string Said)> RunAsync(string tool, string file, DeskHost host)
    {
        var start = new ProcessStartInfo(tool, file) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OTC_URL"] = host.Address.ToString().TrimEnd('/');
        start.Environment["OTC_API_KEY"] = host.Credentials.MerchantNamed("Acacia").PlatformApiKey;
        using var process = Process.Start(start)!;
        var (output, fault) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return (process.ExitCode, await output + await fault);
    }
}
