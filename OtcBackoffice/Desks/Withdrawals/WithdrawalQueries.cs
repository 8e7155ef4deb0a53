using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Withdrawals;

/// <summary>How a list of withdrawals is cut and ordered; merchants always get their own only.</summary>
public sealed record WithdrawalFilter(
    WithdrawalStatus? Status = null, Guid? MerchantId = null, Guid? AssigneeUserId = null, bool OldestFirst = false, string? Cursor = null,
        int Size = Cursor.SizeDefault);

/// <summary>Reads withdrawals. A merchant sees its own and nothing of the staff's; paging is by key and never counts.</summary>
public sealed class WithdrawalQueries(DeskGate gate, DeskSettings settings, PolicyGate policy, TimeProvider clock)
{
    private static readonly WithdrawalAction[] Staff =
    [
        WithdrawalAction.Approve, WithdrawalAction.Reject, WithdrawalAction.Claim, WithdrawalAction.Release, WithdrawalAction.Execute,
        WithdrawalAction.Complete, WithdrawalAction.Fail,
    ];

    /// <summary>A page of withdrawals.</summary>
    public async Task<Result<Page<WithdrawalView>>> ListAsync(WithdrawalFilter filter, CancellationToken cancellation)
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
        var rows = await Keyset(Narrow(reading, filter), filter.OldestFirst, cursor.Value).Take(size + 1).ToListAsync(cancellation);
        var page = rows.Count > size ? rows[..size] : rows;
        var next = rows.Count > size ? new Cursor(Data.Conventions.UtcMillis.From(page[^1].CreatedAtUtc), page[^1].Id).Encode() : null;
        return new Page<WithdrawalView>(await NamedAsync(reading, page, cancellation), next);
    }

    /// <summary>One withdrawal; a foreign one answers like a missing one.</summary>
    public async Task<Result<WithdrawalView>> GetAsync(Guid id, CancellationToken cancellation) =>
        (await ReviewAsync(id, cancellation)).Map(review => review.Withdrawal);

    /// <summary>The history: all of it for staff, without names and inner steps for the merchant.</summary>
    public async Task<Result<IReadOnlyList<WithdrawalHistoryLine>>> HistoryAsync(Guid id, CancellationToken cancellation) =>
        (await ReviewAsync(id, cancellation)).Map(review => review.History);

    /// <summary>Everything that the review page shows, in one reading.</summary>
    public async Task<Result<WithdrawalReview>> ReviewAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await Visible(reading).FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (row is null)
        {
            return DomainError.Missing("withdrawal");
        }
        var view = (await NamedAsync(reading, [row], cancellation))[0];
        var history = await reading.Db.Audit.Where(line => line.EntityId == id).OrderBy(line => line.Id).ToListAsync(cancellation);
        var isStaff = reading.Actor.Roles.IsStaff;
        var choices = isStaff ? await ChoicesAsync(reading, row, cancellation) : [];
        return new WithdrawalReview(view, choices, history.ConvertAll(line => Line(line, isStaff, reading.Actor.PersonId)),
            reading.Actor.PersonId);
    }

    /// <summary>What the actor's merchant has of each asset, available and locked.</summary>
    public async Task<Result<IReadOnlyList<WithdrawableView>>> OwnFundsAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.WithdrawalOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var own = reading.Actor.MerchantId;
        var rows = await reading.Db.LedgerAccounts.Where(row => own != null && row.OwnerId == own).ToListAsync(cancellation);
        return (Result<IReadOnlyList<WithdrawableView>>)Asset.All.Select(asset => new WithdrawableView(
            asset.Symbol, asset.Network.Code, asset.Format(Balance(rows, "merchant_available", asset)),
            asset.Format(Balance(rows, "merchant_locked", asset))))
            .Where(line => rows.Any(row => row.Asset == Asset.Find(line.Asset, line.Network)!.Code.Text)).ToList();
    }

    private static long Balance(List<LedgerAccountRow> rows, string family, Asset asset) =>
        rows.Where(row => row.Family == family && row.Asset == asset.Code.Text).Sum(row => row.CreditMinor - row.DebitMinor);

    private async Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        var actor = opened.Value.Actor;
        if (actor.May(Permission.WithdrawalRead) || (actor.May(Permission.WithdrawalOwn) && actor.MerchantId is not null))
        {
            return opened;
        }
        await opened.Value.DisposeAsync();
        return new DomainError(ErrorCode.Forbidden, "This needs a role that reads withdrawals.");
    }

    private static IQueryable<Withdrawal> Visible(DeskReading reading)
    {
        var merchant = reading.Actor.MerchantId;
        return reading.Actor.May(Permission.WithdrawalRead) ? reading.Db.Withdrawals : reading.Db.Withdrawals.Where(row => row.MerchantId == merchant);
    }

    private static IQueryable<Withdrawal> Narrow(DeskReading reading, WithdrawalFilter filter)
    {
        var rows = Visible(reading);
        rows = filter.Status is { } status ? rows.Where(row => row.Status == status) : rows;
        rows = filter.MerchantId is { } merchant ? rows.Where(row => row.MerchantId == merchant) : rows;
        return filter.AssigneeUserId is { } assignee ? rows.Where(row => row.AssigneeUserId == assignee) : rows;
    }

    private static IQueryable<Withdrawal> Keyset(IQueryable<Withdrawal> rows, bool oldestFirst, Cursor? cursor)
    {
        if (cursor is { } from)
        {
            var (time, id) = (Data.Conventions.UtcMillis.To(from.Millis), from.Id);
            rows = oldestFirst
                ? rows.Where(row => row.CreatedAtUtc >= time && (row.CreatedAtUtc > time || row.Id > id))
                : rows.Where(row => row.CreatedAtUtc <= time && (row.CreatedAtUtc < time || row.Id < id));
        }
        return oldestFirst
            ? rows.OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id)
            : rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id);
    }

    private static async Task<List<WithdrawalView>> NamedAsync(DeskReading reading, List<Withdrawal> rows, CancellationToken cancellation)
    {
        var isStaff = reading.Actor.Roles.IsStaff;
        var merchantIds = rows.Select(row => row.MerchantId).Distinct().ToList();
        var merchants = await reading.Db.Merchants.Where(row => merchantIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        var personIds = rows.Select(row => row.AssigneeUserId).OfType<Guid>().Distinct().ToList();
        var people = isStaff ? await reading.Db.Users.Where(user => personIds.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellation) : [];
        return rows.ConvertAll(row => WithdrawalView.Of(row, isStaff) with
        {
            MerchantName = merchants.GetValueOrDefault(row.MerchantId, ""),
            AssigneeName = row.AssigneeUserId is { } assignee ? people.GetValueOrDefault(assignee) : null,
        });
    }

    // Asks the domain itself by trying each decision on a copy, so that a page never offers what the desk would refuse.
    private async Task<IReadOnlyList<WithdrawalChoice>> ChoicesAsync(DeskReading reading, Withdrawal row, CancellationToken cancellation)
    {
        var (lease, now) = ((await LimitsReader.ReadAsync(reading.Rows, settings.Limits, cancellation)).ClaimLeaseSeconds,
            clock.UtcNowMillis());
        var choices = new List<WithdrawalChoice>();
        foreach (var action in Staff.Where(action => WithdrawalLifecycle.Table.Allows(row.Status, action)))
        {
            var blocked = Blocked(action, row.Copy(), reading.Actor, lease, now);
            var choice = new WithdrawalChoice(action, blocked?.Message);
            if (blocked is null && action == WithdrawalAction.Approve)
            {
                var about = WithdrawalTrail.Approval(row);
                var ruled = await policy.PreviewAsync(reading, about, now, cancellation);
                choice = ruled.Decision.Kind switch
                {
                    DecisionKind.Allow => choice,
                    DecisionKind.NeedsSecondPerson =>
                        choice with { AsksFor = $"{ruled.Decision.Rule.Approvers!.Words()} (rule {ruled.Decision.Rule.Name})" },
                    DecisionKind.Deny => choice with { BlockedBecause = ruled.Decision.Refusal(about.Subject, ruled.Request).Message },
                };
            }
            choices.Add(choice);
        }
        return choices;
    }

    private static DomainError? Blocked(WithdrawalAction action, Withdrawal copy, ActorStanding actor, int lease, DateTime now)
    {
        var needed = action is WithdrawalAction.Execute or WithdrawalAction.Complete or WithdrawalAction.Fail ? Permission.WithdrawalPay
            : Permission.WithdrawalDecide;
        if (!actor.May(needed))
        {
            return new DomainError(ErrorCode.Forbidden,
                actor.Is(Role.Auditor) ? "Auditors read and change nothing." : "Your roles do not include this.");
        }
        var tried = action switch
        {
            WithdrawalAction.Claim => copy.Claim(actor, lease, now),
            WithdrawalAction.Release => copy.Release(actor, now),
            WithdrawalAction.Approve => copy.Approve(actor, lease, now),
            WithdrawalAction.Reject => copy.Reject(actor, "tried", null, now),
            WithdrawalAction.Execute => copy.Execute(actor, now),
            WithdrawalAction.Complete => copy.Complete(actor, "tried", now),
            WithdrawalAction.Fail => copy.Fail("tried", now),
            WithdrawalAction.Assign or WithdrawalAction.CancelByCustomer =>
                new DomainError(ErrorCode.Forbidden, "This is not a button of the review page."),
        };
        return tried.Failed(out var refused) ? refused : null;
    }

    // Merchants learn what happened and why, not who at the desk did it or how the desk works inside.
    private static WithdrawalHistoryLine Line(AuditRow row, bool isStaff, Guid self) => isStaff
        ? new WithdrawalHistoryLine(row.Id, row.AtUtc, row.Action, row.ActorName, row.FromStatus, row.ToStatus, row.Reason, row.Changes)
        : new WithdrawalHistoryLine(row.Id, row.AtUtc, row.Action, row.ActorId == self ? row.ActorName : "OTC desk", row.FromStatus,
            row.ToStatus,
            row.Action is "withdrawal.reject" or "withdrawal.fail" ? row.Reason : null, null);
}
