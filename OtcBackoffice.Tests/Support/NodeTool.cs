using System.Diagnostics;

namespace OtcBackoffice.Tests.Support;

/// <summary>Programs of other people that the build installed with npm, run as they are published.</summary>
internal static class NodeTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Where npm installed them.</summary>
    public static string Folder => Repository.PathOf("OtcBackoffice.Tests/obj/npm");

    /// <summary>Runs one to its end; answers its lines, or fails with what it wrote.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string? input, params string[] arguments)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules/openid-client")),
            "The clients of others are not installed: npm was missing when the tests were built.");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        var said = await output;
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {said}{await error}");
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
