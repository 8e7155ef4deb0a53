using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.MobileMoney;

/// <summary>What a callback of the operator says.</summary>
/// <param name="Token">The unguessable part of the address it came to, or null from the sandbox's own door.</param>
/// <param name="CheckoutRequestId">The operator's name of the push.</param>
/// <param name="ResultCode">Zero when it was paid.</param>
/// <param name="ReceiptNumber">The receipt, when it was paid.</param>
/// <param name="Reason">The operator's words, when it was not.</param>
/// <param name="Payload">The callback as it came.</param>
public sealed record MobileCallbackNote(string? Token, string? CheckoutRequestId, int? ResultCode, string? ReceiptNumber, string? Reason,
    string Payload)
{
    /// <summary>What was paid, when it was: shillings as text.</summary>
    public string? Amount { get; init; }

    /// <summary>The phone that paid.</summary>
    public string? PhoneNumber { get; init; }
}

/// <summary>
/// Pushes to phones, and what comes back. A push is taken by a committed write before the operator is asked, so it is sent
/// at most once; an answer that is lost is found out by asking or by the callback, never by pushing again.
/// </summary>
public sealed partial class MobileMoneyDesk(DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, IMobileMoney line,
    PolicyGate policy, TimeProvider clock)
{
    // The request that makes a deposit sends its push itself and answers with the operator's name of it; the job takes
    // what such a request left behind.
    private const int SilenceSeconds = 60, LeftBehindSeconds = 15, PayloadLengthMax = 4_000;

    // Callbacks of one minute that belong to no push.
    private const int UnknownKeptMax = 60;

    private static readonly Counter<long> Dropped = CommandMeters.Meter.CreateCounter<long>("backoffice.mobile_money.dropped",
        "{callback}", "Callbacks that belong to no push and were not kept, because many of them came in one minute.");

    private static readonly Actor Pusher = Actor.System("mobile_money");

    /// <summary>Sends queued pushes and asks about silent ones. Answers how many moved.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var moved = 0;
        foreach (var (id, state) in await DueAsync(clock.UtcNowMillis(), cancellation))
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
            order = new MobilePushOrder(deposit.Deposit.Id, deposit.Deposit.MpesaPhoneNumber!, deposit.Deposit.FiatAmountMinor / 100,
                deposit.Deposit.HumanId, deposit.Deposit.PushToken!);
            return true;
        }, cancellation);
        if (!taken || order is null)
        {
            return false;
        }
        try
        {
            var push = await line.PushAsync(order, cancellation);
            return await ChangeAsync(depositId, "push_sent",
                step => Did(() => step.Deposit.PushSent(push.MerchantRequestId, push.CheckoutRequestId, step.Now)), cancellation);
        }
        catch (MobileMoneyRefusedException refused)
        {
            return await ChangeAsync(depositId, "push_fail", step => step.Deposit.PushFailed(refused.Message, step.Now), cancellation);
        }
        catch (MobileMoneyUnavailableException)
        {
            return await ChangeAsync(depositId, "push_wait", step => Did(() => step.Deposit.PushLost(isUnsent: true, step.Now)),
                CancellationToken.None);
        }
        catch (Exception lost) when (lost is TimeoutException or OperationCanceledException)
        {
            return await ChangeAsync(depositId, "push_lost", step => Did(() => step.Deposit.PushLost(isUnsent: false, step.Now)),
                CancellationToken.None);
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
            var outcome = deposit is null ? "unknown" : note.ResultCode is null ? "malformed"
                : await ApplyAsync(work, deposit, note, token);
            if (deposit is null && await IsFloodAsync(work, token))
            {
                Dropped.Add(1);
                return new MobileCallbackView(outcome, null);
            }
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
            return new MobileCallbackView(outcome, deposit?.Id);
        }, cancellation);
        return taken.Failed(out var failed) ? failed : taken.Value.Outcome switch
        {
            "unknown" => DomainError.Missing("push"),
            "malformed" => new DomainError(ErrorCode.InvalidRequest, "The callback names no result."),
            _ => taken,
        };
    }

    // Anybody can call an address that was never given out: what is kept of that has a limit, what is beyond it is counted.
    private static async Task<bool> IsFloodAsync(DeskWork work, CancellationToken cancellation)
    {
        var since = work.Now.AddMinutes(-1);
        return await work.Db.MobileCallbacks.Where(row => row.AtUtc > since && row.DepositId == null).Take(UnknownKeptMax)
            .CountAsync(cancellation) == UnknownKeptMax;
    }

    // Only what the operator's table calls final decides; anything else is found out by asking.
    private async Task<string> ApplyAsync(DeskWork work, Deposit deposit, MobileCallbackNote note, CancellationToken cancellation)
    {
        var answer = MpesaCodes.Of(note.ResultCode?.ToString(CultureInfo.InvariantCulture));
        if (answer == OperatorAnswer.Paid)
        {
            // A payment without receipt number and amount is none: the operator is asked.
            return Short(note.ReceiptNumber) is { Length: > 0 } receipt
                && DecimalText.TryParse(note.Amount, deposit.FiatScale, out var paid) && paid > 0
                ? await PaidAsync(work, deposit, new MobilePayment(receipt, paid, note.PhoneNumber, note.Payload), cancellation)
                : Unclear(work, deposit, "A callback said paid and carried no receipt number or amount.", "incomplete");
        }
        if (answer != OperatorAnswer.NotPaid)
        {
            return Unclear(work, deposit, Short(note.Reason) ?? $"result code {note.ResultCode}", "unclear");
        }
        return await NotPaidAsync(work, deposit, Short(note.Reason) ?? $"result code {note.ResultCode}", cancellation) ? "taken"
            : "repeated";
    }

    private static string Unclear(DeskWork work, Deposit deposit, string reason, string outcome)
    {
        if (deposit.PushUnknown(work.Now))
        {
            RecordTrail.Record(work, deposit, "push_unclear", deposit.StatusName, reason);
        }
        return outcome;
    }

    private static async Task<bool> NotPaidAsync(DeskWork work, Deposit deposit, string reason, CancellationToken cancellation)
    {
        var from = deposit.StatusName;
        if (!deposit.PushFailed(reason, work.Now))
        {
            return false;
        }
        RecordTrail.Record(work, deposit, "push_fail", from, deposit.RejectionReason, new { deposit.CheckoutRequestId });
        await work.RaiseAsync(DepositEvents.Of(DepositEvents.Rejected, deposit), cancellation);
        return true;
    }

    // What was told is held against what was asked: another amount or phone is a difference that somebody decides.
    private async Task<string> PaidAsync(DeskWork work, Deposit deposit, MobilePayment paid, CancellationToken cancellation)
    {
        var ours = $"push:{deposit.HumanId}";
        var facts = new ReceiptFacts(ReceiptSource.Mpesa, line.Account, paid.ReceiptNumber ?? ours, new AssetCode(deposit.FiatCurrency),
            deposit.FiatScale, paid.AmountMinor)
        {
            // The till has books of its own, as every account of the desk.
            AccountId = await work.Db.DeskAccounts.Where(row => row.Kind == "mpesa" && row.Number == line.Account
                && row.Currency == deposit.FiatCurrency).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellation),
            ProvisionalId = ours,
            PayerAccount = paid.PhoneNumber,
            Reference = deposit.HumanId,
            OccurredAtUtc = work.Now,
            Raw = paid.Raw,
        };
        var isOpen = deposit is { Status: DepositStatus.Pending, DifferenceOutcome: null, ReceivedMinor: null };
        var taken = await ReceiptIntake.TakeForAsync(work, facts, isOpen ? ReceiptTarget.Of(work, deposit) : null, cancellation);
        if (taken.Outcome == TakeOutcome.Differs)
        {
            return "differs";
        }
        if (taken.Outcome == TakeOutcome.Taken && !isOpen)
        {
            taken.Receipt.MarkLate();
            ReceiptMatcher.Late(work, deposit, taken.Receipt);
            return "paid_late";
        }
        if (!deposit.PushPaid(paid.ReceiptNumber, work.Now))
        {
            return "repeated";
        }
        if (paid.PhoneNumber is { } phone && MpesaPhone.Digits(phone) is { } digits
            && digits != MpesaPhone.Digits(deposit.MpesaPhoneNumber))
        {
            deposit.NoteDifference($"{phone} paid, and {deposit.MpesaPhoneNumber} was asked", work.Now);
        }
        RecordTrail.Record(work, deposit, "push_paid", deposit.StatusName, null,
            new { deposit.CheckoutRequestId, deposit.MpesaReceiptNumber, Receipt = taken.Receipt.HumanId, deposit.DiffersIn });
        return "taken";
    }

    // The token finds the deposit even when the operator's answer to the push was lost. Where its name is known, it must fit.
    private static async Task<Deposit?> FindAsync(DeskWork work, MobileCallbackNote note, CancellationToken cancellation)
    {
        var found = await work.Db.Deposits.AsNoTracking()
            .Where(row => note.Token != null ? row.PushToken == note.Token : note.CheckoutRequestId != null
                && row.CheckoutRequestId == note.CheckoutRequestId)
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
            MobileAnswerState.Paid =>
                await DoAsync(id, (work, deposit, token) => AskedPaidAsync(work, deposit, answer, token), cancellation),
            MobileAnswerState.NotPaid =>
                await DoAsync(id, async (work, deposit, token) => await NotPaidAsync(work, deposit, answer.Reason ?? "not paid", token),
                cancellation),
            MobileAnswerState.Unknown when answer.Reason is { } reason =>
                await DoAsync(id, (work, deposit, _) => Task.FromResult(Asked(work, deposit, reason)), cancellation),
            MobileAnswerState.Waiting or MobileAnswerState.Unknown => await ChangeAsync(id, null, step => Did(() =>
            {
                step.Deposit.PushLost(isUnsent: false, step.Now);
                step.Deposit.PushAsked(step.Now);
            }), cancellation) && false,
        };
    }

    private async Task<bool> AskedPaidAsync(DeskWork work, Deposit deposit, MobileAnswer answer, CancellationToken cancellation)
    {
        // A query names no amount: the operator says that what was asked for is paid.
        var minor = answer.Amount is null ? deposit.FiatAmountMinor : DecimalText.TryParse(answer.Amount, deposit.FiatScale, out var told)
            ? told : 0;
        return minor > 0 && await PaidAsync(work, deposit,
            new MobilePayment(Short(answer.ReceiptNumber), minor, answer.PhoneNumber, $"query: {answer}"), cancellation) == "taken";
    }

    private static bool Asked(DeskWork work, Deposit deposit, string reason)
    {
        deposit.PushAsked(work.Now);
        return Unclear(work, deposit, reason, "unclear").Length > 0;
    }

    private async Task<bool> DoAsync(Guid id, Func<DeskWork, Deposit, CancellationToken, Task<bool>> act, CancellationToken cancellation)
    {
        var done = await transaction.RunAsAsync<MobileCallbackView>(Pusher, new DeskCommand(null), async (work, token) =>
            await work.FindDepositAsync(id, token) is { } deposit && await act(work, deposit, token)
                ? new MobileCallbackView("taken", id)
                : new DomainError(ErrorCode.WrongState, "The push is not in that state any more."), cancellation);
        return done.IsSuccess;
    }

    private async Task<List<(Guid Id, PushState State)>> DueAsync(DateTime now, CancellationToken cancellation)
    {
        var (silent, left) = (now.AddSeconds(-SilenceSeconds), now.AddSeconds(-LeftBehindSeconds));
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Deposits.Where(row => row.Status == DepositStatus.Pending
            && ((row.PushState == PushState.Queued && row.UpdatedAtUtc <= left)
                || ((row.PushState == PushState.Sending || row.PushState == PushState.Sent || row.PushState == PushState.OutcomeUnknown)
                    && row.PushAskedAtUtc <= silent)))
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
                RecordTrail.Record(work, deposit, action, from, deposit.RejectionReason,
                    new { deposit.PushState, deposit.CheckoutRequestId, deposit.MpesaReceiptNumber });
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

    // A payment as it was told; without a receipt number when the operator was asked.
    private sealed record MobilePayment(string? ReceiptNumber, long AmountMinor, string? PhoneNumber, string Raw);
}

/// <summary>
/// What became of a callback: taken; repeated and without effect; paid_late when the deposit had ended or has its money;
/// differs when the same receipt was told otherwise; incomplete and unclear when the operator is asked instead.
/// </summary>
public sealed record MobileCallbackView(string Outcome, Guid? DepositId);
