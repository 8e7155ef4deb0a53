using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Statements;

/// <summary>Why a statement file is refused. On the wire a code is <c>STATEMENT_</c> and its name.</summary>
public enum StatementFaultCode
{
    /// <summary>The bytes are not what the format says that they are.</summary>
    Unreadable,

    /// <summary>No format that the desk reads.</summary>
    FormatUnknown,

    /// <summary>A version of camt that the desk does not know.</summary>
    VersionUnknown,

    /// <summary>XML with a document type definition.</summary>
    DtdRefused,

    /// <summary>More bytes than a statement may have.</summary>
    TooLarge,

    /// <summary>Elements nested deeper than a statement's.</summary>
    TooDeep,

    /// <summary>The desk has no such account.</summary>
    AccountUnknown,

    /// <summary>Another account than the one named for the file.</summary>
    AccountDiffers,

    /// <summary>Another currency than the account's.</summary>
    CurrencyDiffers,

    /// <summary>Opening balance plus lines is not the closing balance.</summary>
    DoesNotBalance,

    /// <summary>The opening balance is not the last closing balance.</summary>
    DoesNotContinue,

    /// <summary>The statement is on record already.</summary>
    AlreadyImported,

    /// <summary>A line that is on record says something else now.</summary>
    LineChanged,

    /// <summary>A line, a row or a field that cannot be read.</summary>
    LineUnreadable,
}

/// <summary>One thing that is wrong with a file: where, what stands there, and what was expected (sentence R13).</summary>
/// <param name="Statement">Which statement of the file, from 1; 0 for the file itself.</param>
/// <param name="Code">Why.</param>
/// <param name="Message">A sentence that names place, text and expected form.</param>
public sealed record StatementFault(int Statement, StatementFaultCode Code, string Message) : StatementPart(Statement)
{
    /// <summary>The entry from 1, in CSV the physical row; null when the whole statement is meant.</summary>
    public long? Line { get; init; }

    /// <summary>The code as it is on the wire.</summary>
    public string Wire => "STATEMENT_" + Names.Snake(Code).ToUpperInvariant();

    /// <summary>A field that cannot be read: its place, its text cut to a readable length, and the expected form.</summary>
    public static StatementFault Field(int statement, long? line, string place, string? text, string expected) =>
        new(statement, StatementFaultCode.LineUnreadable, $"{place} has {Quoted(text)}; expected {expected}.") { Line = line };

    /// <summary>The text in quotation marks, cut, or the word for none.</summary>
    internal static string Quoted(string? text) =>
        string.IsNullOrEmpty(text) ? "nothing" : $"'{(text.Length > 80 ? text[..80] + "..." : text)}'";
}

/// <summary>Ends the reading of a file whose rest cannot be understood. It never leaves the readers: they turn it into its fault.</summary>
internal sealed class StatementFaultException(StatementFault fault) : Exception(fault.Message)
{
    public StatementFault Fault => fault;
}
