using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>A refund as staff ask for it.</summary>
public sealed record RefundPayment(string? Amount, string? ToAddress, string? Reason);

/// <content>What staff do about exceptions: every one has a way out, and each is taken once.</content>
public sealed partial class GatewayPaymentDesk
{
    private const int ReasonLengthMax = 1_000;

    /// <summary>Takes the open exception of a payment, or renews the actor's claim.</summary>
    public Task<Result<GatewayPaymentView>> ClaimAsync(Guid id, CancellationToken cancellation) =>
        ExitAsync(id, null, "claim", null, async (work, payment, exception, token) =>
        exception.Take(work.Actor, (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds, work.Now,
            payment.HumanId).Failed(out var held) ? held : null, cancellation);

    /// <summary>Gives the claim back.</summary>
    public Task<Result<GatewayPaymentView>> ReleaseAsync(Guid id, CancellationToken cancellation) =>
        ExitAsync(id, null, "release", null, (work, payment, exception, _) =>
        Task.FromResult(exception.GiveBack(work.Actor, payment.HumanId).Failed(out var held) ? held : null), cancellation);

    /// <summary>Credits what came, at the rate of its receipt. The payment's status stays.</summary>
    public Task<Result<GatewayPaymentView>> AcceptAsync(Guid id, string? reason, CancellationToken cancellation) =>
        ExitAsync(id, "accept", "accept", reason, (work, payment, exception, _) =>
    {
        var minor = exception.LeftMinor;
        GatewayIntake.Credit(work, payment, exception.Id, exception.Asset, minor);
        exception.Settle(minor, GatewayExit.Accepted, work.Actor.PersonId, reason, work.Now);
        return Task.FromResult<DomainError?>(null);
    }, cancellation);

    /// <summary>Credits what came beyond the asked amount.</summary>
    public Task<Result<GatewayPaymentView>> CreditDifferenceAsync(Guid id, string? reason, CancellationToken cancellation) =>
        ExitAsync(id, "credit-difference", "credit_difference", reason, (work, payment, exception, _) =>
        {
            var minor = exception.LeftMinor;
            GatewayIntake.Credit(work, payment, exception.Id, exception.Asset, minor);
            exception.Settle(minor, GatewayExit.DifferenceCredited, work.Actor.PersonId, reason, work.Now);
            return Task.FromResult<DomainError?>(null);
        }, cancellation);

    /// <summary>Gives the payer another window for the rest.</summary>
    public Task<Result<GatewayPaymentView>> TopUpAsync(Guid id, int? minutes, string? reason, CancellationToken cancellation) =>
        ExitAsync(id, "top-up", "top_up", reason, async (work, payment, _, token) =>
        {
            var from = payment.StatusName;
            if (payment.TopUp(minutes ?? 0, work.Now).Failed(out var wrong))
            {
                return wrong;
            }
            // Whatever else of this payment waits for a decision is in what the window is for, and is not decided about a second time.
            foreach (var waiting in await work.Db.GatewayExceptions.Where(row => row.PaymentId == id && row.Exit == null
                && row.Asset == payment.Asset
                && row.Reason != GatewayExceptionReason.RefusedByScreening).ToListAsync(token))
            {
                waiting.Close(GatewayExit.ToppedUp, work.Actor.PersonId, reason, work.Now);
            }
            var parts = await GatewayIntake.PartsAsync(work, payment.Id, token);
            await GatewayTrail.TellAsync(work, payment, parts, payment.StatusName, from, settings.Origin, token);
            return null;
        }, cancellation, async (work, payment, token) =>
            await GatewayIntake.MoveAsync(work, payment, await GatewayIntake.PartsAsync(work, payment.Id, token),
                new GatewaySight(null, settings.Origin), token));

    /// <summary>Sends money back. It needs a second person, and never more than is left.</summary>
    public async Task<Result<Decided<GatewayRefundView>>> RefundAsync(Guid id, RefundPayment command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        await AskAsync(id, command, cancellation);
        return await transaction.RunAsync<Decided<GatewayRefundView>>(new DeskCommand(Permission.GatewayDecide) { NeedsFreshSignIn = true },
            (work, token) =>
            RefundAsync(work, id, command, token), cancellation);
    }

    private Task AskAsync(Guid id, RefundPayment command, CancellationToken cancellation) =>
        screening.AskAsync((db, token) => ScreeningSubjects.GatewayRefundAsync(db, id, command.ToAddress, token), cancellation);

    /// <summary>How a refund runs when a second person has agreed.</summary>
    internal CommandReplay Replay =>
        CommandReplay.Of<RefundPayment, Decided<GatewayRefundView>>(ApprovalOperation.GatewayRefund, Permission.GatewayDecide,
        async (work, id, token) => await OpenOfAsync(work, id, token) is { } exception ? VersionOf(exception) : null, RefundAsync)
        with { BeforeAsync = (id, payload, token) => AskAsync(id, CommandReplay.Read<RefundPayment>(payload), token) };

    private async Task<Result<Decided<GatewayRefundView>>> RefundAsync(DeskWork work, Guid id, RefundPayment command,
        CancellationToken cancellation)
    {
        var found = await FindAsync(work, id, "refund", cancellation);
        if (found.Failed(out var missing))
        {
            return missing;
        }
        var (payment, exception) = found.Value;
        if (ReasonFault(command.Reason) is { } unfit)
        {
            return unfit;
        }
        var coin = GatewayCoin.Of(exception.Asset);
        if (!coin.TryParse(command.Amount, out var minor))
        {
            return GatewayWalletDesk.BadAmount("amount", coin);
        }
        if (minor > exception.LeftMinor)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "amount",
                $"{coin.Format(exception.LeftMinor)} {coin.Code} is left, and no more can go back.");
        }
        // What the wire can not say can not be asked back either: it goes with the last of what it can say.
        minor = exception.LeftMinor - minor < coin.StepMinor ? exception.LeftMinor : minor;
        var address = GatewayWithdrawalDesk.Address(coin, command.ToAddress);
        if (address.Failed(out var wrong))
        {
            return wrong with { Field = "to_address" };
        }
        if (await ScreeningGate.FaultAsync(work, await ScreeningSubjects.GatewayRefundAsync(work.Db, id, command.ToAddress, cancellation),
            cancellation) is { } notClear)
        {
            return notClear;
        }
        var about = new PolicyCase(ApprovalOperation.GatewayRefund, GatewayPayment.Kind.Entity, payment.Id, VersionOf(exception),
            payment.HumanId)
        {
            MerchantId = payment.MerchantId,
            NotionalUsdCents = coin.Asset.IsUsdStable ? minor / 10_000 : null,
            Summary = $"{payment.HumanId}: send {coin.Format(minor)} {coin.Code} back to {address.Value}.",
            Command = command,
        };
        var ruled = await policy.RuleAsync(work, about, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            return Decided<GatewayRefundView>.Later(waiting);
        }
        var refund = GatewayRefund.Order(work.NewId(), exception, minor, address.Value, work.Now);
        work.Db.GatewayRefunds.Add(refund);
        work.Post(GatewayJournal.RefundSent(refund));
        exception.Settle(minor, GatewayExit.Refunded, work.Actor.PersonId, command.Reason, work.Now);
        payment.Return(exception.Asset == payment.Asset ? minor : 0, work.Now);
        RecordTrail.Record(work, payment, "refund", payment.StatusName, command.Reason,
            new { Amount = coin.Format(minor), refund.ToAddress, work.Agreement });
        return Decided<GatewayRefundView>.Now(GatewayRefundView.Of(refund));
    }

    private async Task<Result<GatewayPaymentView>> ExitAsync(Guid id, string? exit, string action, string? reason,
        Func<DeskWork, GatewayPayment, GatewayException, CancellationToken, Task<DomainError?>> act, CancellationToken cancellation,
        Func<DeskWork, GatewayPayment, CancellationToken, Task>? after = null)
    {
        var done = await transaction.RunAsync<CreatedPayment>(new DeskCommand(Permission.GatewayDecide), async (work, token) =>
        {
            var found = await FindAsync(work, id, exit, token);
            if (found.Failed(out var missing))
            {
                return missing;
            }
            if (exit is not null && ReasonFault(reason) is { } unfit)
            {
                return unfit;
            }
            var (payment, exception) = found.Value;
            var from = payment.StatusName;
            if (await act(work, payment, exception, token) is { } refused)
            {
                return refused;
            }
            RecordTrail.Record(work, payment, action, from, reason, new { exception.Reason, exception.Exit });
            if (after is not null)
            {
                await after(work, payment, token);
            }
            return new CreatedPayment(payment.Id);
        }, cancellation);
        return done.Failed(out var fault) ? fault : await GetAsync(id, cancellation);
    }

    private static async Task<Result<(GatewayPayment Payment, GatewayException Exception)>> FindAsync(DeskWork work, Guid id, string? exit,
        CancellationToken cancellation)
    {
        var payment = await work.Db.GatewayPayments.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (payment is null)
        {
            return DomainError.Missing("payment");
        }
        if (await OpenOfAsync(work, id, cancellation) is not { } exception)
        {
            return new DomainError(ErrorCode.WrongState, $"{payment.HumanId} has no open exception.");
        }
        return exit is not null && exception.ExitFault(exit, work.Actor, payment.HumanId, work.Now) is { } closed ? closed
            : (payment, exception);
    }

    private static Task<GatewayException?> OpenOfAsync(DeskWork work, Guid paymentId, CancellationToken cancellation) =>
        work.Db.GatewayExceptions.Where(row => row.PaymentId == paymentId && row.Exit == null).OrderBy(row => row.OpenedAtUtc)
            .ThenBy(row => row.Id).FirstOrDefaultAsync(cancellation);

    private static DomainError? ReasonFault(string? reason) => reason?.Trim() is { Length: > 0 and <= ReasonLengthMax } ? null
        : DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters.");

    private static string VersionOf(GatewayException exception) =>
        string.Create(CultureInfo.InvariantCulture, $"{exception.Id} {exception.Version}");
}
