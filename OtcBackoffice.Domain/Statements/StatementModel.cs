namespace OtcBackoffice.Domain.Statements;

/// <summary>What a statement file says about the account: what is booked, or what is only announced.</summary>
public enum StatementKind
{
    /// <summary>camt.053, MT940 or CSV: the day's books, which are money.</summary>
    Booked,

    /// <summary>camt.052, camt.054 or MT942: lines that a booked statement still has to confirm.</summary>
    Announced,
}

/// <summary>What a line is to the account (sentence R9).</summary>
public enum LineStatus
{
    /// <summary>Booked: it counts.</summary>
    Booked,

    /// <summary>Expected: it is shown and never counts.</summary>
    Pending,

    /// <summary>For information: it is shown and never counts.</summary>
    Info,
}

/// <summary>A balance: minor units, below zero when the account is overdrawn, and the day it is of, where the bank says one.</summary>
public sealed record StatementBalance(long Minor, string Currency, DateOnly? Day);

/// <summary>One piece of a statement file, in the order of the file, so that a file of any length is read in flat memory.</summary>
/// <param name="Statement">Which statement of the file, from 1.</param>
public abstract record StatementPart(int Statement);

/// <summary>The head of a statement: whose it is, which one, and what it opens with. Names are the bank's own.</summary>
public sealed record StatementHead(int Statement, StatementKind Kind) : StatementPart(Statement)
{
    /// <summary>Format with version, as the file names it: <c>camt.053.001.08</c>, <c>mt940</c>, <c>csv</c>.</summary>
    public string Format { get; init; } = "";

    /// <summary>IBAN or account number as the bank writes it, or null.</summary>
    public string? Account { get; init; }

    /// <summary>ISO 4217, or null when the file does not say.</summary>
    public string? Currency { get; init; }

    /// <summary>The bank's id of the statement, or null.</summary>
    public string? BankId { get; init; }

    /// <summary>Electronic or legal sequence number, or null.</summary>
    public string? Number { get; init; }

    /// <summary>First day, where the file says one.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, where the file says one.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The opening balance, or null.</summary>
    public StatementBalance? Opening { get; init; }
}

/// <summary>The end of a statement: what it closes with, and what it says about itself.</summary>
public sealed record StatementFoot(int Statement) : StatementPart(Statement)
{
    /// <summary>The closing balance, or null when the file has none.</summary>
    public StatementBalance? Closing { get; init; }

    /// <summary>Opening balance, where it is only known at the end, as in CSV; else null.</summary>
    public StatementBalance? Opening { get; init; }

    /// <summary>How many entries the bank says that there are, or null.</summary>
    public int? StatedEntries { get; init; }

    /// <summary>First and last day of its lines, or null.</summary>
    public DateOnly? From { get; init; }

    /// <summary>See <see cref="From"/>.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>Something a person should know about a file that is read all the same.</summary>
public sealed record StatementNote(int Statement, int? Line, string Text) : StatementPart(Statement);

/// <summary>One entry of a statement as one line, with what the bank wrote, byte for byte.</summary>
/// <param name="Statement">Which statement of the file.</param>
/// <param name="Number">Which entry of it, from 1.</param>
/// <param name="Minor">Minor units; money in is positive.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record StatementEntry(int Statement, int Number, long Minor, string Currency) : StatementPart(Statement)
{
    /// <summary>The first physical row of the file that it stands on, from 1.</summary>
    public long Row { get; init; }

    /// <summary>When it was booked; null only for a line that is not booked yet.</summary>
    public DateOnly? BookingDate { get; init; }

    /// <summary>From when it counts, or null.</summary>
    public DateOnly? ValueDate { get; init; }

    /// <summary>Booked, pending or for information.</summary>
    public LineStatus Status { get; init; }

    /// <summary>What the payer wrote as the reference, or null.</summary>
    public string? Reference { get; init; }

    /// <summary>The bank's own reference of the entry, or null.</summary>
    public string? BankReference { get; init; }

    /// <summary>The end-to-end id, or null.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>The other side's name, or null.</summary>
    public string? CounterpartyName { get; init; }

    /// <summary>The other side's IBAN or account number, or null.</summary>
    public string? CounterpartyAccount { get; init; }

    /// <summary>The whole text.</summary>
    public string Text { get; init; } = "";

    /// <summary>The entry reverses an earlier one. Its sign is the bank's own.</summary>
    public bool IsReversal { get; init; }

    /// <summary>The single payments of a batch, each with its own amount; empty when it is no batch or cannot be taken apart (sentence
    /// R8).</summary>
    public IReadOnlyList<LineChild> Children { get; init; } = [];

    /// <summary>How many single payments the bank lists, taken apart or not.</summary>
    public int StatedChildren { get; init; }

    /// <summary>Why the line is read as it is, or null.</summary>
    public string? Explanation { get; init; }

    /// <summary>The bytes of the entry as they stand in the file.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }
}

/// <summary>One payment of a batch.</summary>
public sealed record LineChild(long Minor, string? Reference, string? BankReference, string? EndToEndId, string? CounterpartyName,
    string? CounterpartyAccount);
