namespace OtcBackoffice.Desks.Ports;

/// <summary>Writes and keeps the files of exports. They are made row by row, so that their length costs no memory.</summary>
public interface IExportFiles
{
    /// <summary>Begins a file; one that was begun before and never completed is replaced.</summary>
    /// <param name="id">The export; it becomes the file's name.</param>
    /// <param name="format">Which form.</param>
    /// <param name="columns">The headings.</param>
    IExportWriter Begin(Guid id, ExportFormat format, IReadOnlyList<string> columns);

    /// <summary>Opens a completed file, or null when there is none.</summary>
    Task<Stream?> OpenAsync(Guid id, ExportFormat format, CancellationToken cancellation);

    /// <summary>Removes a file; one that is not there is no error.</summary>
    Task DeleteAsync(Guid id, ExportFormat format, CancellationToken cancellation);
}

/// <summary>The forms of an export.</summary>
public enum ExportFormat
{
    /// <summary>RFC 4180, UTF-8.</summary>
    Csv,

    /// <summary>Office Open XML, one sheet.</summary>
    Xlsx,
}

/// <summary>A file that is being written. Disposing it without completing leaves no file.</summary>
public interface IExportWriter : IAsyncDisposable
{
    /// <summary>Adds a row of as many cells as there are columns.</summary>
    Task WriteAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellation);

    /// <summary>Ends the file and gives it its name.</summary>
    Task CompleteAsync(CancellationToken cancellation);
}

/// <summary>A cell: a text, which is never taken for a formula, or a number by its exact digits.</summary>
public readonly record struct ExportCell(string? Value, bool IsNumber)
{
    /// <summary>A text of any content.</summary>
    public static ExportCell Text(string? value) => new(value, false);

    /// <summary>A plain decimal number.</summary>
    public static ExportCell Number(string? value) => new(value, true);
}
