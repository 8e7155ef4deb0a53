using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Deposits;

/// <summary>Which value dates a wire can have that somebody hands in today: it was sent within a year, or goes out by tomorrow.</summary>
public static class TransferDay
{
    /// <summary>Why a day cannot be the value date of a wire, or null.</summary>
    /// <param name="day">The day, or null when none was named.</param>
    /// <param name="field">The field that it came in.</param>
    /// <param name="today">The day of the desk, where the desk is.</param>
    public static DomainError? Fault(DateOnly? day, string field, DateOnly today)
    {
        var (first, last) = (today.AddYears(-1), today.AddDays(1));
        return day is null || (day >= first && day <= last) ? null
            : DomainError.Of(ErrorCode.InvalidRequest, field,
                $"{field} must be a day from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: a wire of the last year, or of tomorrow at the latest.");
    }
}
