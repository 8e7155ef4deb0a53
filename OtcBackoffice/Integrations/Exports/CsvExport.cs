using System.Text;
using CsvHelper;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Exports;

/// <summary>A CSV file with a byte order mark, without which spreadsheets guess the encoding and lose every accent.</summary>
internal sealed class CsvExport : IExportWriter
{
    private readonly CsvWriter _csv;
    private bool _isComplete;

    /// <param name="target">Where to; left open.</param>
    /// <param name="columns">The headings.</param>
    public CsvExport(Stream target, IReadOnlyList<string> columns)
    {
        var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        _csv = CsvWriter.Create(text, CsvWriterOptions.Default, leaveOpen: false);
        _csv.WriteRecord([.. columns]);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await _csv.WriteRecordAsync(
            [.. row.Select(cell => cell.Value is null ? "" : cell.IsNumber ? cell.Value : CellText.Harmless(cell.Value))], cancellation);
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        await _csv.FlushAsync(cancellation);
        await _csv.DisposeAsync();
        _isComplete = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isComplete)
        {
            await _csv.DisposeAsync();
        }
    }
}
