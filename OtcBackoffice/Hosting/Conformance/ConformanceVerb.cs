using System.Text.Json;
using System.Text.Json.Nodes;
using OtcBackoffice.Api.Shared;

namespace OtcBackoffice.Hosting.Conformance;

/// <summary>
/// The conformance kit: holds any deployment against the published contract of a surface, or runs a receiver of events through what it will
/// meet, and prints a table.
/// </summary>
internal static class ConformanceVerb
{
    /// <summary>The verb.</summary>
    public const string Name = "conformance";

    /// <summary>How it is called.</summary>
    public const string Usage = "conformance URL --surface S --credentials FILE, or conformance receiver URL --secret S";

    private const string Surface = "--surface", Credentials = "--credentials", Secret = "--secret";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it: 0 when nothing differs, 1 when something does.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TimeProvider clock, CancellationToken cancellation)
    {
        var line = VerbLine.Parse(args, Surface + "=", Credentials + "=", Secret + "=");
        string[] words = [.. line.Words];
        if (words is ["receiver", var receiver] && line.ValueOf(Secret) is { } secret)
        {
            using var outside = Client(receiver);
            return await ConformanceReceiver.RunAsync(outside, Address(receiver), secret, output, clock, cancellation);
        }
        if (words is not [var address] || line.ValueOf(Surface) is not { } named || line.ValueOf(Credentials) is not { } file)
        {
            throw new CommandException($"Usage: {Usage}");
        }
        var surface = named.Replace('_', '-').ToLowerInvariant();
        if (!ConformanceContracts.All.TryGetValue(surface, out var contract))
        {
            throw new CommandException($"'{named}' is no surface; there are {string.Join(", ", ConformanceContracts.All.Keys)}.");
        }
        using var client = Client(address);
        var caller = new ConformanceCaller(client, surface, ConformanceCredentials.Read(file), clock);
        return await CheckAsync(caller, surface, contract, output, cancellation);
    }

    private static async Task<int> CheckAsync(ConformanceCaller caller, string surface, IReadOnlyList<ConformanceAsk> contract,
        TextWriter output, CancellationToken cancellation)
    {
        var (failed, asked) = (0, 0);
        async Task TellAsync(string what, IReadOnlyList<string> faults)
        {
            asked++;
            failed += faults.Count > 0 ? 1 : 0;
            await output.WriteLineAsync(faults.Count > 0 ? $"DIFFERS  {what}: {string.Join("; ", faults)}" : $"ok       {what}");
        }
        await TellAsync($"the document /openapi/{surface}.json has all that was published", await DocumentFaultsAsync(caller, surface,
            cancellation));
        foreach (var ask in contract)
        {
            IReadOnlyList<string> faults;
            try
            {
                faults = await caller.FaultsAsync(ask, cancellation);
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                faults = [$"no answer ({fault.Message})"];
            }
            await TellAsync($"{ask.Name}: {ask.Method} {ask.Path}", faults);
        }
        await output.WriteLineAsync($"{asked} looked at, {failed} differ.");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<IReadOnlyList<string>> DocumentFaultsAsync(ConformanceCaller caller, string surface,
        CancellationToken cancellation)
    {
        try
        {
            return await caller.DocumentAsync(cancellation) is { } document
                ? [.. ContractLines.Breaks(PublishedContracts.LinesOf(surface),
                    ContractLines.Of(JsonNode.Parse(document)!.AsObject())).Take(20)]
                : ["it is not there"];
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or JsonException or NullReferenceException
            or InvalidOperationException)
        {
            return [$"it cannot be read ({fault.Message})"];
        }
    }

    private static HttpClient Client(string address) =>
        new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address(address), Timeout = Patience };

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address : throw new CommandException($"'{text}' is no address such as https://desk.example.");
}
