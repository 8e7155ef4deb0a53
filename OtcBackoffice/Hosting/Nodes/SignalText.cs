using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Hosting.Nodes;

/// <summary>
/// Signals as one short text: <c>number|node|topic:id,id;topic:*</c>. PostgreSQL takes less than 8,000 bytes, so a topic with
/// too many records says that any of them may have changed.
/// </summary>
internal static class SignalText
{
    private const int BytesMax = 7_500, IdChars = 22;

    private const string Whole = "*";

    /// <summary>What is sent, without the number that the database puts before it.</summary>
    public static string Write(Guid node, IReadOnlyDictionary<string, HashSet<Guid>> touched)
    {
        ArgumentNullException.ThrowIfNull(touched);
        var text = new StringBuilder(node.ToString("N")).Append('|');
        // Whatever is left over must be enough for the name of every topic that follows.
        var reserved = touched.Keys.Sum(topic => topic.Length + 3);
        foreach (var (topic, ids) in touched)
        {
            text.Append(topic).Append(':');
            var isWhole = ids.Contains(Guid.Empty) || text.Length + reserved + (ids.Count * (IdChars + 1)) > BytesMax;
            text.Append(isWhole ? Whole : string.Join(',', ids.Select(Encode))).Append(';');
        }
        return text.ToString();
    }

    /// <summary>The number, the node and the signals of a text; null when it is none of ours.</summary>
    public static (long Number, Guid Node, IReadOnlyList<DeskSignal> Signals)? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('|');
        if (parts.Length != 3 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !Guid.TryParseExact(parts[1], "N", out var node))
        {
            return null;
        }
        var signals = new List<DeskSignal>();
        foreach (var topic in parts[2].Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = topic.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                return null;
            }
            var name = topic[..colon];
            signals.AddRange(topic[(colon + 1)..].Split(',').Select(id => new DeskSignal(name, Decode(id)) { IsFromAfar = true }));
        }
        return (number, node, signals);
    }

    private static string Encode(Guid id) => Base64Url.EncodeToString(id.ToByteArray());

    private static Guid Decode(string text) =>
        text.Length == IdChars && Base64Url.IsValid(text) ? new Guid(Base64Url.DecodeFromChars(text)) : Guid.Empty;
}
