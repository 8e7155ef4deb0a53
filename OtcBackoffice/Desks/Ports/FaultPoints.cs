using System.Collections.Frozen;
using System.Diagnostics;

namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// Named places where the sandbox can make the product fail on purpose, so that what happens after a crash or a lost
/// answer can be tried out. Nothing is ever armed outside sandbox mode, and passing an unarmed point costs one read.
/// </summary>
public sealed class FaultPoints
{
    /// <summary>Before a transfer order reaches custody: nothing was sent.</summary>
    public const string CustodyBeforeSend = "custody.before_send";

    /// <summary>After custody sent a transfer and before its answer reached us: the answer is lost.</summary>
    public const string CustodyAfterSend = "custody.after_send";

    /// <summary>While an on-chain balance is read.</summary>
    public const string CustodyBalance = "custody.balance";

    /// <summary>Before a push reaches the mobile money operator: nothing was asked.</summary>
    public const string MpesaBeforeSend = "mpesa.before_send";

    /// <summary>After the operator took a push and before its answer reached us: the answer is lost.</summary>
    public const string MpesaAfterSend = "mpesa.after_send";

    /// <summary>When the operator calls back: the call is lost.</summary>
    public const string MpesaCallback = "mpesa.callback";

    /// <summary>Before a webhook leaves: the receiver never saw it.</summary>
    public const string WebhookBeforeSend = "webhook.before_send";

    /// <summary>After a webhook was received and before the delivery was recorded: it will be sent again.</summary>
    public const string WebhookAfterSend = "webhook.after_send";

    /// <summary>After a desk's transaction was committed and before anybody was answered.</summary>
    public const string DeskAfterCommit = "desk.after_commit";

    /// <summary>When the screening house is asked: no answer comes.</summary>
    public const string ScreeningAsk = "screening.ask";

    /// <summary>When something is kept in the store of files: the store does not answer.</summary>
    public const string StoreWrite = "store.write";

    /// <summary>When something is read from the store of files: the store does not answer.</summary>
    public const string StoreRead = "store.read";

    /// <summary>Every point with what it stands for.</summary>
    public static readonly FrozenDictionary<string, string> Meanings = new Dictionary<string, string>
    {
        [CustodyBeforeSend] = "Before a transfer order reaches custody: nothing was sent.",
        [CustodyAfterSend] = "After custody sent a transfer and before its answer reached the desk: the answer is lost.",
        [CustodyBalance] = "While an on-chain balance is read.",
        [MpesaBeforeSend] = "Before a push reaches the mobile money operator: nothing was asked.",
        [MpesaAfterSend] = "After the operator took a push and before its answer reached the desk: the answer is lost.",
        [MpesaCallback] = "When the operator calls back: the call is lost.",
        [WebhookBeforeSend] = "Before a webhook leaves: the receiver never saw it.",
        [WebhookAfterSend] = "After a webhook was received and before the delivery was recorded: it will be sent again.",
        [ScreeningAsk] = "When the screening house is asked: no answer comes.",
        [StoreWrite] = "When something is kept in the store of files: the store does not answer.",
        [StoreRead] = "When something is read from the store of files: the store does not answer.",
        [DeskAfterCommit] = "After a desk's transaction was committed and before anybody was answered.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private readonly Action _crash;
    private volatile FrozenDictionary<string, ArmedFault> _armed = FrozenDictionary<string, ArmedFault>.Empty;

    /// <summary>Points that are all unarmed.</summary>
    public FaultPoints()
        : this(static () => Process.GetCurrentProcess().Kill())
    {
    }

    internal FaultPoints(Action crash) => _crash = crash;

    /// <summary>Goes through a point: returns at once unless a fault is armed there.</summary>
    /// <exception cref="InjectedFaultException">The point is armed with <see cref="FaultMode.Error"/>.</exception>
    /// <exception cref="TimeoutException">The point is armed with <see cref="FaultMode.Timeout"/>.</exception>
    public Task PassAsync(string point, CancellationToken cancellation)
    {
        if (_armed.Count == 0 || Take(point) is not { } mode)
        {
            return Task.CompletedTask;
        }
        return mode switch
        {
            FaultMode.Error => Task.FromException(new InjectedFaultException(point)),
            FaultMode.Timeout => Task.FromException(new TimeoutException($"The fault point {point} let no answer through.")),
            FaultMode.Crash => CrashAsync(cancellation),
        };
    }

    internal IReadOnlyDictionary<string, ArmedFault> Armed => _armed;

    internal void Arm(string point, FaultMode mode, int times)
    {
        lock (_gate)
        {
            var table = new Dictionary<string, ArmedFault>(_armed, StringComparer.Ordinal);
            table.Remove(point);
            if (times > 0)
            {
                table.Add(point, new ArmedFault(mode, times));
            }
            _armed = table.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    private FaultMode? Take(string point)
    {
        lock (_gate)
        {
            if (!_armed.TryGetValue(point, out var fault))
            {
                return null;
            }
            Arm(point, fault.Mode, fault.TimesLeft - 1);
            return fault.Mode;
        }
    }

    private Task CrashAsync(CancellationToken cancellation)
    {
        _crash();
        // The end comes as a signal, a moment after it was asked for; nothing may run on until then.
        return Task.Delay(Timeout.Infinite, cancellation);
    }
}

/// <summary>How an armed point fails.</summary>
public enum FaultMode
{
    /// <summary>An exception, as from a far side that answers with an error.</summary>
    Error,

    /// <summary>A <see cref="TimeoutException"/> at once, as if the answer had not come in time.</summary>
    Timeout,

    /// <summary>The process ends as abruptly as by <c>kill -9</c>.</summary>
    Crash,
}

/// <summary>A fault that waits at a point.</summary>
/// <param name="Mode">How the point fails.</param>
/// <param name="TimesLeft">How many passages still fail.</param>
public sealed record ArmedFault(FaultMode Mode, int TimesLeft);

/// <summary>The error that an armed point throws.</summary>
public sealed class InjectedFaultException(string point) : Exception($"The fault point {point} is armed with an error.")
{
    /// <summary>The point that was passed.</summary>
    public string Point { get; } = point;
}
