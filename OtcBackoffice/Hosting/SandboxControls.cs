using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.MobileMoney;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Jobs;

namespace OtcBackoffice.Hosting;

/// <summary>The simulated edges of the house, moved together with the work that follows from it.</summary>
internal sealed class SandboxControls(
    SandboxClock clock, SandboxChain chain, SandboxMobileMoney phones, SandboxFaults faults, FaultPoints points, StatementDesk statements,
    MobileMoneyDesk money, JobBoard board, HeldRuns held, WebhookLanes lanes) : ISandboxControls
{
    private const long SecondsMax = 3_153_600_000;

    private static readonly DateTimeOffset LatestUtc = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public IReadOnlyList<string> Networks => SandboxChain.Networks;

    /// <inheritdoc/>
    public IReadOnlyList<OpenPush> OpenPushes() => phones.Open();

    /// <inheritdoc/>
    public IReadOnlyList<FaultPointState> Faults() =>
        [.. faults.List().Select(one => new FaultPointState(one.Point, one.Meaning, one.Mode, one.TimesLeft))];

    /// <inheritdoc/>
    public async Task<Result<DateTime>> AdvanceAsync(long? seconds, CancellationToken cancellation)
    {
        if (seconds is not (> 0 and <= SecondsMax))
        {
            return Refused("seconds must be above zero and at most a hundred years.");
        }
        if (clock.GetUtcNow() > LatestUtc.AddSeconds(-seconds.Value))
        {
            return Refused("The sandbox's clock does not go beyond the year 2200.");
        }
        clock.Advance(seconds.Value);
        await held.FireDueAsync(cancellation);
        await SandboxRoutes.RunDueAsync(board, lanes, cancellation);
        return clock.GetUtcNow().UtcDateTime;
    }

    /// <inheritdoc/>
    public async Task<Result<ChainHead>> MineAsync(string? network, int? count, CancellationToken cancellation)
    {
        try
        {
            // What was approved a moment ago belongs into the first of these blocks.
            await board.RunAsync(Jobs.DeskJobs.TransferSender, cancellation);
            var head = chain.Mine(Network.Find(network)?.Code ?? network ?? "", count ?? 1);
            await SandboxRoutes.RunDueAsync(board, lanes, cancellation);
            return head;
        }
        catch (ChainRefusedException refused)
        {
            return Refused(refused.Reason);
        }
    }

    /// <inheritdoc/>
    public Task<Result<StatementLineView>> WireAsync(BankCredit credit, CancellationToken cancellation) =>
        statements.ReceiveAsync(credit, cancellation);

    /// <inheritdoc/>
    public async Task<Result<PhoneOutcome>> AnswerAsync(PhoneAnswer answer, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(answer.CheckoutRequestId) || answer.ResultCode is not { } code)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "checkout_request_id", "checkout_request_id and result_code are required.");
        }
        var asked = phones.Asked(answer.CheckoutRequestId);
        // What is left out is as it was asked for; what is null, the callback leaves out.
        var isPaid = code == 0;
        var receipt = Told(answer.ReceiptNumber, isPaid ? $"SBX{Guid.NewGuid():N}"[..10].ToUpperInvariant() : null);
        var amount = Told(answer.Amount, isPaid ? asked?.Shillings.ToString(CultureInfo.InvariantCulture) : null);
        var phone = Told(answer.PhoneNumber, isPaid ? asked?.PhoneNumber : null);
        phones.Answer(answer.CheckoutRequestId, code, receipt, amount, phone);
        try
        {
            await points.PassAsync(FaultPoints.MpesaCallback, cancellation);
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            // An armed fault loses the operator's call, so that only asking finds out.
            return new PhoneOutcome(PhoneOutcome.Lost, null);
        }
        var payload = JsonSerializer.Serialize(new
        {
            answer.CheckoutRequestId, answer.ResultCode, ReceiptNumber = receipt, Amount = amount, PhoneNumber = phone,
        });
        var note = new MobileCallbackNote(null, answer.CheckoutRequestId, code, receipt, null, payload)
        {
            Amount = amount, PhoneNumber = phone,
        };
        var taken = await money.CallbackAsync(note, cancellation);
        await board.RunAllAsync(cancellation);
        return taken.Failed(out var refused) ? refused : new PhoneOutcome(taken.Value.Outcome, taken.Value.DepositId);
    }

    /// <inheritdoc/>
    public DomainError? Arm(string? point, string? mode, int? times) =>
        faults.Arm(point ?? "", mode ?? "", times ?? 1) is { } reason ? Refused(reason) : null;

    private static string? Told(SaidText? said, string? otherwise) => said is null ? otherwise : said.Text;

    private static DomainError Refused(string reason) => new(ErrorCode.InvalidRequest, reason);
}
