using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Ledger;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>What one command has in hand: who acts, the time, the aggregates, and everything that is to last with them.</summary>
public sealed class DeskWork(WriteSession session, TimeProvider clock)
{
    private readonly List<JournalEntry> _entries = [];
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<DeskSignal> _touched = [];
    private readonly List<Action<DeskWork>> _refusals = [];
    private readonly Dictionary<Guid, List<Listening>> _listening = [];
    private readonly List<Platform.OrderStep> _steps = [];

    /// <summary>The database session; the pipeline's own.</summary>
    internal WriteSession Session => session;

    /// <summary>Tracked reads and writes of aggregates.</summary>
    public BackofficeDbContext Db => session.Db;

    /// <summary>Reads a deposit by its id, or null; what the command changes of it is written with the command.</summary>
    public Task<Deposit?> FindDepositAsync(Guid id, CancellationToken cancellation) => session.FindAsync<Deposit>(id, cancellation);

    /// <summary>Who acts, as the database says now.</summary>
    public ActorStanding Actor { get; internal set; } = null!;

    /// <summary>The time of this command, in whole milliseconds as the database keeps it.</summary>
    public DateTime Now { get; } = clock.UtcNowMillis();

    /// <summary>Whose idempotency keys and records these are: the merchant's, or the person's own.</summary>
    public Guid TenantId => Actor.MerchantId ?? Actor.PersonId;

    /// <summary>The limits that hold now, once somebody asked for them.</summary>
    internal DeskLimits? Limits { get; set; }

    /// <summary>The stored command that this transaction replays, or null.</summary>
    public ReplayedCommand? Replaying { get; private set; }

    /// <summary>Who agreed to the stored command that runs, for the audit record; null when nobody had to.</summary>
    internal object? Agreement => Replaying is { } replayed ? new { replayed.ApprovalId, ApprovedBy = replayed.CheckerId } : null;

    /// <summary>Runs part of a transaction as the maker of a stored command; the checker stands in the audit record beside it.</summary>
    internal async Task<T> ReplayAsync<T>(ActorStanding maker, ReplayedCommand command, Func<Task<T>> act)
    {
        var (checker, outer) = (Actor, Replaying);
        (Actor, Replaying) = (maker, command);
        try
        {
            return await act();
        }
        finally
        {
            (Actor, Replaying) = (checker, outer);
        }
    }

    /// <summary>The held decision that this transaction carries out, or null.</summary>
    internal Guid? Carrying { get; private set; }

    /// <summary>Runs a held decision as who took it.</summary>
    internal async Task<T> CarryOutAsync<T>(ActorStanding maker, Guid heldId, Func<Task<T>> act)
    {
        var job = Actor;
        (Actor, Carrying) = (maker, heldId);
        try
        {
            return await act();
        }
        finally
        {
            (Actor, Carrying) = (job, null);
        }
    }

    /// <summary>Steps of records that followers hear of when the command ends.</summary>
    internal List<Workspace.FollowedStep> Followed { get; } = [];

    /// <summary>The trace that the command belongs to: the writer's thread has none of its own.</summary>
    internal string? Trace { get; init; }

    /// <summary>What is to be written although the command is refused, in a transaction of its own.</summary>
    internal void OnRefusal(Action<DeskWork> note) => _refusals.Add(note);

    /// <summary>What <see cref="OnRefusal"/> gathered.</summary>
    internal IReadOnlyList<Action<DeskWork>> Refusals => _refusals;

    /// <summary>What live views should look at again.</summary>
    internal IReadOnlyList<DeskSignal> Touched => _touched;

    /// <summary>A new id; ids sort by their time.</summary>
    public Guid NewId() => Guid.CreateVersion7(new DateTimeOffset(Now));

    /// <summary>The next number of a kind of record, starting at 1001.</summary>
    public Task<long> NextNumberAsync(string name, CancellationToken cancellation) => session.ScalarAsync(
        "INSERT INTO number_sequences (name, last_number) VALUES (@p0, 1001) "
        + "ON CONFLICT (name) DO UPDATE SET last_number = number_sequences.last_number + 1 RETURNING last_number", cancellation, name);

    /// <summary>The first of so many numbers in a row.</summary>
    public async Task<long> NextNumbersAsync(string name, int count, CancellationToken cancellation) => await session.ScalarAsync(
        "INSERT INTO number_sequences (name, last_number) VALUES (@p0, 1000 + @p1) "
        + "ON CONFLICT (name) DO UPDATE SET last_number = number_sequences.last_number + @p1 RETURNING last_number", cancellation, name,
        (long)count) - count + 1;

    /// <summary>Writes a balanced entry with this command.</summary>
    public void Post(JournalEntry entry) => _entries.Add(entry);

    /// <summary>The credit balance of an account, credits less debits, in minor units.</summary>
    public Task<long> CreditBalanceAsync(AccountKey account, CancellationToken cancellation) => session.ScalarAsync(
        "SELECT COALESCE((SELECT credit_minor - debit_minor FROM ledger_accounts WHERE key = @p0), 0)", cancellation, account.Text);

    /// <summary>Changes a queue's counter.</summary>
    public void Count(string queue, int delta) => _counts[queue] = _counts.GetValueOrDefault(queue) + delta;

    /// <summary>Says that live views of a record should look again.</summary>
    public void Touch(string topic, Guid id) => _touched.Add(new DeskSignal(topic, id));

    /// <summary>Says that something falls due at a moment, so that its job is started then.</summary>
    public void WakeAt(string topic, Guid id, DateTime dueAtUtc) => _touched.Add(new DeskSignal(topic, id) { DueAtUtc = dueAtUtc });

    /// <summary>Writes a line of the audit record.</summary>
    public void Audit(AuditNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        session.Queue(
            "INSERT INTO audit_log (at_utc, actor_id, actor_kind, actor_name, action, entity_kind, entity_id, merchant_id, from_status, "
                + "to_status, reason, changes, cause, address) "
            + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)",
            Now, Actor.PersonId, Domain.Lifecycles.Names.Snake(Actor.Actor.Kind), Actor.DisplayName, note.Action, note.EntityKind,
            note.EntityId,
            note.MerchantId, note.FromStatus, note.ToStatus, note.Reason,
            note.Changes is null ? null : JsonSerializer.Serialize(note.Changes, DeskJson.Options), Actor.Actor.Cause, Actor.Actor.Address);
    }

    /// <summary>Makes an event true together with its cause, and lays out one delivery per endpoint that listens.</summary>
    public async Task RaiseAsync(DeskEvent happened, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var messageId = NewId();
        // The platform writes its times to the second (specification 000); the other envelopes keep the desk's own milliseconds.
        object at = happened.Surface == WebhookForms.Platform ? Platform.OrderView.Time(Now) : Now;
        var body = JsonSerializer.Serialize(new { Event = happened.Type, Timestamp = at, Data = happened.Payload }, DeskJson.Events);
        session.Queue(
            "INSERT INTO outbox_messages (message_id, type, subject_id, merchant_id, payload, cause, created_at_utc, trace_parent) "
            + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)",
            messageId, happened.Type, happened.SubjectId, happened.MerchantId, body, Actor.Actor.Cause, Now, Trace);
        var endpoints = await EndpointsAsync(happened.MerchantId, cancellation);
        var callback = happened.CallbackEndpointId;
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Id == callback
            || (WebhookForms.Hears(endpoint.Surface, endpoint.Events, happened.Type)
                && (callback is null || endpoint.Surface != WebhookForms.Gateway))))
        {
            session.Queue(
                "INSERT INTO webhook_deliveries (id, message_id, endpoint_id, event_type, subject_id, state, attempt_count, "
                    + "next_attempt_at_utc, created_at_utc) "
                + "VALUES (@p0, @p1, @p2, @p3, @p4, 'pending', 0, @p5, @p5)",
                NewId(), messageId, endpoint.Id, happened.Type, happened.SubjectId, Now);
            Touch(Topics.Outbox, messageId);
        }
    }

    // One step of a record may tell its own surface and the platform, so the endpoints are read once a command.
    private async Task<List<Listening>> EndpointsAsync(Guid merchantId, CancellationToken cancellation)
    {
        if (!_listening.TryGetValue(merchantId, out var known))
        {
            known = await session.ReadAsync(
                "SELECT id, events, surface FROM webhook_endpoints WHERE is_active AND (merchant_id IS NULL OR merchant_id = @p0)",
                row => new Listening(row.GetGuid(0), row.GetString(1), row.GetString(2)), cancellation, merchantId);
            _listening[merchantId] = known;
        }
        return known;
    }

    /// <summary>Notes a step of a record, so that the order it is can be told when the command ends.</summary>
    internal void Step(Platform.OrderStep step) => _steps.Add(step);

    /// <summary>The steps of orders that the command took, in their order.</summary>
    internal IReadOnlyList<Platform.OrderStep> Steps => _steps;

    /// <summary>What the platform adds to records that it makes.</summary>
    internal Dictionary<Guid, Platform.OrderOrigin> Origins { get; } = [];

    /// <summary>Adds to the revenue of a day; negative numbers take a reversed credit out again.</summary>
    public void Earn(RevenueChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        session.Queue(
            "INSERT INTO revenue_rollups (day, subject_kind, merchant_id, currency, asset, officer_id, count, volume_minor, "
                + "fee_asset_minor, spread_asset_minor, decision_seconds) "
            + "VALUES (@p0, @p10, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9) ON CONFLICT (day, subject_kind, merchant_id, currency, "
            + "asset, officer_id) DO UPDATE SET "
            + "count = revenue_rollups.count + @p5, volume_minor = revenue_rollups.volume_minor + @p6, "
            + "fee_asset_minor = revenue_rollups.fee_asset_minor + @p7, spread_asset_minor = revenue_rollups.spread_asset_minor + @p8, "
            + "decision_seconds = revenue_rollups.decision_seconds + @p9",
            DateOnly.FromDateTime(Now), change.MerchantId, change.Currency, change.Asset, change.OfficerId, change.Count,
            change.VolumeMinor,
            change.FeeAssetMinor, change.SpreadAssetMinor, change.DecisionSeconds, change.SubjectKind);
    }

    /// <summary>Queues the books and the counters; a refusal when the books are halted.</summary>
    internal async Task<DomainError?> FinishAsync(CancellationToken cancellation)
    {
        await Platform.OrderTrail.TellAsync(this, cancellation);
        await Workspace.NotificationBook.TellFollowersAsync(this, cancellation);
        if (_entries.Count > 0 && await ClosedBooksAsync(cancellation) is { } closed)
        {
            return closed;
        }
        foreach (var entry in _entries)
        {
            QueueEntry(entry);
        }
        // In the order of the accounts over all entries: two commands that move the same accounts wait for each other, never in a circle.
        foreach (var moved in _entries.SelectMany(entry => entry.Postings).GroupBy(posting => posting.Account.Text)
            .OrderBy(moved => moved.Key, StringComparer.Ordinal))
        {
            QueueAccount([.. moved]);
        }
        foreach (var (queue, delta) in _counts.Where(count => count.Value != 0))
        {
            session.Queue("INSERT INTO queue_counters (queue, count) VALUES (@p0, @p1) ON CONFLICT (queue) DO UPDATE SET count = "
                + "queue_counters.count + @p1", queue, (long)delta);
        }
        return null;
    }

    // One question for both, because every movement of money asks it.
    private async Task<DomainError?> ClosedBooksAsync(CancellationToken cancellation)
    {
        var period = Now.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        var answer = await session.ScalarAsync(
            "SELECT (SELECT COUNT(*) FROM ledger_health WHERE is_halted) * 2 + (SELECT COUNT(*) FROM closed_periods WHERE period = @p0)",
                cancellation, period);
        return answer switch
        {
            0 => null,
            1 => new DomainError(ErrorCode.PeriodClosed, $"The books of {period} are closed; an admin may open them again."),
            _ => new DomainError(ErrorCode.LedgerHalted, "The books do not balance; money stands still until treasury has looked."),
        };
    }

    private void QueueEntry(JournalEntry entry)
    {
        var id = NewId();
        session.Queue(
            "INSERT INTO ledger_entries (id, unique_key, kind, subject_kind, subject_id, reverses, actor_id, at_utc) VALUES (@p0, @p1, "
                + "@p2, @p3, @p4, @p5, @p6, @p7)",
            id, entry.UniqueKey, entry.Kind, entry.SubjectKind, entry.SubjectId, entry.Reverses, Actor.PersonId, Now);
        for (var line = 0; line < entry.Postings.Count; line++)
        {
            var posting = entry.Postings[line];
            session.Queue(
                "INSERT INTO ledger_postings (entry_id, line, account_key, asset, signed_minor) VALUES (@p0, @p1, @p2, @p3, @p4)",
                id, line + 1, posting.Account.Text, posting.Account.Asset.Text, posting.SignedMinor);
        }
    }

    // Where an overdraft is refused, each movement is held against what is there; elsewhere only the sums count.
    private void QueueAccount(List<Posting> moved)
    {
        if (!moved[0].Account.MayNotBeOverdrawn)
        {
            QueueAccount(moved[0].Account, moved.Sum(posting => posting.DebitMinor), moved.Sum(posting => posting.CreditMinor));
            return;
        }
        moved.ForEach(posting => QueueAccount(posting.Account, posting.DebitMinor, posting.CreditMinor));
    }

    private void QueueAccount(AccountKey account, long debitMinor, long creditMinor)
    {
        if (account.MayNotBeOverdrawn && debitMinor > 0)
        {
            // The proposed row of an upsert is held against the overdraft check before the conflict is seen, so a debit
            // alone would be refused although the account can bear it. The account is made first, empty.
            session.Queue(
                "INSERT INTO ledger_accounts (key, family, asset, owner_id, may_not_be_overdrawn, debit_minor, credit_minor) VALUES "
                    + "(@p0, @p1, @p2, @p3, @p4, 0, 0) ON CONFLICT (key) DO NOTHING",
                account.Text, Domain.Lifecycles.Names.Snake(account.Family), account.Asset.Text,
                    account.OwnerId, true);
            session.Queue("UPDATE ledger_accounts SET debit_minor = debit_minor + @p1 WHERE key = @p0", account.Text,
                debitMinor);
            return;
        }
        session.Queue(
            "INSERT INTO ledger_accounts (key, family, asset, owner_id, may_not_be_overdrawn, debit_minor, credit_minor) VALUES (@p0, "
                + "@p1, @p2, @p3, @p4, @p5, @p6) "
            + "ON CONFLICT (key) DO UPDATE SET debit_minor = ledger_accounts.debit_minor + @p5, credit_minor = "
                + "ledger_accounts.credit_minor + @p6",
            account.Text, Domain.Lifecycles.Names.Snake(account.Family), account.Asset.Text,
                account.OwnerId,
            account.MayNotBeOverdrawn, debitMinor, creditMinor);
    }
}

/// <summary>An endpoint that may hear an event.</summary>
internal sealed record Listening(Guid Id, string Events, string Surface);

/// <summary>A stored command on its way through its desk a second time.</summary>
/// <param name="ApprovalId">The approval.</param>
/// <param name="Operation">What was asked for.</param>
/// <param name="EntityId">On which record.</param>
/// <param name="CheckerId">Who agreed last.</param>
public sealed record ReplayedCommand(Guid ApprovalId, Domain.Approvals.ApprovalOperation Operation, Guid EntityId, Guid CheckerId);

/// <summary>One line for the audit record.</summary>
/// <param name="Action">What was done: <c>deposit.confirm</c>.</param>
/// <param name="EntityKind">To what kind of record.</param>
/// <param name="EntityId">To which.</param>
public sealed record AuditNote(string Action, string EntityKind, Guid EntityId)
{
    /// <summary>The merchant concerned, so that merchants can read their own history.</summary>
    public Guid? MerchantId { get; init; }

    /// <summary>The status before.</summary>
    public string? FromStatus { get; init; }

    /// <summary>The status after.</summary>
    public string? ToStatus { get; init; }

    /// <summary>The reason given.</summary>
    public string? Reason { get; init; }

    /// <summary>What changed, as an object that JSON can show.</summary>
    public object? Changes { get; init; }
}

/// <summary>What an earning, or its reversal, changes in the revenue of its day. The kind is that of the journal entries behind
/// it.</summary>
public sealed record RevenueChange(
    string SubjectKind, Guid MerchantId, string Currency, string Asset, Guid OfficerId, int Count, long VolumeMinor, long FeeAssetMinor,
        long SpreadAssetMinor, long DecisionSeconds);
