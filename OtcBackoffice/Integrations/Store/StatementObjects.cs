using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Store;

/// <summary>Statement files as objects: <c>statements/{id}.statement</c>.</summary>
internal sealed class StatementObjects(IObjectStore store) : IStatementFiles
{
    /// <inheritdoc/>
    public async Task<StoredStatement> SaveAsync(Guid id, Stream content, long maxBytes, CancellationToken cancellation)
    {
        try
        {
            var stored = await store.PutAsync(KeyOf(id), content, new ObjectWrite(maxBytes, IsOnce: true), cancellation);
            return new StoredStatement(stored.SizeBytes, stored.Sha256);
        }
        catch (ObjectTooLargeException)
        {
            throw new StatementTooLargeException(maxBytes);
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(Guid id, string? sha256, CancellationToken cancellation) => store.OpenAsync(KeyOf(id), sha256,
        cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(Guid id, CancellationToken cancellation) => store.DeleteAsync(KeyOf(id), cancellation);

    private static string KeyOf(Guid id) => $"statements/{id:D}.statement";
}
