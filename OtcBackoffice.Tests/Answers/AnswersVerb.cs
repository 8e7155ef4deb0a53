using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Answers;

/// <summary>
/// Writes down how every route of every surface answers: to each kind of caller, without a body, with an empty one, with
/// a member that nobody asked for, with broken JSON and with another media type; then a wrong method, a longer path and an
/// unknown one. What is different in every run (ids, times, secrets) is masked, so that two recordings of the same product
/// are equal byte for byte, and the difference of two versions is what a client would see.
/// </summary>
internal static partial class AnswersVerb
{
    public const string Verb = "answers";

    private static readonly string[] Surfaces =
        ["/api", "/otc-exchanges", "/openapi/v1", "/otc-deposits-proof", "/sandbox", "/gateway", "/v1"];

    private static readonly (string Name, string? MediaType, string Text)[] Bodies =
    [
        ("none", null, ""),
        ("empty", "application/json", "{}"),
        ("unknown", "application/json", """{"nobody_asked":1}"""),
        ("broken", "application/json", """{"a":"""),
        ("text", "text/plain", "a=b"),
    ];

    private static readonly string[] Headers =
        ["Allow", "Cache-Control", "Content-Type", "Location", "Retry-After", "WWW-Authenticate", "X-Content-Type-Options"];

    public static async Task<int> RunAsync(string file)
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Settings = new Dictionary<string, string?>
            {
                ["Jobs:Enabled"] = "false",
                ["RateLimits:PerMinute"] = "1000000",
                ["RateLimits:PerAddressPerMinute"] = "1000000",
                ["RateLimits:PerMerchantPerMinute"] = "1000000",
            },
        });
        var routes = host.Endpoints.OfType<RouteEndpoint>()
            .Select(route => (Path: Filled(route.RoutePattern.RawText ?? ""), Methods: MethodsOf(route)))
            .Where(route => Surfaces.Any(surface => route.Path.StartsWith(surface, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(route => route.Path, StringComparer.Ordinal).ThenBy(route => string.Join(',', route.Methods), StringComparer.Ordinal)
            .ToList();
        await using var lines = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach (var (path, methods) in routes)
        {
            foreach (var (caller, client) in Callers(host))
            {
                foreach (var method in methods)
                {
                    foreach (var body in method is "GET" or "HEAD" ? Bodies[..1] : Bodies)
                    {
                        await lines.WriteLineAsync(await AskAsync(client, caller, method, path, body));
                    }
                }
            }
            await lines.WriteLineAsync(await AskAsync(host.Anonymous, "anonymous", "TRACE", path, Bodies[0]));
            await lines.WriteLineAsync(await AskAsync(host.Officer, "officer", "PATCH", path, Bodies[0]));
            await lines.WriteLineAsync(await AskAsync(host.Officer, "officer", "GET", path + "/nothing/here", Bodies[0]));
        }
        foreach (var surface in Surfaces)
        {
            await lines.WriteLineAsync(await AskAsync(host.Anonymous, "anonymous", "GET", surface + "/no/such/path", Bodies[0]));
            await lines.WriteLineAsync(await AskAsync(host.Anonymous, "anonymous", "POST", surface + "/no/such/path", Bodies[1]));
        }
        Console.WriteLine($"{routes.Count} routes written to {file}");
        return 0;
    }

    private static IEnumerable<(string Name, HttpClient Client)> Callers(DeskHost host)
    {
        yield return ("anonymous", host.Anonymous);
        yield return ("forged", host.Client("otc_pat_forged"));
        yield return ("auditor", host.Auditor);
        yield return ("officer", host.Officer);
        yield return ("treasury", host.Treasury);
        yield return ("admin", host.Admin);
        yield return ("merchant", host.Acacia);
        yield return ("exchange_key", host.Client(host.Credentials.MerchantNamed("Acacia").ExchangeApiKey!));
    }

    private static List<string> MethodsOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } methods
            ? methods : ["GET"];

    // An id that is nobody's, and a number that is none: what is found for the right ones is the other tests' matter.
    private static string Filled(string pattern) => "/" + Parameter().Replace(pattern, match =>
        match.Groups[1].Value.Contains("guid", StringComparison.Ordinal) ? "00000000-0000-7000-8000-000000000001" : "1").TrimStart('/');

    private static async Task<string> AskAsync(HttpClient client, string caller, string method, string path,
        (string Name, string? MediaType, string Text) body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body.MediaType is { } type)
        {
            request.Content = new StringContent(body.Text, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var headers = Headers.Select(name => (name, Values: HeaderOf(answer, name))).Where(header => header.Values is not null)
            .Select(header => $"{header.name}={header.Values}");
        return string.Create(CultureInfo.InvariantCulture,
            $"{method} {path} {caller} {body.Name} -> {(int)answer.StatusCode} [{string.Join("; ", headers)}] {Masked(text)}");
    }

    private static string? HeaderOf(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
            ? Masked(string.Join(", ", values)) : null;

    private static string Masked(string text) =>
        KeyId().Replace(Secret().Replace(Millis().Replace(Time().Replace(Id().Replace(text, "<id>"), "<time>"), "<millis>"), "<secret>"),
        "$1<key>\"")
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-f]{32}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b1[0-9]{12}\b|\b[0-9]{14,19}\b")]
    private static partial Regex Millis();

    [GeneratedRegex("(\"key_?[iI]d\":\")[^\"]*\"")]
    private static partial Regex KeyId();

    [GeneratedRegex(@"[A-Za-z0-9_+/=-]{40,}")]
    private static partial Regex Secret();
}
