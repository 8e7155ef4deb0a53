using System.Text;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Tests.Domain.Statements;

/// <summary>A whole file as a test looks at it.</summary>
internal sealed class Reading
{
    private Reading(IReadOnlyList<StatementPart> parts)
    {
        Parts = parts;
        foreach (var part in parts.Where(part => part.Statement > 0))
        {
            if (!Tallies.TryGetValue(part.Statement, out var tally))
            {
                Tallies[part.Statement] = tally = new StatementTally();
            }
            tally.Take(part);
        }
    }

    public IReadOnlyList<StatementPart> Parts { get; }

    public SortedDictionary<int, StatementTally> Tallies { get; } = [];

    public StatementTally Tally => Tallies[1];

    public List<StatementEntry> Lines => [.. Parts.OfType<StatementEntry>()];

    public List<StatementFault> Faults => [.. Parts.OfType<StatementFault>(), .. Tallies.Values.SelectMany(tally => tally.Faults)];

    public StatementFault Fault => Faults[0];

    public static Reading Of(byte[] file, CsvMap? map = null, string? currency = null)
    {
        using var content = new MemoryStream(file);
        return new Reading([.. StatementFiles.Read(content, null, map, currency)]);
    }

    public static Reading Of(string text, CsvMap? map = null, string? currency = null) => Of(Encoding.UTF8.GetBytes(text), map, currency);
}
