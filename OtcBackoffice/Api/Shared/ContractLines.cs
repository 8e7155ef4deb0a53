using System.Text.Json.Nodes;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// An OpenAPI document as plain sorted lines, one for each thing that a client can rely on: a route, a parameter, a member of a body with
/// its type, the status of
/// success, an error code. Two versions are compared line by line; a line that is gone is a client that breaks.
/// </summary>
public static class ContractLines
{
    private const int DepthMax = 8;

    private const string AnySuccess = "  answers 2XX", Any = " any";

    /// <summary>The lines of a document.</summary>
    public static IReadOnlyList<string> Of(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                Add(lines, $"{method.ToUpperInvariant()} {path}", operation!.AsObject());
            }
        }
        return [.. lines];
    }

    /// <summary>What a client of the first would miss in the second, and what the second asks for that the first did not.</summary>
    public static IReadOnlyList<string> Breaks(IReadOnlyCollection<string> published, IReadOnlyCollection<string> now)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(now);
        var routes = published.Where(line => !line.Contains("  ", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var gone = published.Except(now, StringComparer.Ordinal).Where(line => !IsSaidMorePrecisely(line, now));
        var asked = now.Except(published, StringComparer.Ordinal).Where(line => line.EndsWith(" required", StringComparison.Ordinal)
            && !line.Contains("  gives", StringComparison.Ordinal) && routes.Contains(line.Split("  ")[0]));
        return [.. gone.Select(line => "gone: " + line), .. asked.Select(line => "now asked for: " + line)];
    }

    // Whoever was promised anything at all has lost nothing when it is said what it is.
    private static bool IsSaidMorePrecisely(string line, IReadOnlyCollection<string> now)
    {
        if (line.EndsWith(AnySuccess, StringComparison.Ordinal))
        {
            var answers = line[..^"XX".Length];
            return now.Any(one => one.StartsWith(answers, StringComparison.Ordinal));
        }
        var words = line.Split(Any);
        return words.Length == 2 && line.Contains("  gives ", StringComparison.Ordinal)
            && now.Any(one => one.StartsWith(words[0] + ' ', StringComparison.Ordinal)
            && one.EndsWith(words[1], StringComparison.Ordinal) && !one[(words[0].Length + 1)..].Contains('.', StringComparison.Ordinal));
    }

    private static void Add(SortedSet<string> lines, string route, JsonObject operation)
    {
        lines.Add(route);
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var (place, isRequired) = ((string)parameter!["in"]!, (bool)parameter["required"]!);
            lines.Add($"{route}  {place} {parameter["name"]}{(isRequired && place == "query" ? " required" : "")}");
        }
        if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } taken)
        {
            Walk(lines, $"{route}  takes", taken, 0);
        }
        foreach (var (status, response) in operation["responses"]!.AsObject())
        {
            if (status[0] == '2')
            {
                lines.Add($"{route}  answers {status}");
                if (response?["content"]?["application/json"]?["schema"] is { } given)
                {
                    Walk(lines, $"{route}  gives", given, 0);
                }
            }
        }
        foreach (var code in operation["x-error-codes"]?.AsArray() ?? [])
        {
            lines.Add($"code {code}");
        }
    }

    // Members by name; a type of several kinds is named by all of them, so that a narrower one is another line.
    private static void Walk(SortedSet<string> lines, string place, JsonNode schema, int depth)
    {
        if (depth > DepthMax || schema is not JsonObject known)
        {
            return;
        }
        if (known["items"] is { } items)
        {
            Walk(lines, place + "[]", items, depth + 1);
        }
        var required = known["required"]?.AsArray().Select(name => (string)name!).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var (name, member) in known["properties"]?.AsObject() ?? [])
        {
            var separator = depth == 0 ? " " : ".";
            lines.Add($"{place}{separator}{name} {TypeOf(member)}{(required.Contains(name) ? " required" : "")}");
            Walk(lines, $"{place}{separator}{name}", member!, depth + 1);
        }
    }

    private static string TypeOf(JsonNode? schema) => schema is not JsonObject known ? "any" : known["type"] switch
    {
        JsonArray kinds => string.Join('|', kinds.Select(kind => (string)kind!).Order(StringComparer.Ordinal)),
        JsonValue kind => (string)kind!,
        _ => known.ContainsKey("enum") ? "enum" : "any",
    };
}
