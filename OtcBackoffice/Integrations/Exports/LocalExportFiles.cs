using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Exports;

/// <summary>Exports as files of one folder, named by their ids.</summary>
internal sealed class LocalExportFiles(string folder) : IExportFiles
{
    /// <inheritdoc/>
    public IExportWriter Begin(Guid id, ExportFormat format, IReadOnlyList<string> columns)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(id, format);
        var unfinished = path + ".new";
        return format switch
        {
            ExportFormat.Csv => new CsvExport(unfinished, path, columns),
            ExportFormat.Xlsx => new XlsxExport(unfinished, path, columns),
        };
    }

    /// <inheritdoc/>
    public Stream? Open(Guid id, ExportFormat format)
    {
        var path = PathOf(id, format);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 65_536, useAsync: true) : null;
    }

    /// <inheritdoc/>
    public void Delete(Guid id, ExportFormat format)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(PathOf(id, format));
        }
    }

    private string PathOf(Guid id, ExportFormat format) => Path.Combine(folder, id.ToString("D") + (format == ExportFormat.Csv ? ".csv" : ".xlsx"));
}
