using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// Looks into a submitted document before a person does. The content decides, never the file name or the media type
/// of the request. Reading happens in a separate process with bounded time and memory, so a hostile file costs little.
/// </summary>
public interface IProofInspector
{
    /// <summary>Inspects a document from its first byte; a file stream of the proof store is read in place.</summary>
    Task<ProofInspection> InspectAsync(Stream content, CancellationToken cancellation);
}

/// <summary>What an inspection found.</summary>
/// <param name="IsPdf">Whether the bytes begin as a PDF does.</param>
/// <param name="Verdict">Whether the document is taken, or the first thing that speaks against it.</param>
/// <param name="Reason">One sentence for the person who submitted it; null when accepted.</param>
/// <param name="PageCount">The number of pages, 0 when it could not be counted.</param>
/// <param name="OwnerPasswordOnly">Opens freely but has an owner's password: to be marked for the officer.</param>
/// <param name="Producer">The program that says it made the file; a hint, easily forged.</param>
/// <param name="CheckedBy"><c>qpdf</c> after a full parse, <c>magic</c> when only the first and last bytes were looked at.</param>
public sealed record ProofInspection(
    bool IsPdf,
    ProofVerdict Verdict,
    string? Reason,
    int PageCount,
    bool OwnerPasswordOnly,
    string Producer,
    string CheckedBy)
{
    /// <summary>The words of an accepted document and where they stand, or null when they could not be read.</summary>
    public ProofText? Text { get; init; }
}

/// <summary>The outcome of an inspection.</summary>
public enum ProofVerdict
{
    /// <summary>A readable PDF without active content.</summary>
    Accepted,

    /// <summary>Something else than a PDF, or a PDF that is something else as well.</summary>
    NotPdf,

    /// <summary>Cannot be opened without a password.</summary>
    Encrypted,

    /// <summary>Damaged or cut short.</summary>
    Malformed,

    /// <summary>Larger than this desk reads; that is the desk's limit and no fault of the document.</summary>
    OverLimit,

    /// <summary>Holds scripts, actions that run by themselves, attached files, or forms that run code.</summary>
    ActiveContent,
}
