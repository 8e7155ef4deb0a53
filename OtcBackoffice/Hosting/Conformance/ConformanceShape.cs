using System.Text.Json;

namespace OtcBackoffice.Hosting.Conformance;

/// <summary>Holds a body against the expectations of a <see cref="ConformanceAsk"/>.</summary>
internal static class ConformanceShape
{
    private const string Each = "[]";

    /// <summary>What differs, or null.</summary>
    public static string? Fault(JsonElement body, string expectation)
    {
        var isValue = expectation.Contains(" = ", StringComparison.Ordinal);
        var (path, wanted) = expectation.Split(isValue ? " = " : ": ", 2) is [var before, var after] ? (before, after) : (expectation,
            "any");
        return Fault(body, path.Length == 0 ? [] : path.Split('.'), wanted, isValue, path.Length == 0 ? "the body" : path);
    }

    private static string? Fault(JsonElement at, ReadOnlySpan<string> path, string wanted, bool isValue, string name)
    {
        if (path.IsEmpty)
        {
            return isValue ? ValueFault(at, wanted, name) : KindFault(at, wanted, name);
        }
        var (member, isEach) = path[0].EndsWith(Each, StringComparison.Ordinal) ? (path[0][..^Each.Length], true) : (path[0], false);
        var found = at;
        if (member.Length > 0 && (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(member, out found)))
        {
            return $"{name} is missing";
        }
        if (!isEach)
        {
            return Fault(found, path[1..], wanted, isValue, name);
        }
        if (found.ValueKind != JsonValueKind.Array)
        {
            return $"{name} is not an array";
        }
        foreach (var row in found.EnumerateArray())
        {
            if (Fault(row, path[1..], wanted, isValue, name) is { } fault)
            {
                return fault;
            }
        }
        return null;
    }

    private static string? ValueFault(JsonElement at, string wanted, string name)
    {
        var has = at.ValueKind == JsonValueKind.String ? at.GetString() : at.GetRawText();
        return has == wanted ? null : $"{name} is {Short(has)}, not {wanted}";
    }

    private static string? KindFault(JsonElement at, string wanted, string name)
    {
        if (wanted.EndsWith('?') && at.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        var isKind = wanted.TrimEnd('?') switch
        {
            "text" => at.ValueKind == JsonValueKind.String,
            "number" => at.ValueKind == JsonValueKind.Number,
            "flag" => at.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "array" => at.ValueKind == JsonValueKind.Array,
            "object" => at.ValueKind == JsonValueKind.Object,
            "amount" => at.ValueKind == JsonValueKind.String && IsAmount(at.GetString()!),
            "time" => at.ValueKind == JsonValueKind.String && at.GetString()!.EndsWith('Z')
                && DateTimeOffset.TryParse(at.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _),
            _ => true,
        };
        return isKind ? null : $"{name} is {Short(at.GetRawText())}, not {wanted}";
    }

    private static bool IsAmount(string text) => text.TrimStart('-') is { Length: > 0 } plain && char.IsAsciiDigit(plain[0])
        && char.IsAsciiDigit(plain[^1])
        && plain.All(letter => char.IsAsciiDigit(letter) || letter == '.') && plain.Count(letter => letter == '.') <= 1;

    private static string Short(string? text) => text is null ? "null" : text.Length > 60 ? text[..60] + "..." : text;
}
