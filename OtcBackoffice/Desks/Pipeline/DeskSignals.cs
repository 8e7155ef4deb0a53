namespace OtcBackoffice.Desks.Pipeline;

/// <summary>Something changed and a live view may want to look again.</summary>
/// <param name="Topic">What kind of thing: see <see cref="Topics"/>.</param>
/// <param name="Id">Which one.</param>
public readonly record struct DeskSignal(string Topic, Guid Id)
{
    /// <summary>The moment at which something falls due, for the topics that end in <c>_due</c>; null says that it is so now.</summary>
    public DateTime? DueAtUtc { get; init; }

    /// <summary>Whether another node says so: views look again, but the jobs that it makes work for were started there.</summary>
    public bool IsFromAfar { get; init; }

    /// <summary>Whether every record of the topic may have changed, because what changed is not known or was too much to tell.</summary>
    public bool IsWhole => Id == Guid.Empty;
}

/// <summary>The topics of live views.</summary>
public static class Topics
{
    public const string Deposits = "deposits";
    public const string Withdrawals = "withdrawals";
    public const string Proposals = "proposals";
    public const string Outbox = "outbox";
    public const string Approvals = "approvals";
    public const string Liquidity = "liquidity";
    public const string Catalogue = "catalogue";
    public const string People = "people";
    public const string Exports = "exports";
    public const string Exchanges = "exchanges";
    public const string Rates = "rates";
    public const string BlockTrades = "block_trades";
    public const string Presence = "presence";
    public const string Mail = "mail";
    public const string Receipts = "receipts";
    public const string Alarms = "alarms";
    public const string Statements = "statements";
    public const string Screening = "screening";
    public const string Bans = "bans";
    public const string Credentials = "credentials";

    /// <summary>An import went on; nobody has to start anything.</summary>
    public const string StatementProgress = "statement_progress";

    /// <summary>Somebody has a new notification, or read some; the id is the person's.</summary>
    public const string Notifications = "notifications";

    /// <summary>A held decision is to be carried out, or a snooze ends, at the signal's moment.</summary>
    public const string WorkDue = "work_due";

    /// <summary>A quote lapses at the signal's moment.</summary>
    public const string QuoteDue = "quote_due";

    /// <summary>Something falls due for the webhook endpoint with this id at the signal's moment.</summary>
    public const string LaneDue = "lane_due";

    /// <summary>The sandbox's clock was moved.</summary>
    public const string SandboxClock = "sandbox_clock";

    /// <summary>
    /// What other nodes hear. Moments do not travel: the node that committed has the scheduler hold their runs, whose store all
    /// nodes share, and the sweep of every node finds what is overdue.
    /// </summary>
    public static readonly IReadOnlyList<string> Travelling =
    [
        Deposits, Withdrawals, Proposals, Outbox, Approvals, Liquidity, Catalogue, People, Exports, Exchanges, Rates, BlockTrades,
        Presence, Mail, Receipts, Alarms, Statements, Bans, Credentials, StatementProgress, SandboxClock,
    ];
}

/// <summary>
/// Carries nudges from commits to live views and dispatchers of this node, and hands them to whoever takes them to the other
/// nodes. It holds no state of anybody; a nudge that is lost costs a moment, never a record.
/// </summary>
public sealed class DeskSignals
{
    private readonly Lock _gate = new();
    private Action<DeskSignal>[] _listeners = [];

    /// <summary>Takes what happened here to the other nodes; null where there are none. It must return at once and never throw.</summary>
    public Action<IReadOnlyList<DeskSignal>>? Carrier { get; set; }

    /// <summary>How many listen; returns to zero when every view is closed.</summary>
    public int ListenerCount => _listeners.Length;

    /// <summary>Listens until the answer is disposed. The listener must return at once and never throw.</summary>
    public IDisposable Listen(Action<DeskSignal> listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners, listener];
        }
        return new Subscription(this, listener);
    }

    /// <summary>Tells every listener, here and on other nodes.</summary>
    public void Publish(IReadOnlyList<DeskSignal> touched)
    {
        ArgumentNullException.ThrowIfNull(touched);
        Tell(touched);
        Carrier?.Invoke(touched);
    }

    /// <summary>Tells the listeners of this node.</summary>
    public void Tell(IReadOnlyList<DeskSignal> touched)
    {
        ArgumentNullException.ThrowIfNull(touched);
        foreach (var listener in _listeners)
        {
            foreach (var signal in touched)
            {
                listener(signal);
            }
        }
    }

    private void Remove(Action<DeskSignal> listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners.Where(one => one != listener)];
        }
    }

    private sealed class Subscription(DeskSignals signals, Action<DeskSignal> listener) : IDisposable
    {
        public void Dispose() => signals.Remove(listener);
    }
}
