using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Store;

/// <summary>Documents as objects: <c>proofs/{deposit id}/{file id}.pdf</c>.</summary>
internal sealed class ProofObjects(IObjectStore store) : IProofStore
{
    /// <inheritdoc/>
    public async Task<StoredProof> SaveAsync(Guid depositId, Guid fileId, Stream content, long maxBytes, CancellationToken cancellation)
    {
        try
        {
            var stored = await store.PutAsync(KeyOf(depositId, fileId), content, new ObjectWrite(maxBytes, IsOnce: true), cancellation);
            return new StoredProof(stored.SizeBytes, stored.Sha256);
        }
        catch (ObjectTooLargeException)
        {
            throw new ProofTooLargeException(maxBytes);
        }
        catch (StoreFullException fault)
        {
            throw new ProofStoreFullException(fault.Message);
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(Guid depositId, Guid fileId, string? sha256, CancellationToken cancellation) =>
        store.OpenAsync(KeyOf(depositId, fileId), sha256, cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(Guid depositId, Guid fileId, CancellationToken cancellation) =>
        store.DeleteAsync(KeyOf(depositId, fileId), cancellation);

    private static string KeyOf(Guid depositId, Guid fileId) => $"proofs/{depositId}/{fileId}.pdf";
}
