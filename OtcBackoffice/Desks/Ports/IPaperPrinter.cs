using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Ports;

/// <summary>Turns a paper into a PDF. The same paper always becomes the same bytes, so that a copy can be told from a forgery.</summary>
public interface IPaperPrinter
{
    /// <summary>Prints a paper; unavailable when no font can be read.</summary>
    Result<byte[]> Print(Paper paper);
}

/// <summary>What a document says, without how it looks. Texts are plain: nothing in them is ever markup.</summary>
/// <param name="Title">What it is: "Deposit receipt".</param>
/// <param name="Number">What people call the record: DEP-1042.</param>
/// <param name="AsOfUtc">The last change of what it tells; it is the date of the document too.</param>
/// <param name="Sections">Its parts, in order.</param>
/// <param name="Notes">Sentences at the end.</param>
public sealed record Paper(string Title, string Number, DateTime AsOfUtc, IReadOnlyList<PaperSection> Sections,
    IReadOnlyList<string> Notes);

/// <summary>A part of a paper: facts by name, then a table if there is one.</summary>
public sealed record PaperSection(string Heading, IReadOnlyList<PaperFact> Facts, PaperTable? Table = null);

/// <summary>One fact by its name.</summary>
public sealed record PaperFact(string Name, string Value);

/// <summary>A table; every row has as many cells as there are columns.</summary>
public sealed record PaperTable(IReadOnlyList<PaperColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A column: its head, its share of the width, and whether its cells stand to the right as numbers do.</summary>
public sealed record PaperColumn(string Title, int Share, bool IsNumber = false);
