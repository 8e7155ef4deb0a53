using System.Text.Json.Nodes;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// The schema of an answer that no record describes, from its members in words: <c>results[].fee: text</c>, <c>memo: text?</c> where it
/// may be null, <c>secret: text sometimes</c> where it may be missing. <c>[]</c> is a list and <c>{}</c> an object whose names are data.
/// A member without a word may be anything.
/// </summary>
internal static class MemberSchema
{
    private const string Sometimes = " sometimes", List = "[]", Map = "{}";

    /// <summary>The schema.</summary>
    public static JsonObject Of(IEnumerable<string> members)
    {
        var root = new JsonObject();
        foreach (var member in members)
        {
            var parts = member.Split(": ");
            var word = parts.Length > 1 ? parts[1] : "any";
            var isOptional = word.EndsWith(Sometimes, StringComparison.Ordinal);
            Put(root, parts[0].Split('.'), isOptional ? word[..^Sometimes.Length] : word, isOptional);
        }
        return root;
    }

    private static void Put(JsonObject place, string[] path, string word, bool isOptional)
    {
        var name = path[0].EndsWith(List, StringComparison.Ordinal) || path[0].EndsWith(Map, StringComparison.Ordinal) ? path[0][..^2]
            : path[0];
        var target = name.Length == 0 ? place : Member(place, name, isOptional && path.Length == 1);
        if (name.Length < path[0].Length)
        {
            var isList = path[0].EndsWith(List, StringComparison.Ordinal);
            target["type"] = isList ? "array" : "object";
            target = Inner(target, isList ? "items" : "additionalProperties");
        }
        if (path.Length > 1)
        {
            Put(target, path[1..], word, isOptional);
            return;
        }
        foreach (var (key, value) in Word(word))
        {
            target[key] = value?.DeepClone();
        }
    }

    private static JsonObject Member(JsonObject place, string name, bool isOptional)
    {
        place["type"] ??= "object";
        var members = Inner(place, "properties");
        var required = place["required"] as JsonArray ?? [];
        place["required"] ??= required;
        if (!isOptional && !members.ContainsKey(name))
        {
            required.Add(name);
        }
        return Inner(members, name);
    }

    private static JsonObject Inner(JsonObject place, string name)
    {
        if (place[name] is JsonObject known)
        {
            return known;
        }
        var made = new JsonObject();
        place[name] = made;
        return made;
    }

    private static JsonObject Word(string word)
    {
        if (word == "any")
        {
            return [];
        }
        var (plain, isNullable) = word[^1] == '?' ? (word[..^1], true) : (word, false);
        var (type, format) = plain switch
        {
            "text" => ("string", null),
            "time" => ("string", "date-time"),
            "uuid" => ("string", "uuid"),
            "whole" => ("integer", null),
            "number" => ("number", null),
            "flag" => ("boolean", null),
            "object" => ("object", (string?)null),
            _ => throw new ArgumentException($"'{word}' is no word for a member."),
        };
        var schema = new JsonObject { ["type"] = isNullable ? new JsonArray(type, "null") : type };
        if (format is not null)
        {
            schema["format"] = format;
        }
        return schema;
    }
}
