using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Exports;

/// <summary>Exports as objects, named by their ids. They are made in a file of this node and go to the store when they are whole.</summary>
internal sealed class ExportObjects(IObjectStore store) : IExportFiles
{
    private const int BufferBytes = 65_536;

    /// <inheritdoc/>
    public IExportWriter Begin(Guid id, ExportFormat format, IReadOnlyList<string> columns) => new Writer(store, KeyOf(id, format),
        format, columns);

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(Guid id, ExportFormat format, CancellationToken cancellation) =>
        store.OpenAsync(KeyOf(id, format), null, cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(Guid id, ExportFormat format, CancellationToken cancellation) => store.DeleteAsync(KeyOf(id, format),
        cancellation);

    private static string KeyOf(Guid id, ExportFormat format) => $"exports/{id:D}{(format == ExportFormat.Csv ? ".csv" : ".xlsx")}";

    private sealed class Writer : IExportWriter
    {
        private readonly IObjectStore _store;
        private readonly string _key;
        private readonly FileStream _file;
        private readonly IExportWriter _rows;

        public Writer(IObjectStore store, string key, ExportFormat format, IReadOnlyList<string> columns)
        {
            (_store, _key) = (store, key);
            _file = new FileStream(Path.Combine(Path.GetTempPath(), $"otc-{Guid.NewGuid():N}"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = BufferBytes,
                Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            });
            _rows = format switch
            {
                ExportFormat.Csv => new CsvExport(_file, columns),
                ExportFormat.Xlsx => new XlsxExport(_file, columns),
            };
        }

        /// <inheritdoc/>
        public Task WriteAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellation) => _rows.WriteAsync(row, cancellation);

        /// <inheritdoc/>
        public async Task CompleteAsync(CancellationToken cancellation)
        {
            await _rows.CompleteAsync(cancellation);
            await _file.FlushAsync(cancellation);
            _file.Position = 0;
            await _store.PutAsync(_key, _file, new ObjectWrite(long.MaxValue, IsOnce: false), cancellation);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await _rows.DisposeAsync();
            await _file.DisposeAsync();
        }
    }
}
