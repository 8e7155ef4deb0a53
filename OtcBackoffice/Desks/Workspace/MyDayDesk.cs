using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>An account whose statement of yesterday has not come.</summary>
public sealed record MissingStatement(string Account, DateOnly? LastDay);

/// <summary>What a member of staff looks at first.</summary>
public sealed record MyDay
{
    /// <summary>What the reader holds, earliest due first.</summary>
    public required IReadOnlyList<DepositLine> Mine { get; init; }

    /// <summary>What waits too long, whoever holds it, earliest due first; the first few.</summary>
    public required IReadOnlyList<DepositLine> Late { get; init; }
    public required int LateCount { get; init; }

    /// <summary>How much of the reader's limit is used, or null when none binds.</summary>
    public LimitUseView? Limit { get; init; }
    public required int Endpoints { get; init; }
    public required int EndpointsStopped { get; init; }
    public required IReadOnlyList<MissingStatement> Statements { get; init; }
    public required int Accounts { get; init; }
    public required DateTime NowUtc { get; init; }
}

/// <summary>Reads the home page of staff.</summary>
public sealed class MyDayDesk(DeskGate gate, DepositFeed feed, DeskSettings settings, TimeProvider clock)
{
    private const int RowsMax = 8;

    /// <summary>The reader's day.</summary>
    public async Task<Result<MyDay>> ReadAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var (db, me, now) = (reading.Db, reading.Actor.PersonId, clock.UtcNowMillis());
        var limits = await LimitsReader.ReadAsync(reading.Rows, settings.Limits, cancellation);
        var with = new LineReading(feed.Tallies, limits.OfficerCapUsdCents, now);
        var pending = db.Deposits.Where(row => row.Status == DepositStatus.Pending).OrderBy(row => row.DecisionDueAtUtc).ThenBy(row =>
            row.Id);
        var late = pending.Where(row => row.ClockPausedAtUtc == null && row.DecisionDueAtUtc < now);
        var mine = pending.Where(row => row.AssigneeUserId == me && row.ClaimExpiresAtUtc > now);
        var (accounts, missing) = await StatementsAsync(db, now, cancellation);
        return new MyDay
        {
            Mine = await DepositLines.ReadAsync(db, mine.Take(RowsMax), with, cancellation),
            Late = await DepositLines.ReadAsync(db, late.Take(RowsMax), with, cancellation),
            LateCount = await late.CountAsync(cancellation),
            Limit = await LimitUse.HighestAsync(reading, settings.Limits, now, cancellation),
            Endpoints = await db.WebhookEndpoints.CountAsync(cancellation),
            EndpointsStopped = await db.WebhookEndpoints.CountAsync(row => !row.IsActive && row.Cause != null, cancellation),
            Accounts = accounts,
            Statements = missing,
            NowUtc = now,
        };
    }

    // A bank's statement of a day comes on the day after.
    private static async Task<(int Accounts, List<MissingStatement> Missing)> StatementsAsync(BackofficeDbContext db, DateTime now,
        CancellationToken cancellation)
    {
        var accounts = await db.DeskAccounts.Where(row => row.IsActive && row.Kind == "bank").OrderBy(row => row.Name).ThenBy(row => row.Id)
            .Select(row => new { row.Name, Last = db.BankStatements.Where(one => one.AccountId == row.Id).Max(one =>
                one.ToDay) }).ToListAsync(cancellation);
        var wanted = DateOnly.FromDateTime(now).AddDays(-1);
        return (accounts.Count, [.. accounts.Where(one => one.Last is null || one.Last < wanted).Select(one =>
            new MissingStatement(one.Name, one.Last))]);
    }
}
