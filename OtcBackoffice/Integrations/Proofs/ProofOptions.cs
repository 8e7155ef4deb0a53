using Microsoft.Extensions.Options;

namespace OtcBackoffice.Integrations.Proofs;

/// <summary>The section <c>Proofs</c>: how submitted documents are kept and read.</summary>
public sealed class ProofOptions : IValidateOptions<ProofOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Proofs";

    private const int MaxPagesLimit = 100_000;

    /// <summary>Free space below which no document is taken, in bytes, so that the database does not run out first.</summary>
    public long MinFreeBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>The most pages that a document may have.</summary>
    public int MaxPages { get; set; } = 500;

    /// <summary>The qpdf program, by name or by path; empty reads documents without it.</summary>
    public string QpdfProgram { get; set; } = "qpdf";

    /// <summary>Poppler's pdftotext program, by name or by path; empty leaves the text of documents to the officer's eye.</summary>
    public string TextProgram { get; set; } = "pdftotext";

    /// <summary>
    /// Poppler's pdftoppm program, by name or by path, which paints pages so that text that nobody sees is told from text that is read;
    /// empty leaves every word of a document to the officer's eye.
    /// </summary>
    public string PaintProgram { get; set; } = "pdftoppm";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ProofOptions options)
    {
        var faults = new List<string>();
        if (options.MinFreeBytes < 0)
        {
            faults.Add($"{Section}:MinFreeBytes is not negative.");
        }
        if (options.MaxPages is < 1 or > MaxPagesLimit)
        {
            faults.Add($"{Section}:MaxPages is from 1 to {MaxPagesLimit}.");
        }
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
