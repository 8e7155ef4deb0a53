using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>How a statement goes on from the last one.</summary>
public enum StatementStatus
{
    /// <summary>Its lines are being written; nobody sees it yet.</summary>
    Importing,

    /// <summary>It goes on from what the desk has.</summary>
    Continues,

    /// <summary>It does not; its lines can be read and are matched with nothing.</summary>
    DoesNotContinue,

    /// <summary>It does not, and a person has accepted it with a reason.</summary>
    Accepted,
}

/// <summary>What is said about a file beside its bytes.</summary>
/// <param name="Format">Its form, or null to let the bytes tell.</param>
/// <param name="MapId">The map of a CSV file.</param>
/// <param name="AccountId">The account that it must be of; CSV needs one.</param>
public sealed record UploadChoice(StatementFormat? Format, Guid? MapId, Guid? AccountId);

/// <summary>A file to import. The content is read once and is not disposed.</summary>
/// <param name="FileName">Its name, only ever shown.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Choice">What is said beside it; asked for after the bytes, because a form may name it behind the file.</param>
public sealed record UploadStatement(string FileName, Stream Content, Func<CancellationToken, Task<Result<UploadChoice>>> Choice);

/// <summary>One thing that is wrong with a file.</summary>
public sealed record ImportFault(long? Line, string Code, string Message);

/// <summary>An import as it is shown.</summary>
public sealed record ImportView(
    Guid Id, string FileName, string? Format, Guid? AccountId, ImportStatus Status, long LinesDone, long LinesTotal, long LinesNew,
    long LinesKnown,
    IReadOnlyList<Guid> StatementIds, IReadOnlyList<ImportFault> Faults, IReadOnlyList<string> Notes, Guid RequestedBy,
        string RequestedByName, DateTime CreatedAtUtc, DateTime? EndedAtUtc);

/// <summary>A statement as it is shown; amounts are text in the decimals of the currency.</summary>
public sealed record StatementView(
    Guid Id, Guid ImportId, Guid AccountId, string AccountName, string Format, bool IsBooked, string? BankId, string? Number,
    string Currency, DateOnly? FromDay, DateOnly? ToDay,
    string? OpeningBalance, string? ClosingBalance, StatementStatus Status, string? Sentence, int Lines, DateTime ImportedAtUtc,
        Guid ImportedBy, string ImportedByName, string? AcceptReason);

/// <summary>One payment of a batch.</summary>
public sealed record LineChildView(string Amount, string? Reference, string? EndToEndId, string? CounterpartyName,
    string? CounterpartyAccount);

/// <summary>A line as it is shown; the amount has its sign, and raw is what the bank wrote.</summary>
public sealed record StatementEntryView(
    Guid Id, int Number, string Amount, string Currency, DateOnly? BookingDate, DateOnly? ValueDate, string? Reference,
    string? BankReference, string? EndToEndId, string? CounterpartyName,
    string? CounterpartyAccount, string Text, LineStatus Status, bool IsReversal, string? Explanation, Guid? ReceiptId,
        IReadOnlyList<LineChildView> Children, ReadOnlyMemory<byte> Raw);

/// <summary>The bytes that were sent.</summary>
public sealed record StatementFile(Stream Content, string Name);
