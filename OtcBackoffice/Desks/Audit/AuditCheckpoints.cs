using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Desks.Audit;

/// <summary>
/// The head of the audit record as a signed checkpoint that anybody may fetch and keep (C2SP tlog-checkpoint and signed-note): origin,
/// number of sealed rows, root of the tree over their hashes, signature. It says nothing of what the rows hold; whoever keeps one
/// can prove later that the record before it was not rewritten.
/// </summary>
public sealed class AuditCheckpoints(IDbContextFactory<BackofficeDbContext> contexts, ICheckpointSigner signer, DeskSettings settings)
    : IDisposable
{
    private const int BatchMax = 5_000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly MerkleTree _tree = new();

    /// <summary>The name of this record: the desk's own public name, without a scheme, and what it is a record of.</summary>
    public string Origin => $"{settings.PublicAddress?.Authority ?? "otc-backoffice"}/audit";

    /// <summary>The checkpoint of what is sealed now.</summary>
    public async Task<string> CurrentAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await GrowAsync(cancellation);
            return Note(_tree.Size, _tree.Root());
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The key that checks it, in the text form of the standard.</summary>
    public string VerifierKey() => CheckpointNote.VerifierKey(Origin, signer.PublicKey);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private string Note(long size, byte[] root)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{size}\n{Convert.ToBase64String(root)}\n");
        return CheckpointNote.Signed(text, Origin, signer.PublicKey, signer.Sign(Encoding.UTF8.GetBytes(text)));
    }

    // Sealed rows never change, so what was taken in once is not read again.
    private async Task GrowAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        while (true)
        {
            var from = _tree.Size;
            var page = await db.AuditSeals.AsNoTracking().Where(seal => seal.Sequence > from).OrderBy(seal => seal.Sequence).Take(BatchMax)
                .Select(seal => seal.Hash).ToListAsync(cancellation);
            page.ForEach(hash => _tree.Add(Convert.FromHexString(hash)));
            if (page.Count < BatchMax)
            {
                return;
            }
        }
    }
}
