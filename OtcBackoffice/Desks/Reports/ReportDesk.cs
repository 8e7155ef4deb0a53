using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Reports;

/// <summary>Revenue by day, merchant, currency and officer, and the months whose books are closed (specification 004, reports).</summary>
public sealed class ReportDesk(DeskTransaction transaction, DeskGate gate)
{
    /// <summary>Most rows of one answer.</summary>
    public const int RowsMax = 2_000;

    /// <summary>The rows of a report with their totals.</summary>
    public async Task<Result<ReportView>> ReadAsync(ReportCut cut, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cut);
        if (cut.To < cut.From || cut.To.DayNumber - cut.From.DayNumber > ReportCut.DaysMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "to",
                $"to must not lie before from, nor more than {ReportCut.DaysMax} days after it.");
        }
        var opened = await gate.OpenReportAsync(Permission.ReportRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var report = await ReportRows.ReadAsync(reading.Rows, cut, RowsMax, cancellation);
        return report with { AsOfUtc = reading.AsOfUtc };
    }

    /// <summary>Every closed month, newest first.</summary>
    public async Task<Result<IReadOnlyList<PeriodView>>> PeriodsAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ReportRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.ClosedPeriods.OrderByDescending(period => period.Period)
            .Select(period => new PeriodView(period.Period, period.ClosedAtUtc,
                reading.Db.Users.Where(user => user.Id == period.ClosedBy).Select(user => user.DisplayName).FirstOrDefault()))
            .ToListAsync(cancellation);
    }

    /// <summary>Closes a month: from now on no journal entry may carry one of its days. A month that is closed already stays so.</summary>
    public Task<Result<PeriodView>> CloseAsync(string? period, CancellationToken cancellation) => transaction.RunAsync<PeriodView>(
        new DeskCommand(Permission.PeriodClose), async (work, token) =>
        {
            var month = Month(period, work.Now);
            if (month.Failed(out var malformed))
            {
                return malformed;
            }
            if (await work.Db.ClosedPeriods.AllAsync(one => one.Period != month.Value, token))
            {
                work.Db.ClosedPeriods.Add(
                    new ClosedPeriod { Period = month.Value, ClosedAtUtc = work.Now, ClosedBy = work.Actor.PersonId });
                work.Audit(new AuditNote("period.close", "period", Guid.Empty) { Reason = month.Value });
            }
            return new PeriodView(month.Value, work.Now, work.Actor.DisplayName);
        }, cancellation);

    /// <summary>Opens a closed month again; it needs a reason.</summary>
    public Task<Result<PeriodView>> ReopenAsync(string? period, string? reason, CancellationToken cancellation) =>
        transaction.RunAsync<PeriodView>(
        new DeskCommand(Permission.PeriodClose), async (work, token) =>
        {
            var month = Month(period, work.Now);
            if (month.Failed(out var malformed))
            {
                return malformed;
            }
            if (string.IsNullOrWhiteSpace(reason))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "reason", "reason is required.");
            }
            if (await work.Db.ClosedPeriods.FirstOrDefaultAsync(one => one.Period == month.Value, token) is not { } closed)
            {
                return DomainError.Missing("closed period");
            }
            work.Db.ClosedPeriods.Remove(closed);
            work.Audit(new AuditNote("period.reopen", "period", Guid.Empty) { Reason = $"{month.Value}: {reason.Trim()}" });
            return new PeriodView(month.Value, null, null);
        }, cancellation);

    private static Result<string> Month(string? period, DateTime now)
    {
        if (!DateOnly.TryParseExact(period + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "period", "A period is a year and a month, such as 2026-10.");
        }
        return first > DateOnly.FromDateTime(now)
            ? DomainError.Of(ErrorCode.InvalidRequest, "period", $"{period} has not begun.")
            : period!;
    }
}
