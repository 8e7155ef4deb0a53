using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Lifecycles;

/// <summary>
/// The allowed moves of one kind of record, declared as data. The same table says whether a move may happen, which
/// buttons are shown, what the documents say and which cells the tests visit.
/// </summary>
public sealed class TransitionTable<TStatus, TAction>
    where TStatus : struct, Enum
    where TAction : struct, Enum
{
    private readonly Dictionary<(TStatus, TAction), TStatus> _moves;
    private readonly string _subject;

    /// <summary>Declares the table; naming one cell twice is a defect.</summary>
    public TransitionTable(string subject, params (TStatus From, TAction Action, TStatus To)[] moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        _subject = subject;
        _moves = moves.ToDictionary(move => (move.From, move.Action), move => move.To);
        Moves = moves;
    }

    /// <summary>Every allowed move in the order of its declaration.</summary>
    public IReadOnlyList<(TStatus From, TAction Action, TStatus To)> Moves { get; }

    /// <summary>Whether the action may happen in the status.</summary>
    public bool Allows(TStatus status, TAction action) => _moves.ContainsKey((status, action));

    /// <summary>The status after the action, or <see cref="ErrorCode.WrongState"/> naming both.</summary>
    public Result<TStatus> Move(TStatus status, TAction action) => _moves.TryGetValue((status, action), out var to)
        ? to
        : new DomainError(ErrorCode.WrongState, $"{Names.Words(action)} is not possible while the {_subject} is {Names.Snake(status)}.")
        {
            Facts = new Dictionary<string, string> { ["status"] = Names.Snake(status), ["action"] = Names.Snake(action) },
        };
}
