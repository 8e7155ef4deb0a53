using System.Security.Cryptography;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>
/// What one reading of a whole file tells before anything is kept: its statements added up, what is wrong with it, and which
/// bank references stand in it more than once. No line is held.
/// </summary>
internal sealed class StatementSurvey
{
    /// <summary>So many faults are told; a file of another kind would tell one for each of its lines.</summary>
    public const int FaultsMax = 100;

    private readonly SortedDictionary<int, StatementTally> _statements = [];
    private readonly HashSet<ulong> _references = [];
    private readonly HashSet<ulong> _repeated = [];
    private readonly List<StatementFault> _faults = [];
    private readonly List<string> _notes = [];

    public IReadOnlyDictionary<int, StatementTally> Statements => _statements;

    public IReadOnlyList<StatementFault> Faults => _faults;

    public IReadOnlyList<string> Notes => _notes;

    public long Lines { get; private set; }

    public static StatementSurvey Of(IEnumerable<StatementPart> parts, CancellationToken cancellation)
    {
        var survey = new StatementSurvey();
        foreach (var part in parts)
        {
            cancellation.ThrowIfCancellationRequested();
            survey.Take(part);
            if (survey._faults.Count >= FaultsMax)
            {
                break;
            }
        }
        survey._faults.AddRange(survey._statements.Values.SelectMany(tally => tally.Faults));
        return survey;
    }

    /// <summary>Whether the bank gave this reference to one line of the file only.</summary>
    public bool IsUnique(string reference) => !_repeated.Contains(Hash(reference));

    private void Take(StatementPart part)
    {
        if (part.Statement > 0)
        {
            if (!_statements.TryGetValue(part.Statement, out var tally))
            {
                _statements[part.Statement] = tally = new StatementTally();
            }
            tally.Take(part);
        }
        switch (part)
        {
            case StatementFault fault:
                _faults.Add(fault);
                break;
            case StatementNote note when _notes.Count < FaultsMax:
                _notes.Add(note.Text);
                break;
            case StatementEntry line:
                Lines++;
                if (line.BankReference is { } reference && !_references.Add(Hash(reference)))
                {
                    _repeated.Add(Hash(reference));
                }
                break;
            default:
                break;
        }
    }

    private static ulong Hash(string text) => BitConverter.ToUInt64(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
