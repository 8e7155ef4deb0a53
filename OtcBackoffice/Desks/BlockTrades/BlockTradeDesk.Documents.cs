using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.BlockTrades;

/// <content>Documents that the desk asked for.</content>
public sealed partial class BlockTradeDesk
{
    /// <summary>Most files of one upload, and the largest of them in bytes (specification 001, order invoice upload).</summary>
    public const int DocumentsMax = 5, DocumentBytesMax = 5 * 1_024 * 1_024;

    /// <summary>Takes documents of an order that waits for them; all of them or none. The order goes back to review.</summary>
    public async Task<Result<BlockOrderView>> UploadAsync(long number, IAsyncEnumerable<SentDocument> documents,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var found = await WaitingAsync(number, cancellation);
        if (found.Failed(out var early))
        {
            return early;
        }
        var kept = new List<BlockDocumentRow>();
        DomainError? fault = null;
        try
        {
            await foreach (var document in documents.WithCancellation(cancellation))
            {
                fault = kept.Count == DocumentsMax
                    ? DomainError.Of(ErrorCode.InvalidRequest, "files", $"At most {DocumentsMax} files are taken.")
                    : await KeepAsync(found.Value, document, kept, cancellation);
                if (fault is not null)
                {
                    break;
                }
            }
            fault ??= kept.Count == 0 ? DomainError.Of(ErrorCode.InvalidRequest, "files", "Send at least one file in the field files.")
                : null;
            var attached = fault is null ? await AttachAsync(number, kept, cancellation) : fault;
            fault = attached.IsSuccess ? null : attached.Error;
            return attached;
        }
        catch
        {
            fault = new DomainError(ErrorCode.InvalidRequest, "The upload broke off.");
            throw;
        }
        finally
        {
            foreach (var row in fault is null ? [] : kept)
            {
                await files.DeleteAsync(row.OrderId, row.FileId, CancellationToken.None);
            }
        }
    }

    /// <summary>Opens a document of an order for staff and writes the view into the audit record; the caller disposes the
    /// content.</summary>
    public async Task<Result<OpenDocument>> OpenDocumentAsync(long number, Guid fileId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        BlockOrder? order;
        BlockDocumentRow? row;
        await using (var reading = opened.Value)
        {
            order = await reading.Db.BlockOrders.FirstOrDefaultAsync(one => one.Number == number, cancellation);
            row = order is null ? null
                : await reading.Db.BlockDocuments.FirstOrDefaultAsync(one => one.FileId == fileId && one.OrderId == order.Id, cancellation);
        }
        var content = row is null ? null : await files.OpenAsync(row.OrderId, row.FileId, row.Sha256, cancellation);
        if (content is null)
        {
            return DomainError.Missing("document");
        }
        var noted = await Transaction.RunAsync<Unit>(new DeskCommand(null), (work, _) =>
        {
            work.Audit(new AuditNote("block_document.view", "block_order", order!.Id) { MerchantId = order.MerchantId,
                Changes = new { FileId = fileId, row!.Sha256 } });
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
        if (noted.Failed(out var unseen))
        {
            await content.DisposeAsync();
            return unseen;
        }
        return new OpenDocument(content, row!.FileName, row.MediaType);
    }

    private Task<Result<BlockOrderView>> AttachAsync(long number, List<BlockDocumentRow> kept, CancellationToken cancellation) =>
        Transaction.RunAsync<BlockOrderView>(new DeskCommand(Permission.BlockTradeOwn), async (work, token) =>
        {
            var order = await OwnAsync(work, number, token);
            if (order is null)
            {
                return DomainError.Missing("order");
            }
            var from = order.StatusName;
            if (order.TakeDocuments(kept.Count, work.Now).Failed(out var wrong))
            {
                return wrong;
            }
            foreach (var row in kept)
            {
                (row.UploadedBy, row.UploadedAtUtc) = (work.Actor.PersonId, work.Now);
                work.Db.BlockDocuments.Add(row);
            }
            await BlockTrail.RecordAsync(work, order, "take_documents", from, null, new { Files = kept.Select(row => new { row.FileId, row.Sha256 }) }, token);
            return BlockOrderView.Of(order);
        }, cancellation);

    private async Task<Result<Guid>> WaitingAsync(long number, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var order = await reading.Db.BlockOrders.FirstOrDefaultAsync(row => row.Number == number && row.MerchantId == merchant, cancellation);
        if (order is null)
        {
            return DomainError.Missing("order");
        }
        return BlockOrderLifecycle.Table.Move(order.Status, BlockOrderAction.TakeDocuments).Failed(out var wrong) ? wrong : order.Id;
    }

    private async Task<DomainError?> KeepAsync(Guid orderId, SentDocument document, List<BlockDocumentRow> kept,
        CancellationToken cancellation)
    {
        var claimed = Path.GetExtension(document.FileName).ToLowerInvariant()
            switch { ".jpg" or ".jpeg" => "image/jpeg", ".png" => "image/png", ".pdf" => "application/pdf", _ => null };
        if (claimed is null)
        {
            return DomainError.Of(ErrorCode.UnsupportedMediaType, "files", "Files must be jpg, png, jpeg or pdf.");
        }
        var row = new BlockDocumentRow { FileId = Guid.NewGuid(), OrderId = orderId,
            FileName = document.FileName.Length > 200 ? document.FileName[^200..] : document.FileName, MediaType = claimed };
        try
        {
            var stored = await files.SaveAsync(orderId, row.FileId, document.Content, DocumentBytesMax, cancellation);
            (row.SizeBytes, row.Sha256) = (stored.SizeBytes, stored.Sha256);
            kept.Add(row);
        }
        catch (ProofTooLargeException)
        {
            return DomainError.Of(ErrorCode.ProofTooLarge, "files", "A file may have 5 MB at most.");
        }
        catch (ProofStoreFullException)
        {
            return new DomainError(ErrorCode.Unavailable, "The store is full; nothing was changed.");
        }
        return await IsWhatItSaysAsync(row, cancellation) ? null
            : DomainError.Of(ErrorCode.UnsupportedMediaType, "files", "The content of a file is not what its name says.");
    }

    // The first bytes decide, whatever the name or the request says; a PDF is looked into like every other proof.
    private async Task<bool> IsWhatItSaysAsync(BlockDocumentRow row, CancellationToken cancellation)
    {
        await using var content = await files.OpenAsync(row.OrderId, row.FileId, row.Sha256,
            cancellation) ?? throw new InvalidOperationException("A file that was just stored is gone.");
        if (row.MediaType == "application/pdf")
        {
            return (await inspector.InspectAsync(content, cancellation)).Verdict == ProofVerdict.Accepted;
        }
        var head = new byte[8];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        return row.MediaType == "image/png"
            ? head.AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            : read >= 3 && head is [0xFF, 0xD8, 0xFF, ..];
    }
}
