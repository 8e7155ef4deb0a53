using System.Text;
using CsvHelper;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Exports;

/// <summary>A CSV file with a byte order mark, without which spreadsheets guess the encoding and lose every accent.</summary>
internal sealed class CsvExport : IExportWriter
{
    private readonly string _unfinished;
    private readonly string _path;
    private readonly CsvWriter _csv;
    private bool _isComplete;

    public CsvExport(string unfinished, string path, IReadOnlyList<string> columns)
    {
        _unfinished = unfinished;
        _path = path;
        var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 65_536, useAsync: true);
        _csv = CsvWriter.Create(new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)), CsvWriterOptions.Default, leaveOpen: false);
        _csv.WriteRecord([.. columns]);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await _csv.WriteRecordAsync([.. row.Select(cell => cell.Value is null ? "" : cell.IsNumber ? cell.Value : CellText.Harmless(cell.Value))], cancellation);
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        await _csv.FlushAsync(cancellation);
        await _csv.DisposeAsync();
        File.Move(_unfinished, _path, overwrite: true);
        _isComplete = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isComplete)
        {
            await _csv.DisposeAsync();
            File.Delete(_unfinished);
        }
    }
}
