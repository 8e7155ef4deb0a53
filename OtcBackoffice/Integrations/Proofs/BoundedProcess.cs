using System.Diagnostics;
using System.Text;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>
/// Runs a program on a hostile file: five seconds, 64 MB of memory, a capped answer, no files written, none of the
/// product's environment. What goes past a limit is killed. Several runs on one file share its five seconds.
/// </summary>
internal static class BoundedProcess
{
    internal const int ExitOutOfLimits = -1;

    private const int ProcessorSeconds = 5;
    private const int MemoryKilobytes = 64 * 1024;
    private const int MaxErrorBytes = 64 * 1024;

    // The limits are set by the shell that becomes the program, so they hold from its first instruction on.
    private const string Script = "ulimit -t \"$1\" && ulimit -v \"$2\" && ulimit -f 0 && ulimit -c 0 && shift 2 && exec \"$@\"";

    /// <summary>The time that all runs on one file may take together.</summary>
    internal static readonly TimeSpan WallTime = TimeSpan.FromSeconds(ProcessorSeconds);

    /// <summary>Runs to the end or to a limit.</summary>
    /// <param name="program">The program and its arguments.</param>
    /// <param name="maxOutputBytes">How much it may write before it is killed.</param>
    /// <param name="deadline">Ends the time that is left for the file, and the program with it.</param>
    /// <param name="cancellation">Kills the program.</param>
    internal static async Task<BoundedAnswer> RunAsync(IEnumerable<string> program, int maxOutputBytes, CancellationToken deadline,
        CancellationToken cancellation)
    {
        if (deadline.IsCancellationRequested)
        {
            return new BoundedAnswer(ExitOutOfLimits, [], "");
        }
        using var process = new Process { StartInfo = Start(program) };
        process.Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellation);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput.BaseStream, maxOutputBytes, limit);
            var errors = ReadAsync(process.StandardError.BaseStream, MaxErrorBytes, limit);
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(limit.Token);
            return new BoundedAnswer(process.ExitCode, await output, Encoding.UTF8.GetString(await errors));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new BoundedAnswer(ExitOutOfLimits, [], "");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static ProcessStartInfo Start(IEnumerable<string> program)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        var path = start.Environment.TryGetValue("PATH", out var found) ? found : "/usr/bin:/bin";
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        string[] arguments = ["-c", Script, "sh", $"{ProcessorSeconds}", $"{MemoryKilobytes}", .. program];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return start;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int maxBytes, CancellationTokenSource limit)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = await stream.ReadAsync(buffer, limit.Token); read > 0; read = await stream.ReadAsync(buffer, limit.Token))
        {
            if (kept.Length + read > maxBytes)
            {
                await limit.CancelAsync();
                limit.Token.ThrowIfCancellationRequested();
            }
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }
}

/// <summary>What a bounded program left behind.</summary>
/// <param name="ExitCode">Its exit code, more than 128 after a signal, or <see cref="BoundedProcess.ExitOutOfLimits"/>.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record BoundedAnswer(int ExitCode, byte[] Output, string Errors);
