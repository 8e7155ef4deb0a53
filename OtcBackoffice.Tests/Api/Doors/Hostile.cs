using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>What nobody means well: numbers, texts and whole bodies, each from a seed. JSON values are written by hand, because no
/// serializer writes them.</summary>
internal sealed class Hostile(Random random, string id)
{
    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "-0", "1.5", "0.0000000001", "1e400", "-1e400", "1e-400", "1E5", "NaN", "2147483647", "2147483648", "-2147483649",
        "9223372036854775807", "9223372036854775808",
        "-9223372036854775809", "1195000000000000", "9007199254740993", "99999999999.99", "922337203685477.5807", "92233720368547758.07",
        "340282366920938463463374607431768211456", "0.1", "00", "01",
        "253402300799999", "253402300800000", "-62135596800001", "200", "201", "10000", "0.01", "100.00", "0.0001",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "\\u0000", "a\\u0000b", "\\ud800", "\\udc00x", "\\ud800\\ud800", "\\u202elatipaC", "\\u2066x", "\\u200b", "\\u3164",
        "\\u2800", "KES\\n", "KES\\r\\n", "\\uffff", "\\u0378", "e\\u0301",
        "' OR 1=1 --", "%00", "%F1", "../../etc/passwd", "<script>", "{{7*7}}", "=1+1", "\\u0661\\u0662\\u0663", "\\uff11", "٣", "1e5",
        "+1000", "1,000.00", "١٠٠", "null", "true", "-", "😀", "ß", "İ", "KES", "USDT",
        "tron", "ethereum", "deposit", "withdrawal", "active", "buy", "sell", "mpesa", "bank_transfer", "2026-03-31", "29/11/2026",
        "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00", "2026-03-31T00:00:00Z", "-99999-01-01", "1970-01-01T00:00:00.0000000000Z",
        "TRX7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "0x0000000000000000000000000000000000000000",
        "KE000000000000000000", "http://127.0.0.1/", "https://a..b/", "https://user@[::1]:99999/", "javascript:alert(1)", "a@b", "a@b.c",
        "@", "*", ",", "a,b", "[]", "{}", "[[1]]", "\\\\", "\\\"", "|", "`", "\\u00a0", "\\ufeff", "\\u2028",
        "DEP-1001", "DEP-99999999999999999999", "DEP--1", "9223372036854775808", "0254712345678", "+254712345678", "2026-13", "2026-11",
    ];

    private static readonly string[] Wholes =
    [
        "", " ", "null", "[]", "[{}]", "\"\"", "0", "true", "{", "{\"", "{}{}", "{\"a\":}", "{\"a\":1,\"a\":2}", "{\"a\":1,}", "// no\n{}",
        "{\"\\ud800\":1}", "\u00ef\u00bb\u00bf{}", "NaN", "{\"a\":NaN}",
        "{'a':1}", "{\"a\":1}x", "[" + "null,", "nul",
    ];

    public string Id => id;

    public string Number() => random.Next(12) switch
    {
        0 => new string('9', 10_000),
        1 => "0." + new string('0', random.Next(1, 400)) + "1",
        2 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        _ => Numbers[random.Next(Numbers.Length)],
    };

    /// <summary>A text as it stands between the quotes of JSON.</summary>
    public string Text() => random.Next(14) switch
    {
        0 => Number(),
        1 => new string('x', random.Next(70_000)),
        2 => id,
        3 => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => $"\\u{random.Next(0x10000):x4}")),
        _ => Texts[random.Next(Texts.Length)],
    };

    public string Value() => random.Next(10) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "[]",
        2 => "{}",
        3 => $"[{Value()},null]",
        4 => Nested(random.Next(1, 40)),
        5 => $"{{\"id\":{Value()}}}",
        6 or 7 => Number(),
        _ => $"\"{Text()}\"",
    };

    public string Whole() => random.Next(4) == 0 ? Nested(random.Next(1, 20_000)) : Wholes[random.Next(Wholes.Length)];

    /// <summary>A body of a door: most members as they might be meant, one or two as they never are.</summary>
    public string BodyOf(Door door, IReadOnlyDictionary<string, string> meant)
    {
        var members = door.Members.Count > 0 ? door.Members : [.. door.Words.Select(word => (word, typeof(string)))];
        var wrong = members.Count == 0 ? -1 : random.Next(members.Count);
        var also = random.Next(3) == 0 && members.Count > 0 ? random.Next(members.Count) : -1;
        var body = new StringBuilder("{");
        for (var at = 0; at < members.Count; at++)
        {
            var (name, type) = members[at];
            var isHostile = at == wrong || at == also;
            if (!isHostile && random.Next(6) == 0)
            {
                continue;
            }
            body.Append(body.Length > 1 ? "," : "").Append('"').Append(name).Append("\":")
                .Append(isHostile ? random.Next(3) == 0 ? Value() : Like(type) : Meant(name, type, meant));
        }
        return body.Append('}').ToString();
    }

    /// <summary>Escapes for a path or query: texts of JSON read back, raw bytes that are no UTF-8, and halves of escapes.</summary>
    public string Escaped() => random.Next(6) switch
    {
        0 => ((string[])["%F1", "%", "%Z", "%ZZ", "%C0%AF", "%ED%A0%80", "%00", "%E2%80%AE", "%FF%FE", "%25", "+",
            "%0d%0a"])[random.Next(12)],
        _ => Uri.EscapeDataString(Plain(Text() is { Length: <= 600 } text ? text : "9999999999999999999999999999999999999999")),
    };

    private string Like(Type type)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        return kind == typeof(string) ? $"\"{(random.Next(2) == 0 ? Number() : Text())}\"" : kind == typeof(Guid)
            || kind == typeof(DateTime) ? $"\"{Text()}\"" : kind.IsPrimitive ? Number() : Value();
    }

    private string Meant(string name, Type type, IReadOnlyDictionary<string, string> meant)
    {
        if (meant.TryGetValue(name, out var known))
        {
            return known;
        }
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        return kind == typeof(Guid) || name.EndsWith("_id", StringComparison.Ordinal) ? $"\"{id}\"" : kind == typeof(bool) ? "true"
            : kind.IsPrimitive ? "1"
            : kind == typeof(DateTime) ? "\"2030-01-01T00:00:00Z\"" : kind == typeof(string)
            ? name.Contains("amount", StringComparison.Ordinal) ? "\"100.00\"" : "\"text\"" : "null";
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "[]" + new string('}', depth);

    private static string Plain(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string>($"\"{json}\"") ?? "";
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return "x";
        }
    }
}
