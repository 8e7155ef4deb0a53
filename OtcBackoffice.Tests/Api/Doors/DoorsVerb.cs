using System.Diagnostics;
using System.Globalization;
using OtcBackoffice.Domain.Text;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>
/// <c>doors --count N --seed S</c>, for the night: that many requests over all doors, one after the other. No 5xx, every refusal in its
/// surface's form, nothing changed without a 2xx, no two spellings of one name. Each desk lives for some thousand requests, and its seed is
/// printed, with which that part can be run again.
/// </summary>
internal static class DoorsVerb
{
    public const string Verb = "doors", Usage = "doors [--count N] [--seed S]";

    private const int CountDefault = 100_000, SeedDefault = 20_261_130, OfOneDesk = 5_000, FaultsShown = 40, Failed = 1, Misused = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var (count, seed) = (CountDefault, SeedDefault);
        for (var at = 0; at < args.Length; at += 2)
        {
            var value = at + 1 < args.Length ? args[at + 1] : "";
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
        }
        var (sent, wrong) = (0, 0);
        for (; sent < count; seed++)
        {
            var began = Stopwatch.StartNew();
            var part = Math.Min(OfOneDesk, count - sent);
            var (faults, changed) = await PartAsync(part, seed);
            (sent, wrong) = (sent + part, wrong + faults.Count);
            Console.WriteLine($"seed {seed}: {part} requests, {changed} changed something and said so, {faults.Count} wrong, "
                + $"{began.Elapsed.TotalSeconds:0} s");
            faults.Take(FaultsShown).ToList().ForEach(Console.WriteLine);
        }
        Console.WriteLine($"{sent} requests, {wrong} wrong");
        return wrong == 0 ? 0 : Failed;
    }

    /// <summary>What is wrong after so many requests to one desk, and how many of them changed something.</summary>
    internal static async Task<(List<string> Faults, int Changed)> PartAsync(int count, int seed)
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = DoorWalk.Unlimited });
        var (doors, walk, random) = (DoorMap.Of(host), await DoorWalk.OpenAsync(host), new Random(seed));
        var hostile = walk.HostileOf(random);
        using var state = await DeskState.OpenAsync(host);
        var (faults, changed) = (new List<string>(), 0);
        for (var at = 0; at < count; at++)
        {
            var door = doors[random.Next(doors.Count)];
            var (fault, isDone) = await walk.TryAsync(door, random, hostile);
            var changes = state.Changes();
            if (fault is not null)
            {
                faults.Add(fault);
            }
            else if (!isDone && changes.Count > 0)
            {
                faults.Add($"changed {string.Join(", ", changes)} without a 2xx: {door}, request {at}");
            }
            changed += isDone && changes.Count > 0 ? 1 : 0;
        }
        foreach (var table in (string[])["merchants", "sub_merchants"])
        {
            faults.AddRange(from name
                in state.Read($"SELECT name FROM {table}") group name by NameKey.Of(name) into alike where alike.Count() > 1
                            select $"two spellings of one name in {table}: {string.Join(", ", alike)}");
        }
        return (faults, changed);
    }
}
