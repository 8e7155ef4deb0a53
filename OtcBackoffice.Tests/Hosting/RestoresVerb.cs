using System.Diagnostics;
using System.Globalization;
using OtcBackoffice.Data;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>
/// <c>restores --count N --seed S [--postgres]</c>, for the night: restores are killed at random moments, as a power cut ends them. After
/// each
/// the old desk or the new one is in place and <c>verify</c> passes.
/// </summary>
internal static class RestoresVerb
{
    public const string Verb = "restores", Usage = "restores [--count N] [--seed S] [--postgres]";

    private const int CountDefault = 200, SeedDefault = 1, Misused = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var (count, seed, provider) = (CountDefault, SeedDefault, DatabaseProvider.Sqlite);
        for (var at = 0; at < args.Length; at++)
        {
            var value = at + 1 < args.Length ? args[at + 1] : "";
            if (args[at] == "--postgres")
            {
                provider = DatabaseProvider.PostgreSql;
                continue;
            }
            if (!(args[at] switch
            {
                "--count" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0,
                "--seed" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed),
                _ => false,
            }))
            {
                await Console.Error.WriteLineAsync($"'{args[at]} {value}' is not understood. usage: {Usage}");
                return Misused;
            }
            at++;
        }
        var outcome = await RunAsync(provider, count, new Random(seed));
        Console.WriteLine($"seed {seed}: {count} restores on {provider}, {outcome.Killed} killed, {outcome.New} left the new desk, the "
            + $"others the old one");
        return 0;
    }

    private static async Task<(int Killed, int New)> RunAsync(DatabaseProvider provider, int count, Random random)
    {
        await using var desk = await RestorableDesk.MakeAsync(provider);
        var whole = Stopwatch.StartNew();
        await EndAsync(desk.BeginRestore(), Timeout.InfiniteTimeSpan);
        var takes = whole.ElapsedMilliseconds;
        Assert.True(await desk.IsNewAsync());
        Assert.Equal(0, await desk.RunAsync("restore", "--back"));
        var (killed, brought) = (0, 0);
        for (var at = 0; at < count; at++)
        {
            var after = TimeSpan.FromMilliseconds(random.NextInt64(takes + (takes / 10)));
            killed += await EndAsync(desk.BeginRestore(), after) ? 1 : 0;
            var isNew = await desk.IsNewAsync();
            if (await desk.RunAsync("verify") != 0 || (isNew && await desk.RunAsync("restore", "--back") != 0))
            {
                throw new InvalidOperationException(
                    $"Restore {at}, killed after {after.TotalMilliseconds:0} ms, left a desk that does not verify.");
            }
            brought += isNew ? 1 : 0;
        }
        return (killed, brought);
    }

    private static async Task<bool> EndAsync(Process process, TimeSpan after)
    {
        using var ended = process;
        var said = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(after);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            return true;
        }
        finally
        {
            await said.Item1;
            await said.Item2;
        }
    }
}
