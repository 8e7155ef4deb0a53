using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>How a list of deposits is cut and ordered.</summary>
/// <param name="Status">Only this status, or null.</param>
/// <param name="MerchantId">Only this merchant, or null; merchants always get their own only.</param>
/// <param name="AssigneeUserId">Only this assignee, or null.</param>
/// <param name="OldestFirst">Queues are worked oldest first, histories read newest first.</param>
/// <param name="Cursor">Where the page starts, or null.</param>
/// <param name="Size">Rows of the page.</param>
public sealed record DepositFilter(
    DepositStatus? Status = null, Guid? MerchantId = null, Guid? AssigneeUserId = null, bool OldestFirst = false, string? Cursor = null,
    int Size = Cursor.SizeDefault)
{
    /// <summary>Only those whose push to a phone has come this far, or null.</summary>
    public PushState? PushState { get; init; }
}

/// <summary>One line of a deposit's history.</summary>
public sealed record DepositHistoryLine(
    long Id, DateTime AtUtc, string Action, string ActorName, Guid? ActorId, string? FromStatus, string? ToStatus, string? Reason,
        string? Changes, string? Cause);

/// <summary>Everything that the settlement tab shows.</summary>
public sealed record SettlementView(DepositView Deposit, TransferView? Transfer, ProposalView? Proposal);

/// <summary>A deposit with what may be done to it by who asks, and why not what may not.</summary>
public sealed record DepositReview(DepositView Deposit, IReadOnlyList<DepositChoice> Choices, IReadOnlyList<DepositHistoryLine> History,
    SettlementView Settlement)
{
    /// <summary>Other deposits with the same proof or payment reference; the same money declared twice looks like this.</summary>
    public IReadOnlyList<DepositRepeat> Repeats => Deposit.Repeats;

    /// <summary>What waits for a decision, oldest first; the first few.</summary>
    public IReadOnlyList<DepositLine> Waiting { get; init; } = [];

    /// <summary>The next one to decide after this, or null when there is none.</summary>
    public DepositLine? Next { get; init; }

    /// <summary>The one that waits before this, or null when it is the first.</summary>
    public DepositLine? Previous { get; init; }

    /// <summary>How far from its quote a credit may be without a reason, in basis points.</summary>
    public int ToleranceBps { get; init; }

    /// <summary>Who looks.</summary>
    public Guid ViewerId { get; init; }

    /// <summary>The name of who looks.</summary>
    public string ViewerName { get; init; } = "";
}

/// <summary>Another deposit that repeats something of this one.</summary>
/// <param name="Id">The other deposit.</param>
/// <param name="HumanId">Its number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="SameProof">Whether it came with the same file.</param>
/// <param name="SameReference">Whether it names the same payment reference.</param>
public sealed record DepositRepeat(Guid Id, string HumanId, DepositStatus Status, bool SameProof, bool SameReference);

/// <summary>Reads deposits. A merchant sees its own and nothing of the staff's; paging is by key and never counts.</summary>
public sealed partial class DepositQueries(DeskGate gate, PayoutEnrichment enrichment, DepositFeed feed, DeskSettings settings,
    PolicyGate policy, TimeProvider clock)
{
    /// <summary>A page of deposits.</summary>
    public async Task<Result<Page<DepositView>>> ListAsync(DepositFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var cursor = Cursor.Decode(filter.Cursor);
        if (cursor.Failed(out var malformed))
        {
            return malformed;
        }
        var size = Math.Clamp(filter.Size, 1, Pipeline.Cursor.SizeMax);
        var rows = await DepositRows.PageAsync(reading, filter, cursor.Value, size + 1, cancellation);
        var page = rows.Count > size ? rows[..size] : rows;
        var next = rows.Count > size ? new Cursor(Millis(page[^1].Deposit.CreatedAtUtc), page[^1].Deposit.Id).Encode() : null;
        await enrichment.FillAsync(page.ConvertAll(row => row.Deposit), cancellation);
        var views = page.ConvertAll(row => row.View(reading.Actor.Roles.IsStaff));
        if (reading.Actor.Roles.IsStaff && page.Count > 0)
        {
            var ids = page.ConvertAll(row => row.Deposit.Id);
            var (held, asleep) = (await WorkAround.HeldAsync(reading.Db, ids, cancellation),
                await WorkAround.SnoozedAsync(reading.Db, ids, clock.UtcNowMillis(), cancellation));
            views = views.ConvertAll(view => view with
            {
                HeldDecision = held.GetValueOrDefault(view.Id),
                SnoozedUntilUtc = asleep.TryGetValue(view.Id, out var until) ? until : null,
            });
        }
        if (filter.OldestFirst && reading.Actor.Roles.IsStaff && page.Count > 0)
        {
            // Who works a queue wants to see first what has come.
            var lines = await DepositReceipts.LinesAsync(reading.Db, page.ConvertAll(row => (row.Deposit.Id, row.Deposit.ReferenceKey)),
                cancellation);
            views = views.ConvertAll(view => view with { BankLine = lines[view.Id] });
        }
        return new Page<DepositView>(views, next);
    }

    /// <summary>One deposit; a foreign one answers like a missing one.</summary>
    public async Task<Result<DepositView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var deposit = await FindAsync(reading, id, cancellation);
        if (deposit is null)
        {
            return DomainError.Missing("deposit");
        }
        await enrichment.FillAsync([deposit], cancellation);
        var view = (await NamedAsync(reading, [deposit], cancellation))[0] with
        {
            Receipts = await DepositReceipts.OnAsync(reading.Db, id, cancellation),
            ReconciledAtUtc = await reading.Db.ReconciledRecords.Where(row => row.Kind == "deposit" && row.RecordId == id)
                .MaxAsync(row => (DateTime?)row.ReconciledAtUtc, cancellation),
        };
        if (!reading.Actor.Roles.IsStaff)
        {
            return view;
        }
        view = await ForStaffAsync(reading, deposit, view, cancellation);
        var (limits, now) = (await LimitsReader.ReadAsync(reading.Rows, settings.Limits, cancellation), clock.UtcNowMillis());
        return view with { Actions =
            DepositActions.Of(view, await ChoicesAsync(reading, deposit, view, limits, now, cancellation), reading.Actor) };
    }

    /// <summary>The deposit, its transfer and its latest proposal.</summary>
    public async Task<Result<SettlementView>> SettlementAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var deposit = await FindAsync(reading, id, cancellation);
        return deposit is null
            ? DomainError.Missing("deposit")
            : await SettlementAsync(reading, (await NamedAsync(reading, [deposit], cancellation))[0], cancellation);
    }

    /// <summary>The history: all of it for staff, without names, notes and inner steps for the merchant.</summary>
    public async Task<Result<IReadOnlyList<DepositHistoryLine>>> HistoryAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await FindAsync(reading, id, cancellation) is null
            ? DomainError.Missing("deposit")
            : (Result<IReadOnlyList<DepositHistoryLine>>)await HistoryAsync(reading, id, cancellation);
    }

    /// <summary>Everything that the review page shows, in one reading.</summary>
    public async Task<Result<DepositReview>> ReviewAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var deposit = await FindAsync(reading, id, cancellation);
        if (deposit is null)
        {
            return DomainError.Missing("deposit");
        }
        await enrichment.FillAsync([deposit], cancellation);
        var view = (await NamedAsync(reading, [deposit], cancellation))[0]
            with { Receipts = await DepositReceipts.OnAsync(reading.Db, id, cancellation) };
        view = reading.Actor.Roles.IsStaff ? await ForStaffAsync(reading, deposit, view, cancellation) : view;
        var (limits, now) = (await LimitsReader.ReadAsync(reading.Rows, settings.Limits, cancellation), clock.UtcNowMillis());
        var choices = await ChoicesAsync(reading, deposit, view, limits, now, cancellation);
        var review = new DepositReview(view, choices, await HistoryAsync(reading, id, cancellation),
            await SettlementAsync(reading, view, cancellation)) { ToleranceBps = limits.ToleranceBps };
        return reading.Actor.Roles.IsStaff ? await AroundAsync(reading, review, cancellation) : review;
    }

    /// <summary>How many deposits stand in each status; read from counters, never counted.</summary>
    public async Task<Result<IReadOnlyDictionary<DepositStatus, long>>> CountersAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await DepositRows.CountsAsync(reading.Rows, cancellation);
    }

    private async Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        var actor = opened.Value.Actor;
        if (actor.May(Permission.DepositReadAll) || (actor.May(Permission.DepositOwn) && actor.MerchantId is not null))
        {
            return opened;
        }
        await opened.Value.DisposeAsync();
        return new DomainError(ErrorCode.Forbidden, "This needs a role that reads deposits.");
    }

    private static Task<Deposit?> FindAsync(DeskReading reading, Guid id, CancellationToken cancellation) =>
        Visible(reading).FirstOrDefaultAsync(deposit => deposit.Id == id, cancellation);

    private static IQueryable<Deposit> Visible(DeskReading reading)
    {
        if (reading.Actor.May(Permission.DepositReadAll))
        {
            return reading.Db.Deposits;
        }
        var merchant = reading.Actor.MerchantId;
        return reading.Db.Deposits.Where(deposit => deposit.MerchantId == merchant);
    }

    private static IQueryable<Deposit> Narrow(DeskReading reading, DepositFilter filter)
    {
        var rows = Visible(reading);
        rows = filter.Status is { } status ? rows.Where(row => row.Status == status) : rows;
        rows = filter.MerchantId is { } merchant ? rows.Where(row => row.MerchantId == merchant) : rows;
        return filter.AssigneeUserId is { } assignee ? rows.Where(row => row.AssigneeUserId == assignee) : rows;
    }

    // The doubled condition lets PostgreSQL use the index as a range; the OR form alone is twenty times slower there.
    private static IQueryable<Deposit> Keyset(IQueryable<Deposit> rows, bool oldestFirst, Cursor? cursor)
    {
        if (oldestFirst)
        {
            if (cursor is { } after)
            {
                var (time, id) = (Data.Conventions.UtcMillis.To(after.Millis), after.Id);
                rows = rows.Where(row => row.CreatedAtUtc >= time && (row.CreatedAtUtc > time || row.Id > id));
            }
            return rows.OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id);
        }
        if (cursor is { } before)
        {
            var (time, id) = (Data.Conventions.UtcMillis.To(before.Millis), before.Id);
            rows = rows.Where(row => row.CreatedAtUtc <= time && (row.CreatedAtUtc < time || row.Id < id));
        }
        return rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id);
    }

    private static long Millis(DateTime time) => Data.Conventions.UtcMillis.From(time);

    private static async Task<List<DepositView>> NamedAsync(DeskReading reading, List<Deposit> deposits, CancellationToken cancellation)
    {
        var isStaff = reading.Actor.Roles.IsStaff;
        var merchantIds = deposits.Select(row => row.MerchantId).Distinct().ToList();
        var merchants = await reading.Db.Merchants.Where(row => merchantIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        var people = isStaff ? await PeopleAsync(reading.Db, deposits, cancellation) : [];
        return
        [
            .. deposits.Select(deposit => DepositView.Of(deposit, isStaff) with
            {
                MerchantName = merchants.GetValueOrDefault(deposit.MerchantId, ""),
                AssigneeName = deposit.AssigneeUserId is { } assignee ? people.GetValueOrDefault(assignee) : null,
                ConfirmedByName = deposit.ConfirmedBy is { } confirmer ? people.GetValueOrDefault(confirmer) : null,
            }),
        ];
    }

    private static async Task<Dictionary<Guid, string>> PeopleAsync(BackofficeDbContext db, List<Deposit> deposits,
        CancellationToken cancellation)
    {
        var ids = deposits.SelectMany(row => (Guid?[])[row.AssigneeUserId, row.ConfirmedBy]).OfType<Guid>().Distinct().ToList();
        return ids.Count == 0 ? []
            : await db.Users.Where(user => ids.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellation);
    }

    private static async Task<List<DepositHistoryLine>> HistoryAsync(DeskReading reading, Guid id, CancellationToken cancellation)
    {
        var rows = await reading.Db.Audit.Where(row => row.EntityId == id).OrderBy(row => row.Id).ToListAsync(cancellation);
        return reading.Actor.Roles.IsStaff
            ? [.. rows.Select(row =>
                new DepositHistoryLine(row.Id, row.AtUtc, row.Action, row.ActorName, row.ActorId, row.FromStatus, row.ToStatus, row.Reason,
                row.Changes, row.Cause))]
            : [.. rows.Where(row => !InnerSteps.Contains(row.Action)).Select(row => ForMerchant(row, reading.Actor.PersonId))];
    }

    // How the desk checks a proof is its own affair.
    private static readonly string[] InnerSteps =
        ["deposit.tick", "deposit.untick", "deposit.accept_difference", "deposit.renew_proof", "deposit.note", "deposit.snooze",
        "deposit.wake",
        "deposit.hold_confirm", "deposit.hold_reject", "deposit.undo", "deposit.void_decision", "deposit.hand_over"];

    // Merchants learn what happened and why, not who at the desk did it or how the desk works inside.
    private static DepositHistoryLine ForMerchant(AuditRow row, Guid self) => new(
        row.Id, row.AtUtc, row.Action, row.ActorId == self ? row.ActorName : "OTC desk", row.ActorId == self ? row.ActorId : null,
        row.FromStatus, row.ToStatus, row.Action is "deposit.reject" or "deposit.reopen" or "deposit.ask" or "deposit.answer" ? row.Reason
            : null, null, null);

    private Task<IReadOnlyList<DepositChoice>> ChoicesAsync(
        DeskReading reading, Deposit deposit, DepositView view, DeskLimits limits, DateTime now, CancellationToken cancellation) =>
        DepositChoices.ForAsync(deposit, view.Evidence, view.HeldDecision, reading.Actor, limits, now,
            about => policy.PreviewAsync(reading, about, now, cancellation));

    private async Task<DepositView> ForStaffAsync(DeskReading reading, Deposit deposit, DepositView view, CancellationToken cancellation)
    {
        var around = await WorkAround.ReadAsync(reading.Db, deposit.Id, reading.Actor.PersonId, clock.UtcNowMillis(), cancellation);
        var proposed = await DepositReceipts.ProposedAsync(reading.Db, deposit, cancellation);
        return view with
        {
            AddressFlags = await AddressFlags.ForAsync(reading.Db, deposit, clock.UtcNowMillis(), cancellation),
            Evidence = await DepositEvidence.ReadAsync(reading.Db, deposit, cancellation),
            Repeats = await RepeatsAsync(reading.Db, deposit, cancellation),
            ProposedReceipts = proposed,
            BankLine = DepositReceipts.Line(view.Receipts, proposed),
            HeldDecision = around.Held,
            SnoozedUntilUtc = around.SnoozedUntilUtc,
            IsFollowed = around.IsFollowed,
            Notes = around.Notes,
            LimitUse = await LimitUse.ReadAsync(reading, settings.Limits, deposit.MerchantId, clock.UtcNowMillis(), cancellation),
        };
    }

    private static async Task<SettlementView> SettlementAsync(DeskReading reading, DepositView deposit, CancellationToken cancellation)
    {
        var transfer = await reading.Db.Transfers.Where(row => row.DepositId == deposit.Id).OrderByDescending(row => row.CreatedAtUtc)
            .FirstOrDefaultAsync(cancellation);
        var proposal = await reading.Db.Proposals.Where(row => row.DepositId == deposit.Id).OrderByDescending(row => row.Number)
            .FirstOrDefaultAsync(cancellation);
        return new SettlementView(deposit, transfer is null ? null : TransferView.Of(transfer),
            proposal is null ? null : ProposalView.Of(proposal, await NamesAsync(reading, proposal, cancellation)));
    }

    private static async Task<Dictionary<Guid, string>> NamesAsync(DeskReading reading, Domain.Treasury.Proposal proposal,
        CancellationToken cancellation)
    {
        if (!reading.Actor.Roles.IsStaff)
        {
            return [];
        }
        var ids = proposal.Signatures.Select(one => one.PersonId).Append(proposal.CreatedBy).ToList();
        return await reading.Db.Users.Where(user => ids.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellation);
    }
}
