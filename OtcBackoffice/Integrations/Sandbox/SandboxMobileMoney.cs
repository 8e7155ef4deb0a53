using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// An operator that exists only on this machine. A phone asks until somebody answers for its owner, and gives up after two
/// minutes; what was pushed and answered survives a restart.
/// </summary>
public sealed class SandboxMobileMoney : IMobileMoney
{
    private const int PatienceSeconds = 120;

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly FaultPoints _faults;
    private readonly SandboxFeed? _feed;
    private readonly List<SandboxPush> _pushes = [];

    /// <summary>An operator whose pushes are kept in a folder.</summary>
    /// <param name="folder">The sandbox folder; made when missing.</param>
    /// <param name="time">The time that pushes are dated with.</param>
    /// <param name="faults">The fault points that a push passes.</param>
    /// <param name="shelf">Where they are kept instead when nodes share the sandbox.</param>
    public SandboxMobileMoney(string folder, TimeProvider time, FaultPoints faults, ISandboxShelf? shelf = null)
    {
        (_time, _faults) = (time, faults);
        Directory.CreateDirectory(folder);
        _file = Path.Combine(folder, "pushes.json");
        _feed = shelf is null ? null : new SandboxFeed(shelf, "phones", line => Keep(JsonSerializer.Deserialize<SandboxPush>(line)!),
            _pushes.Clear);
        if (shelf is null && File.Exists(_file))
        {
            _pushes = JsonSerializer.Deserialize<List<SandboxPush>>(File.ReadAllBytes(_file)) ?? [];
        }
    }

    /// <inheritdoc/>
    public string Account => "174379";

    /// <inheritdoc/>
    public async Task<MobilePush> PushAsync(MobilePushOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        try
        {
            await _faults.PassAsync(FaultPoints.MpesaBeforeSend, cancellation);
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            throw new MobileMoneyUnavailableException("The operator cannot be reached.", fault);
        }
        var push = Take(order);
        try
        {
            await _faults.PassAsync(FaultPoints.MpesaAfterSend, cancellation);
        }
        catch (InjectedFaultException fault)
        {
            throw new TimeoutException("The operator's answer was lost.", fault);
        }
        return new MobilePush(push.MerchantRequestId, push.CheckoutRequestId);
    }

    /// <inheritdoc/>
    public Task<MobileAnswer> QueryAsync(Guid orderId, string? checkoutRequestId, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _feed?.Follow();
            var push = _pushes.LastOrDefault(one => one.OrderId == orderId || one.CheckoutRequestId == checkoutRequestId);
            return Task.FromResult(push switch
            {
                null => new MobileAnswer(MobileAnswerState.Unknown),
                { ResultCode: 0 } => new MobileAnswer(MobileAnswerState.Paid, push.ReceiptNumber) { Amount = push.Amount,
                    PhoneNumber = push.PaidBy },
                { ResultCode: { } code } => MpesaCodes.Of($"{code}") switch
                {
                    OperatorAnswer.NotPaid => new MobileAnswer(MobileAnswerState.NotPaid, null, $"result code {code}"),
                    OperatorAnswer.StillOpen => new MobileAnswer(MobileAnswerState.Waiting),
                    _ => new MobileAnswer(MobileAnswerState.Unknown, null, $"result code {code}"),
                },
                _ when _time.GetUtcNow() - push.AtUtc >= TimeSpan.FromSeconds(PatienceSeconds) =>
                    new MobileAnswer(MobileAnswerState.NotPaid, null, "the phone was not answered in time"),
                _ => new MobileAnswer(MobileAnswerState.Waiting),
            });
        }
    }

    /// <summary>What was asked of a phone, or null when nothing was ever pushed under this id.</summary>
    public (string PhoneNumber, long Shillings)? Asked(string checkoutRequestId)
    {
        lock (_gate)
        {
            _feed?.Follow();
            return _pushes.Find(one => one.CheckoutRequestId == checkoutRequestId) is { } push ? (push.PhoneNumber, push.Shillings) : null;
        }
    }

    /// <summary>Prompts that are still on their phones, oldest first.</summary>
    public IReadOnlyList<OpenPush> Open()
    {
        var since = _time.GetUtcNow().AddSeconds(-PatienceSeconds);
        lock (_gate)
        {
            _feed?.Follow();
            return [.. _pushes.Where(push => push.ResultCode is null && push.AtUtc > since)
                .Select(push => new OpenPush(push.CheckoutRequestId, push.PhoneNumber, push.Shillings, push.AtUtc.UtcDateTime))];
        }
    }

    /// <summary>The phone's owner answers. The first final answer counts; false when nothing was ever pushed under this id.</summary>
    public bool Answer(string checkoutRequestId, int resultCode, string? receiptNumber, string? amount, string? paidBy) => Change(save =>
    {
        if (_pushes.Find(one => one.CheckoutRequestId == checkoutRequestId) is not { } push)
        {
            return false;
        }
        // A phone that answered "no" may still pay later: the operator's own time-outs do.
        if (push.ResultCode is not 0)
        {
            save(push with { ResultCode = resultCode, ReceiptNumber = receiptNumber, Amount = amount, PaidBy = paidBy });
        }
        return true;
    });

    private SandboxPush Take(MobilePushOrder order) => Change(save =>
    {
        var number = (_pushes.Count + 1).ToString("D6", CultureInfo.InvariantCulture);
        var push = new SandboxPush(order.OrderId, $"sbx-{number}-{order.OrderId:N}"[..24], $"ws_CO_{number}_{order.OrderId:N}"[..32],
            order.PhoneNumber, order.Shillings, _time.GetUtcNow());
        save(push);
        return push;
    });

    private TAnswer Change<TAnswer>(Func<Action<SandboxPush>, TAnswer> change)
    {
        lock (_gate)
        {
            return _feed is not null ? _feed.Change(append => change(push => append(JsonSerializer.Serialize(push)))) : change(push =>
            {
                Keep(push);
                DurableFile.Replace(_file, JsonSerializer.SerializeToUtf8Bytes(_pushes));
            });
        }
    }

    private void Keep(SandboxPush push)
    {
        var at = _pushes.FindIndex(one => one.CheckoutRequestId == push.CheckoutRequestId);
        if (at < 0)
        {
            _pushes.Add(push);
        }
        else
        {
            _pushes[at] = push;
        }
    }

    private sealed record SandboxPush(Guid OrderId, string MerchantRequestId, string CheckoutRequestId, string PhoneNumber, long Shillings,
        DateTimeOffset AtUtc)
    {
        public int? ResultCode { get; init; }

        public string? ReceiptNumber { get; init; }

        public string? Amount { get; init; }

        public string? PaidBy { get; init; }
    }
}
