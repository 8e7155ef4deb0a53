using System.Globalization;
using System.Text.Json.Nodes;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api;

/// <summary>
/// Writes the contracts of the surfaces (<c>docs/contracts</c>) from the running product. It adds what is new when the changelog has an
/// entry more of that surface than the
/// contract knew, and takes nothing away unless it is told that this version breaks clients.
/// </summary>
internal static class ContractsVerb
{
    public const string Verb = "contracts", Usage = "contracts [--breaking]";

    private const string Entries = "# entries of the changelog: ";

    public static IReadOnlyList<string> Surfaces { get; } = ["deposit-desk", "exchange", "block-trade", "gateway", "platform", "staff"];

    public static async Task<int> RunAsync(bool mayBreak)
    {
        await using var host = await DeskHost.StartAsync();
        var failed = 0;
        foreach (var name in Surfaces)
        {
            var file = PathOf(name);
            var (published, entries) = File.Exists(file) ? Read(name) : ([], -1);
            var now = await LinesAsync(host, name);
            var breaks = ContractLines.Breaks(published, now);
            if (breaks.Count > 0 && !mayBreak)
            {
                await Console.Error.WriteLineAsync($"{name}: clients would break");
                foreach (var line in breaks)
                {
                    await Console.Error.WriteLineAsync("  " + line);
                }
                failed++;
            }
            else if (!now.SequenceEqual(published, StringComparer.Ordinal) && EntriesOf(name) <= entries)
            {
                await Console.Error.WriteLineAsync($"{name}: it changed, and api-changes.json has no new entry of it.");
                failed++;
            }
            else
            {
                string[] lines = ["# What clients of this surface rely on; written by the tests project's verb contracts.",
                    Entries + EntriesOf(name).ToString(CultureInfo.InvariantCulture), .. now];
                await File.WriteAllTextAsync(file, string.Join('\n', lines) + '\n');
                Console.WriteLine($"{name}: {now.Count} lines");
            }
        }
        return failed == 0 ? 0 : 1;
    }

    /// <summary>The published lines, and how many entries the changelog had of the surface.</summary>
    public static (IReadOnlyList<string> Lines, int Entries) Read(string name)
    {
        var lines = File.ReadAllLines(PathOf(name));
        var entries = lines.Single(line => line.StartsWith(Entries, StringComparison.Ordinal))[Entries.Length..];
        return ([.. lines.Where(line => line.Length > 0 && line[0] != '#')], int.Parse(entries, CultureInfo.InvariantCulture));
    }

    public static async Task<IReadOnlyList<string>> LinesAsync(DeskHost host, string name) =>
        ContractLines.Of(JsonNode.Parse(await host.Anonymous.GetStringAsync($"/openapi/{name}.json"))!.AsObject());

    public static int EntriesOf(string name) => CentreHosting.Changes.SelectMany(day => day.Changes).Count(change =>
        change.Surface == name);

    private static string PathOf(string name) => Repository.PathOf($"docs/contracts/{name}.txt");
}
