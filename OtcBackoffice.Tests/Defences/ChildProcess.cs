using System.Diagnostics;

namespace OtcBackoffice.Tests.Defences;

/// <summary>A program with a time limit; whatever is left of it and of what it started is ended then.</summary>
internal static class ChildProcess
{
    // What was written just before the end is still on its way.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program to its end. Every line that it prints is handed on as it comes.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments, each by itself.</param>
    /// <param name="environment">What it finds in its environment beside what this process has; null takes a variable away.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="heard">Hears each line, one after the other.</param>
    /// <returns>Its exit code, or null when it was ended because of the limit.</returns>
    public static async Task<int?> RunAsync(
        string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, TimeSpan limit,
        Action<string> heard)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var gate = new Lock();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => ended.TrySetResult();
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // The end of the program is waited for, not the end of its output: a build server that outlives it keeps that open.
        if (await Task.WhenAny(ended.Task, Task.Delay(limit)) != ended.Task)
        {
            process.Kill(entireProcessTree: true);
            await ended.Task;
            return null;
        }
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(LastWords));
        lock (gate)
        {
            heard = _ => { };
        }
        return process.ExitCode;

        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (gate)
            {
                if (line.Data is { } text)
                {
                    heard(text);
                }
            }
        }
    }
}
