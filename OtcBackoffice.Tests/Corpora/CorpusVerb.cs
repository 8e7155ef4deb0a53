using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Statements;
using OtcBackoffice.Integrations.Proofs;

namespace OtcBackoffice.Tests.Corpora;

/// <summary>
/// Reads a folder of public files (bank statements, PDFs) that has an index of what is in them, and prints each difference between the
/// index and what the product reads. The suite does not need such a folder, and no file of one belongs into the project.
/// </summary>
internal static class CorpusVerb
{
    public const string Verb = "corpus";
    public const string Usage = "corpus DIR";
    private const string Index = "index.json";
    private const int SecondsMax = 20;

    /// <summary>Compares all that the folder's indices name; 1 when something differs, 2 when there is no index.</summary>
    public static async Task<int> RunAsync(string directory)
    {
        var own = Path.Combine(directory, Index);
        string[] indices = File.Exists(own) ? [own] : Directory.Exists(directory) ? Directory.GetFiles(directory, Index,
            SearchOption.AllDirectories) : [];
        if (indices.Length == 0)
        {
            await Console.Error.WriteLineAsync($"There is no {Index} in {directory}.");
            return 2;
        }
        using var inspector = new QpdfProofInspector(new ProofOptions());
        var (files, different) = (0, 0);
        foreach (var index in indices)
        {
            using var entries = JsonDocument.Parse(await File.ReadAllBytesAsync(index));
            foreach (var entry in entries.RootElement.EnumerateArray())
            {
                files++;
                var name = entry.GetProperty("file").GetString()!;
                var path = Find(Path.GetDirectoryName(Path.GetFullPath(index))!, name);
                var found = path is null ? ["the file is not there"]
                    : name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) ? await ProofAsync(inspector, path, entry)
                        : Statements(path, entry);
                different += found.Count > 0 ? 1 : 0;
                found.ForEach(difference => Console.WriteLine($"{name}: {difference}"));
            }
        }
        Console.WriteLine($"{files} files, {different} of them are read differently.");
        return different == 0 ? 0 : 1;
    }

    // An index names files from its own folder, or from the one above.
    private static string? Find(string folder, string name) =>
        new[] { Path.Combine(folder, name), Path.Combine(folder, "..", name), Path.Combine(folder,
            Path.GetFileName(name)) }.FirstOrDefault(File.Exists);

    private static async Task<List<string>> ProofAsync(QpdfProofInspector inspector, string path, JsonElement entry)
    {
        var watch = Stopwatch.StartNew();
        await using var content = File.OpenRead(path);
        var read = await inspector.InspectAsync(content, CancellationToken.None);
        var found = new List<string>();
        var isSound = Number(entry, "qpdf_check") is 0 or 3;
        var isLocked = entry.TryGetProperty("password", out var password) && password.ValueKind == JsonValueKind.String;
        if (watch.Elapsed.TotalSeconds > SecondsMax)
        {
            found.Add($"took {watch.Elapsed.TotalSeconds:F0} s");
        }
        if (isSound && read.Verdict is ProofVerdict.Malformed or ProofVerdict.NotPdf)
        {
            found.Add($"is sound, and is called {read.Verdict}: {read.Reason}");
        }
        if (isLocked && read.Verdict != ProofVerdict.Encrypted)
        {
            found.Add($"needs a password, and is called {read.Verdict}");
        }
        if (read.Verdict == ProofVerdict.Accepted && Number(entry, "pages") is { } pages && pages != read.PageCount)
        {
            found.Add($"has {pages} pages; {read.PageCount} were counted");
        }
        if (read.Verdict == ProofVerdict.Accepted && Text(entry, "text") == "yes" && read.Text is not { Words.Count: > 0 })
        {
            found.Add("has text; none was read");
        }
        return found;
    }

    private static List<string> Statements(string path, JsonElement entry)
    {
        using var content = File.OpenRead(path);
        var (tallies, faults) = Read(content);
        var told = entry.GetProperty("statements").EnumerateArray().ToList();
        if (entry.GetProperty("sound").ValueKind == JsonValueKind.False)
        {
            return faults.Count > 0 ? [] : ["is unsound, and was read without a word"];
        }
        // Which column means what is for a person to say, and forms that the desk does not read are named as such.
        if (Text(entry, "format") is not { } format || format == "csv" || format.StartsWith("ofx", StringComparison.Ordinal)
            || told.Count == 0)
        {
            return faults.Exists(fault => fault.Code is StatementFaultCode.FormatUnknown or StatementFaultCode.VersionUnknown) ? []
                : ["is of no form that is read, and was read"];
        }
        var found = faults.ConvertAll(fault => $"{fault.Code}: {fault.Message}");
        if (tallies.Count != told.Count)
        {
            found.Add($"has {told.Count} statements; {tallies.Count} were read");
            return found;
        }
        for (var at = 0; at < told.Count; at++)
        {
            found.AddRange(Compare(told[at], tallies[at]).Select(difference => $"statement {at + 1}: {difference}"));
        }
        return found;
    }

    private static (List<StatementTally> Tallies, List<StatementFault> Faults) Read(Stream content)
    {
        var (tallies, faults) = (new List<StatementTally>(), new List<StatementFault>());
        foreach (var part in StatementFiles.Read(content, null, null, null))
        {
            switch (part)
            {
                case StatementFault fault:
                    faults.Add(fault);
                    continue;
                case StatementHead:
                    tallies.Add(new StatementTally());
                    break;
            }
            if (tallies.Count > 0)
            {
                tallies[^1].Take(part);
            }
        }
        faults.AddRange(tallies.SelectMany(tally => tally.Faults));
        return (tallies, faults);
    }

    private static IEnumerable<string> Compare(JsonElement told, StatementTally tally)
    {
        (string What, string? Told, string? Read)[] facts =
        [
            ("account", Text(told, "account"), tally.Head?.Account),
            ("currency", Text(told, "currency"), tally.Head?.Currency),
            ("opening", Amount(told, "opening"), Amount(tally.Head?.Opening)),
            ("closing", Amount(told, "closing"), Amount(tally.Foot?.Closing)),
            ("lines", Number(told, "lines")?.ToString(CultureInfo.InvariantCulture), tally.Booked.ToString(CultureInfo.InvariantCulture)),
        ];
        return facts.Where(fact => fact.Told is not null && fact.Told != fact.Read).Select(fact =>
            $"{fact.What} is {fact.Told}; read was {fact.Read ?? "nothing"}");
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement entry, string name) => entry.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static string? Amount(JsonElement entry, string name) =>
        Text(entry, name) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture).ToString("0.00###",
            CultureInfo.InvariantCulture) : null;

    private static string? Amount(StatementBalance? balance) => balance is null ? null
        : (balance.Minor / (decimal)Math.Pow(10, Iso4217.DigitsOf(balance.Currency) ?? 2)).ToString("0.00###",
            CultureInfo.InvariantCulture);
}
