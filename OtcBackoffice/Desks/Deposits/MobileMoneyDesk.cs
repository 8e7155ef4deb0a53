using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What a callback of the operator says.</summary>
/// <param name="Token">The unguessable part of the address it came to, or null from the sandbox's own door.</param>
/// <param name="CheckoutRequestId">The operator's name of the push.</param>
/// <param name="ResultCode">Zero when it was paid.</param>
/// <param name="ReceiptNumber">The receipt, when it was paid.</param>
/// <param name="Reason">The operator's words, when it was not.</param>
/// <param name="Payload">The callback as it came.</param>
public sealed record MobileCallbackNote(string? Token, string? CheckoutRequestId, int? ResultCode, string? ReceiptNumber, string? Reason, string Payload);

/// <summary>
/// Pushes to phones, and what comes back. A push is taken by a committed write before the operator is asked, so it is sent
/// at most once; an answer that is lost is found out by asking or by the callback, never by pushing again.
/// </summary>
public sealed class MobileMoneyDesk(DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IMobileMoney line, TimeProvider clock)
{
    private const int SilenceSeconds = 60, PayloadLengthMax = 4_000;

    private static readonly Actor Pusher = Actor.System("mobile_money");

    /// <summary>Sends queued pushes and asks about silent ones. Answers how many moved.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var moved = 0;
        var before = clock.UtcNowMillis().AddSeconds(-SilenceSeconds);
        foreach (var (id, state) in await DueAsync(before, cancellation))
        {
            moved += state == PushState.Queued ? await PushAsync(id, cancellation) ? 1 : 0 : await AskAsync(id, cancellation) ? 1 : 0;
        }
        return moved;
    }

    /// <summary>Sends the push of a deposit if it waits to be sent.</summary>
    public async Task<bool> PushAsync(Guid depositId, CancellationToken cancellation)
    {
        MobilePushOrder? order = null;
        var taken = await ChangeAsync(depositId, "push", deposit =>
        {
            order = null;
            if (!deposit.Deposit.TakePush(deposit.Now))
            {
                return false;
            }
            order = new MobilePushOrder(deposit.Deposit.Id, deposit.Deposit.MpesaPhoneNumber!, deposit.Deposit.FiatAmountMinor / 100, deposit.Deposit.HumanId, deposit.Deposit.PushToken!);
            return true;
        }, cancellation);
        if (!taken || order is null)
        {
            return false;
        }
        try
        {
            var push = await line.PushAsync(order, cancellation);
            return await ChangeAsync(depositId, "push_sent", step => Did(() => step.Deposit.PushSent(push.MerchantRequestId, push.CheckoutRequestId, step.Now)), cancellation);
        }
        catch (MobileMoneyRefusedException refused)
        {
            return await ChangeAsync(depositId, "push_fail", step => step.Deposit.PushFailed(refused.Message, step.Now), cancellation);
        }
        catch (MobileMoneyUnavailableException)
        {
            return await ChangeAsync(depositId, "push_wait", step => Did(() => step.Deposit.PushLost(isUnsent: true, step.Now)), CancellationToken.None);
        }
        catch (Exception lost) when (lost is TimeoutException or OperationCanceledException)
        {
            return await ChangeAsync(depositId, "push_lost", step => Did(() => step.Deposit.PushLost(isUnsent: false, step.Now)), CancellationToken.None);
        }
    }

    /// <summary>Takes a callback. One that nobody waits for is kept and refused; one that comes twice acts once.</summary>
    public Task<Result<MobileCallbackView>> CallbackAsync(MobileCallbackNote note, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(note);
        return TakeAsync(note, cancellation);
    }

    private async Task<Result<MobileCallbackView>> TakeAsync(MobileCallbackNote note, CancellationToken cancellation)
    {
        var taken = await transaction.RunAsAsync<MobileCallbackView>(Pusher, new DeskCommand(null), async (work, token) =>
        {
            var deposit = await FindAsync(work, note, token);
            var outcome = deposit is null ? "unknown" : note.ResultCode is null ? "malformed" : Apply(work, deposit, note) ? "taken" : "repeated";
            work.Db.MobileCallbacks.Add(new MobileCallback
            {
                Id = work.NewId(),
                AtUtc = work.Now,
                CheckoutRequestId = Short(note.CheckoutRequestId),
                ResultCode = note.ResultCode,
                ReceiptNumber = Short(note.ReceiptNumber),
                DepositId = deposit?.Id,
                Outcome = outcome,
                Payload = note.Payload.Length > PayloadLengthMax ? note.Payload[..PayloadLengthMax] : note.Payload,
            });
            if (outcome == "taken" && deposit!.Status == DepositStatus.Rejected)
            {
                await work.RaiseAsync(DepositEvents.Of(DepositEvents.Rejected, deposit), token);
            }
            return new MobileCallbackView(outcome, deposit?.Id);
        }, cancellation);
        return taken.Failed(out var failed) ? failed : taken.Value.Outcome switch
        {
            "unknown" => DomainError.Missing("push"),
            "malformed" => new DomainError(ErrorCode.InvalidRequest, "The callback names no result."),
            _ => taken,
        };
    }

    private static bool Apply(DeskWork work, Deposit deposit, MobileCallbackNote note)
    {
        var from = deposit.StatusName;
        var hasMoved = note.ResultCode == 0
            ? deposit.PushPaid(Short(note.ReceiptNumber), work.Now)
            : deposit.PushFailed(Short(note.Reason) ?? $"result code {note.ResultCode}", work.Now);
        if (hasMoved)
        {
            RecordTrail.Record(work, deposit, note.ResultCode == 0 ? "push_paid" : "push_fail", from, deposit.RejectionReason, new { note.CheckoutRequestId, note.ReceiptNumber, note.ResultCode });
        }
        return hasMoved;
    }

    // The token finds the deposit even when the operator's answer to the push was lost. Where its name is known, it must fit.
    private static async Task<Deposit?> FindAsync(DeskWork work, MobileCallbackNote note, CancellationToken cancellation)
    {
        var found = await work.Db.Deposits.AsNoTracking()
            .Where(row => note.Token != null ? row.PushToken == note.Token : note.CheckoutRequestId != null && row.CheckoutRequestId == note.CheckoutRequestId)
            .Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellation);
        var deposit = found is { } id ? await work.FindDepositAsync(id, cancellation) : null;
        return deposit is null || (deposit.CheckoutRequestId is { } known && known != note.CheckoutRequestId) ? null : deposit;
    }

    private async Task<bool> AskAsync(Guid id, CancellationToken cancellation)
    {
        string? checkout;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            checkout = await db.Deposits.Where(row => row.Id == id).Select(row => row.CheckoutRequestId).FirstOrDefaultAsync(cancellation);
        }
        MobileAnswer answer;
        try
        {
            answer = await line.QueryAsync(id, checkout, cancellation);
        }
        catch (MobileMoneyUnavailableException)
        {
            return false;
        }
        return answer.State switch
        {
            MobileAnswerState.Paid => await ChangeAsync(id, "push_paid", step => step.Deposit.PushPaid(answer.ReceiptNumber, step.Now), cancellation),
            MobileAnswerState.NotPaid => await ChangeAsync(id, "push_fail", step => step.Deposit.PushFailed(answer.Reason ?? "not paid", step.Now), cancellation),
            _ => await ChangeAsync(id, null, step => Did(() =>
            {
                step.Deposit.PushLost(isUnsent: false, step.Now);
                step.Deposit.PushAsked(step.Now);
            }), cancellation) && false,
        };
    }

    private async Task<List<(Guid Id, PushState State)>> DueAsync(DateTime before, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Deposits.Where(row => row.Status == DepositStatus.Pending && (row.PushState == PushState.Queued
                || ((row.PushState == PushState.Sending || row.PushState == PushState.Sent || row.PushState == PushState.OutcomeUnknown) && row.PushAskedAtUtc <= before)))
            .OrderBy(row => row.CreatedAtUtc).Select(row => new { row.Id, row.PushState }).Take(200).ToListAsync(cancellation);
        return rows.ConvertAll(row => (row.Id, row.PushState!.Value));
    }

    private async Task<bool> ChangeAsync(Guid id, string? action, Func<PushStep, bool> change, CancellationToken cancellation)
    {
        var changed = await transaction.RunAsAsync<MobileCallbackView>(Pusher, new DeskCommand(null), async (work, token) =>
        {
            var deposit = await work.FindDepositAsync(id, token);
            var from = deposit?.StatusName;
            if (deposit is null || !change(new PushStep(deposit, work.Now)))
            {
                return new DomainError(ErrorCode.WrongState, "The push is not in that state any more.");
            }
            if (action is not null)
            {
                RecordTrail.Record(work, deposit, action, from, deposit.RejectionReason, new { deposit.PushState, deposit.CheckoutRequestId, deposit.MpesaReceiptNumber });
            }
            if (from != deposit.StatusName)
            {
                await work.RaiseAsync(DepositEvents.Of(DepositEvents.Rejected, deposit), token);
            }
            return new MobileCallbackView("taken", deposit.Id);
        }, cancellation);
        return changed.IsSuccess;
    }

    private static bool Did(Action act)
    {
        act();
        return true;
    }

    private static string? Short(string? text) => text is { Length: > 120 } ? text[..120] : text;

    private sealed record PushStep(Deposit Deposit, DateTime Now);
}

/// <summary>What became of a callback: taken, or repeated and without effect.</summary>
public sealed record MobileCallbackView(string Outcome, Guid? DepositId);
