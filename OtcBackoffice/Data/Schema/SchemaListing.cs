using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace OtcBackoffice.Data.Schema;

/// <summary>
/// What a database is made of: one line for each table, column, index, check, key and trigger, as the database itself tells
/// it. Two databases with the same lines take the same statements.
/// </summary>
internal sealed class SchemaListing
{
    private const string Separator = " = ";

    private readonly FrozenDictionary<string, string> _parts;

    private SchemaListing(IEnumerable<KeyValuePair<string, string>> parts)
    {
        _parts = parts.ToFrozenDictionary(StringComparer.Ordinal);
        Text = string.Join('\n',
            _parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => part.Key + Separator + part.Value));
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    /// <summary>Every line in the order of its name, so that two listings can be read side by side.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of <see cref="Text"/> in lower hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _parts.Count == 0;

    /// <summary>The names of the tables, without schema.</summary>
    public IEnumerable<string> Tables =>
        _parts.Keys.Where(key => key.StartsWith("table ", StringComparison.Ordinal)).Select(key => key["table ".Length..]);

    /// <summary>A listing of parts, each a kind and a name with its definition in the database's words.</summary>
    public static SchemaListing Of(IEnumerable<SchemaPart> parts) =>
        new(parts.Select(part => KeyValuePair.Create($"{part.Kind} {part.Name}", Flat(part.Definition))));

    /// <summary>Reads back what <see cref="Text"/> said.</summary>
    public static SchemaListing Parse(string text) => new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
    {
        var cut = line.IndexOf(Separator, StringComparison.Ordinal);
        return KeyValuePair.Create(line[..cut], line[(cut + Separator.Length)..]);
    }));

    /// <summary>Where this differs from what is expected, in words that name the table or column; empty when it does not.</summary>
    public IReadOnlyList<string> DifferencesFrom(SchemaListing expected)
    {
        var missing = expected._parts.Keys.Where(key => !_parts.ContainsKey(key)).Select(key => $"the {key} is missing");
        var added = _parts.Keys.Where(key => !expected._parts.ContainsKey(key)).Select(key => $"the {key} is not ours");
        var changed = _parts.Where(part => expected._parts.TryGetValue(part.Key, out var was) && was != part.Value)
            .Select(part => $"the {part.Key} is '{part.Value}' and should be '{expected._parts[part.Key]}'");
        // What lacks a table lacks its columns as well; the table alone says it.
        var all = missing.Concat(added).Concat(changed).Order(StringComparer.Ordinal).ToList();
        return [.. all.Where(one => !Tables.Except(expected.Tables).Concat(expected.Tables.Except(Tables))
            .Any(table => one.Contains($" {table}.", StringComparison.Ordinal)))];
    }

    // A definition is one line, whatever blanks it was written with.
    private static string Flat(string definition) =>
        string.Join(' ', definition.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>One part of a schema.</summary>
/// <param name="Kind">"table", "column", "index", "check", "key" or "trigger".</param>
/// <param name="Name">Its name; with the table and a dot before it where it belongs to one.</param>
/// <param name="Definition">What it is, in the database's words.</param>
internal sealed record SchemaPart(string Kind, string Name, string Definition);
