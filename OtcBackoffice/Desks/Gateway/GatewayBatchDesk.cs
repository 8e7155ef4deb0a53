using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>One row of a batch as it came: a withdrawal to ask for, or why it could not be read.</summary>
public sealed record BatchRowAsked(CreateGatewayWithdrawal? Command, string? Fault);

/// <summary>The id of a batch that was taken in.</summary>
public sealed record TakenBatch(Guid Id);

/// <summary>One row of a batch: the withdrawal that it became, or its error; neither while it waits for its turn.</summary>
public sealed record GatewayBatchRowView(int Row, Guid? WithdrawalId, ErrorCode? Error, string? Message);

/// <summary>A batch of withdrawals with what its rows came to.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Made">How many rows are withdrawals.</param>
/// <param name="Refused">How many have an error.</param>
/// <param name="UsdCents">What its withdrawals are worth.</param>
/// <param name="Rows">The rows, in their order; empty in lists.</param>
public sealed record GatewayBatchView(GatewayBatchHead Batch, int Made, int Refused, long UsdCents,
    IReadOnlyList<GatewayBatchRowView> Rows);

/// <summary>What a batch is, apart from its rows.</summary>
public sealed record GatewayBatchHead(Guid Id, string HumanId, Guid MerchantId, string MerchantName, string Status, int RowCount,
    DateTime CreatedAtUtc, Guid? DecidedBy, DateTime? DecidedAtUtc, string? Reason);

/// <summary>
/// Batches of withdrawals: taken in whole, made into withdrawals row by row with each row's own error, and decided about at once
/// (specification 002, batch payouts; issue 16, point 6).
/// </summary>
public sealed partial class GatewayBatchDesk(
    DeskTransaction transaction, DeskGate gate, DeskSettings settings, PolicyGate policy, GatewayWithdrawalDesk withdrawals,
    IDbContextFactory<BackofficeDbContext> contexts,
    ScreeningGate screening)
    : RecordDesk<GatewayBatch, GatewayBatchView>(transaction, policy)
{
    // So many decisions last together; those of a larger batch follow within seconds.
    private const int DecidedAtOnce = 500;

    /// <summary>Takes a batch in; its rows become withdrawals after the answer.</summary>
    public Task<Result<TakenBatch>> CreateAsync(IReadOnlyList<BatchRowAsked> rows, DeskKey? key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Transaction.RunAsync<TakenBatch>(new DeskCommand(Permission.GatewayOwn, key), async (work, token) =>
        {
            if (work.Actor.MerchantId is not { } merchantId)
            {
                return GatewayWalletDesk.NoTenant();
            }
            var sender = new BatchSender(work.Actor.PersonId, work.Actor.Actor.CredentialId, work.Actor.DisplayName);
            var taken = GatewayBatch.Take(work.NewId(), await work.NextNumberAsync("gateway_batch", token), merchantId, rows.Count, sender,
                work.Now);
            if (taken.Failed(out var unfit))
            {
                return unfit;
            }
            var batch = taken.Value;
            work.Db.GatewayBatches.Add(batch);
            for (var i = 0; i < rows.Count; i++)
            {
                work.Db.GatewayBatchRows.Add(new GatewayBatchRow
                {
                    BatchId = batch.Id,
                    Row = i + 1,
                    Command = rows[i].Command is { } command ? JsonSerializer.Serialize(command, DeskJson.Options) : null,
                    ErrorCode = rows[i].Command is null ? Names.Snake(ErrorCode.InvalidRequest) : null,
                    ErrorMessage = rows[i].Command is null ? rows[i].Fault : null,
                });
            }
            RecordTrail.Record(work, batch, "take", null, null, new { Rows = rows.Count });
            return new TakenBatch(batch.Id);
        }, cancellation);
    }

    /// <summary>One batch with its rows: of the actor's tenant, or any for staff.</summary>
    public async Task<Result<GatewayBatchView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (await Visible(reading).FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } batch)
        {
            return Missing;
        }
        var rows = await reading.Db.GatewayBatchRows.Where(row => row.BatchId == id).OrderBy(row => row.Row)
            .Select(row => new { row.Row, row.WithdrawalId, row.ErrorCode, row.ErrorMessage }).ToListAsync(cancellation);
        var shown = rows.ConvertAll(row =>
            new GatewayBatchRowView(row.Row, row.WithdrawalId, row.ErrorCode is { } code ? CodeOf(code) : null, row.ErrorMessage));
        return (await ViewsAsync(reading.Db, [batch], cancellation))[0] with { Rows = shown };
    }

    /// <summary>A page of batches, newest first: of the actor's tenant, or of all for staff.</summary>
    public async Task<Result<GatewayRows<GatewayBatchView>>> ListAsync(GatewayPage page, string? status, Guid? merchantId,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(page);
        GatewayBatchStatus? only = null;
        if (status is not null && (only = Names.TryParse<GatewayBatchStatus>(status, out var known) ? known : null) is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "status",
                $"status must be one of {string.Join(", ", Enum.GetValues<GatewayBatchStatus>().Select(Names.Snake))}.");
        }
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = Visible(reading)
            .Where(row => (only == null || row.Status == only) && (merchantId == null || row.MerchantId == merchantId));
        var total = await rows.CountAsync(cancellation);
        var listed = await rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Skip(page.Offset)
            .Take(page.Limit).ToListAsync(cancellation);
        return new GatewayRows<GatewayBatchView>(await ViewsAsync(reading.Db, listed, cancellation), total, page);
    }

    /// <summary>The coins of all its withdrawals shall be sent. The policy rules on their sum and may want a second person first.</summary>
    public async Task<Result<Decided<GatewayBatchView>>> ApproveAsync(Guid id, CancellationToken cancellation)
    {
        await AskAsync(id, cancellation);
        return await Transaction.RunAsync<Decided<GatewayBatchView>>(new DeskCommand(Permission.GatewayDecide) { NeedsFreshSignIn = true },
            (work, token) =>
            ApproveAsync(work, id, token), cancellation);
    }

    private Task AskAsync(Guid id, CancellationToken cancellation) =>
        screening.AskAsync((db, token) => ScreeningSubjects.GatewayBatchAsync(db, id, token), cancellation);

    /// <summary>The desk refuses all its withdrawals with a reason; the funds are free again.</summary>
    public Task<Result<GatewayBatchView>> RejectAsync(Guid id, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("reject", Permission.GatewayDecide) { Reason = reason }, async (work, batch, token) =>
        {
            if (batch.Reject(work.Actor.PersonId, reason, work.Now).Failed(out var wrong))
            {
                return wrong;
            }
            return await CarryOutAsync(work, batch, token) is { } fault ? fault : batch;
        }, cancellation);

    /// <summary>Runs a stored approval again, as its maker.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<object, Decided<GatewayBatchView>>(ApprovalOperation.GatewayBatchApprove, Permission.GatewayDecide,
        async (work, id, token) => await FindAsync(work, id, token) is { } batch ? VersionOf(batch) : null, (work, id, _, token) =>
            ApproveAsync(work, id, token))
        with { BeforeAsync = (id, _, token) => AskAsync(id, token) };

    private async Task<Result<Decided<GatewayBatchView>>> ApproveAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var batch = await FindAsync(work, id, cancellation);
        if (batch is null)
        {
            return Missing;
        }
        if (batch.Copy().Approve(work.Actor.PersonId, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        var pending = await work.Db.GatewayWithdrawals.AsNoTracking()
            .Where(row => row.BatchId == id && row.Status == GatewayWithdrawalStatus.Pending)
            .OrderBy(row => row.Number).ToListAsync(cancellation);
        var held = pending.Select(row => row.Claimed.DecisionFault(work.Actor, work.Now, row.HumanId))
            .FirstOrDefault(fault => fault is not null);
        if (held is not null)
        {
            return held;
        }
        if (await ScreeningGate.FaultAsync(work, await ScreeningSubjects.GatewayBatchAsync(work.Db, id, cancellation), cancellation)
            is { } notClear)
        {
            return notClear;
        }
        var cents = pending.Sum(row => row.UsdCents ?? 0);
        var about = new PolicyCase(ApprovalOperation.GatewayBatchApprove, GatewayBatch.Kind.Entity, batch.Id, VersionOf(batch),
            batch.HumanId)
        {
            MerchantId = batch.MerchantId,
            NotionalUsdCents = pending.All(row => row.UsdCents is not null) ? cents : null,
            Summary = $"{batch.HumanId}: send {pending.Count} withdrawals, worth {Domain.Monetary.DecimalText.Format(cents, 2)} USD "
                + $"together.",
        };
        return await DecideAsync(work, batch, about,
            () => StepAsync(work, batch, new RecordStep("approve", Permission.GatewayDecide), async (_, _, token) =>
        {
            if (batch.Approve(work.Actor.PersonId, work.Now).Failed(out var wrong))
            {
                return wrong;
            }
            return await CarryOutAsync(work, batch, token) is { } fault ? fault : batch;
        }, cancellation), cancellation);
    }

    // What was decided about the batch, done to those of its withdrawals that still wait; a row that somebody took meanwhile is theirs.
    private async Task<DomainError?> CarryOutAsync(DeskWork work, GatewayBatch batch, CancellationToken cancellation)
    {
        var rows = await work.Db.GatewayWithdrawals.Where(row => row.BatchId == batch.Id && row.Status == GatewayWithdrawalStatus.Pending)
            .OrderBy(row => row.Number).Take(DecidedAtOnce).ToListAsync(cancellation);
        var lease = (await LimitsReader.ReadAsync(work, settings.Limits, cancellation)).ClaimLeaseSeconds;
        foreach (var row in rows.Where(row => row.Claimed.DecisionFault(work.Actor, work.Now, row.HumanId) is null))
        {
            if (await withdrawals.DecideInBatchAsync(work, row, batch, lease, cancellation) is { } fault)
            {
                return fault;
            }
        }
        return null;
    }

    private static async Task<List<GatewayBatchView>> ViewsAsync(BackofficeDbContext db, List<GatewayBatch> batches,
        CancellationToken cancellation)
    {
        var ids = batches.ConvertAll(batch => batch.Id);
        var merchants = batches.Select(batch => batch.MerchantId).Distinct().ToList();
        var names = await db.Merchants.AsNoTracking().Where(row => merchants.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        var made = await db.GatewayBatchRows.AsNoTracking().Where(row => ids.Contains(row.BatchId)).GroupBy(row => row.BatchId)
            .Select(group => new { Id = group.Key, Made = group.Count(row => row.WithdrawalId != null),
                Refused = group.Count(row => row.ErrorCode != null) })
            .ToDictionaryAsync(row => row.Id, cancellation);
        var worth = await db.GatewayWithdrawals.AsNoTracking().Where(row => row.BatchId != null && ids.Contains(row.BatchId.Value))
            .GroupBy(row => row.BatchId!.Value)
            .Select(group => new { Id = group.Key, Cents = group.Sum(row => row.UsdCents ?? 0) })
            .ToDictionaryAsync(row => row.Id, row => row.Cents, cancellation);
        return batches.ConvertAll(batch =>
            new GatewayBatchView(Head(batch, names[batch.MerchantId]), made.GetValueOrDefault(batch.Id)?.Made ?? 0,
            made.GetValueOrDefault(batch.Id)?.Refused ?? 0, worth.GetValueOrDefault(batch.Id), []));
    }

    private static GatewayBatchHead Head(GatewayBatch batch, string merchant) =>
        new(batch.Id, batch.HumanId, batch.MerchantId, merchant, batch.StatusName, batch.RowCount,
        batch.CreatedAtUtc, batch.DecidedBy, batch.DecidedAtUtc, batch.EndReason);

    private async Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        var actor = opened.Value.Actor;
        if (actor.May(Permission.GatewayRead) || (actor.MerchantId is not null && actor.May(Permission.GatewayOwn)))
        {
            return opened;
        }
        await opened.Value.DisposeAsync();
        return new DomainError(ErrorCode.Forbidden, "This needs a tenant of the gateway, or staff.");
    }

    private static IQueryable<GatewayBatch> Visible(DeskReading reading) => reading.Actor.May(Permission.GatewayRead)
        ? reading.Db.GatewayBatches
        : reading.Db.GatewayBatches.Where(row => row.MerchantId == reading.Actor.MerchantId);

    private static string VersionOf(GatewayBatch batch) => batch.Version.ToString(CultureInfo.InvariantCulture);

    private static ErrorCode CodeOf(string name) => Names.TryParse<ErrorCode>(name, out var code) ? code : ErrorCode.InternalError;

    private protected override async Task<GatewayBatch?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        await work.Db.GatewayBatches.FirstOrDefaultAsync(row => row.Id == id, cancellation);

    private protected override DomainError Missing => DomainError.Missing("batch");

    private protected override GatewayBatchView View(DeskWork work, GatewayBatch record) => new(Head(record, ""), 0, 0, 0, []);

    private protected override Domain.Events.DeskEvent Event(string type, GatewayBatch record, string from) =>
        throw new NotSupportedException("A batch has no event of its own; each of its withdrawals has.");
}
