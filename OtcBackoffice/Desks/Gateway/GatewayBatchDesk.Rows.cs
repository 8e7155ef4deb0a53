using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Gateway;

/// <content>
/// The job: a row and its withdrawal last in one transaction, so that a crash between two rows neither loses nor doubles one, and the
/// next run goes on where the last one stopped.
/// </content>
public sealed partial class GatewayBatchDesk
{
    // A batch of ten thousand does not hold up the others of the run.
    private const int RowsOfRun = 1_000;

    private static readonly Actor Reader = Actor.System("gateway_batches");

    /// <summary>Makes rows into withdrawals, and goes on with what was decided about large batches. Answers how many rows moved.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        List<GatewayBatch> unread, undone;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            unread = await db.GatewayBatches.AsNoTracking().Where(row => row.Status == GatewayBatchStatus.Processing)
                .OrderBy(row => row.CreatedAtUtc).Take(20).ToListAsync(cancellation);
            undone = await db.GatewayBatches.AsNoTracking()
                .Where(row => (row.Status == GatewayBatchStatus.Approved || row.Status == GatewayBatchStatus.Rejected)
                && db.GatewayWithdrawals.Any(one => one.BatchId == row.Id && one.Status == GatewayWithdrawalStatus.Pending))
                .OrderBy(row => row.CreatedAtUtc).Take(20).ToListAsync(cancellation);
        }
        var moved = 0;
        foreach (var batch in unread)
        {
            moved += await ReadRowsAsync(batch, cancellation);
        }
        foreach (var batch in undone)
        {
            // As whoever decided, with what they may do now.
            var decider = new Actor(batch.DecidedBy!.Value, ActorKind.Credential, batch.HumanId);
            var done = await Transaction.RunAsAsync<CarriedOut>(decider, new DeskCommand(Permission.GatewayDecide), async (work, token) =>
                await CarryOutAsync(work, await work.Db.GatewayBatches.FirstAsync(row => row.Id == batch.Id, token), token) is { } fault
                    ? fault : new CarriedOut(true), cancellation);
            moved += done.IsSuccess ? 1 : 0;
        }
        return moved;
    }

    private async Task<int> ReadRowsAsync(GatewayBatch batch, CancellationToken cancellation)
    {
        List<(int Row, string Command)> rows;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            var read = await db.GatewayBatchRows.AsNoTracking()
                .Where(row => row.BatchId == batch.Id && row.WithdrawalId == null && row.ErrorCode == null)
                .OrderBy(row => row.Row).Take(RowsOfRun).Select(row => new { row.Row, row.Command }).ToListAsync(cancellation);
            rows = read.ConvertAll(row => (row.Row, row.Command!));
        }
        var moved = 0;
        foreach (var (row, command) in rows)
        {
            moved += await ReadRowAsync(batch, row, JsonSerializer.Deserialize<CreateGatewayWithdrawal>(command, DeskJson.Options)!,
                cancellation) ? 1 : 0;
        }
        if (rows.Count < RowsOfRun && moved == rows.Count)
        {
            await Transaction.RunAsAsync<CarriedOut>(Reader, new DeskCommand(null), (work, token) => CloseAsync(work, batch.Id, token), cancellation);
        }
        return moved;
    }

    // Whether the row has come to its end. What a single request would be told to try again is tried again.
    private async Task<bool> ReadRowAsync(GatewayBatch batch, int number, CreateGatewayWithdrawal command, CancellationToken cancellation)
    {
        var priced = await withdrawals.PricedAsync(command, cancellation);
        var made = priced.Failed(out var unfit) ? unfit : await MakeAsync(batch, number, command, priced.Value, cancellation);
        if (!made.Failed(out var fault))
        {
            return true;
        }
        if (fault.Kind is ErrorKind.Unavailable or ErrorKind.OutcomeUnknown
            || fault.Code is ErrorCode.ConcurrentChange or ErrorCode.LedgerHalted)
        {
            return false;
        }
        return (await Transaction.RunAsAsync<CarriedOut>(Reader, new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.GatewayBatchRows.FirstAsync(one => one.BatchId == batch.Id && one.Row == number, token);
            if (row.WithdrawalId is null && row.ErrorCode is null)
            {
                (row.ErrorCode, row.ErrorMessage) = (Names.Snake(fault.Code), fault.Message);
                work.Audit(new AuditNote("gateway_batch.refuse_row", GatewayBatch.Kind.Entity, batch.Id) { MerchantId = batch.MerchantId,
                    Reason = fault.Message, Changes = new { Row = number, fault.Code } });
            }
            return new CarriedOut(true);
        }, cancellation)).IsSuccess;
    }

    private async Task<Result<CreatedWithdrawal>> MakeAsync(GatewayBatch batch, int number, CreateGatewayWithdrawal command,
        PricedWithdrawal priced, CancellationToken cancellation)
    {
        var sender = new Actor(batch.SenderId, ActorKind.Credential, batch.SenderName, batch.SenderCredentialId, batch.HumanId);
        return await Transaction.RunAsAsync<CreatedWithdrawal>(sender, new DeskCommand(Permission.GatewayOwn), async (work, token) =>
        {
            var row = await work.Db.GatewayBatchRows.FirstAsync(one => one.BatchId == batch.Id && one.Row == number, token);
            if (row.WithdrawalId is { } earlier)
            {
                return new CreatedWithdrawal(earlier);
            }
            var made = await withdrawals.CreateAsync(work, command, priced, batch.Id, token);
            if (made.IsSuccess)
            {
                row.WithdrawalId = made.Value.Id;
            }
            return made;
        }, cancellation);
    }

    private static async Task<Result<CarriedOut>> CloseAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var batch = await work.Db.GatewayBatches.FirstAsync(row => row.Id == id, cancellation);
        if (await work.Db.GatewayBatchRows.AnyAsync(row => row.BatchId == id && row.WithdrawalId == null && row.ErrorCode == null,
            cancellation))
        {
            return new DomainError(ErrorCode.WrongState, $"{batch.HumanId} has rows that wait.");
        }
        var from = batch.StatusName;
        if (batch.Close(await work.Db.GatewayBatchRows.AnyAsync(row => row.BatchId == id && row.WithdrawalId != null, cancellation))
            .Failed(out var wrong))
        {
            return wrong;
        }
        RecordTrail.Record(work, batch, "close", from);
        return new CarriedOut(true);
    }

    private sealed record CarriedOut(bool IsDone);
}
