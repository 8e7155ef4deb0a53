namespace OtcBackoffice.Desks.Reports;

/// <summary>What the rows of a revenue report are summed over. Currency and asset always stay apart: their amounts cannot be
/// added.</summary>
[Flags]
public enum ReportSplit
{
    /// <summary>One row per currency and asset.</summary>
    None = 0,

    /// <summary>By day.</summary>
    Day = 1,

    /// <summary>By month; not together with day.</summary>
    Month = 2,

    /// <summary>By merchant.</summary>
    Merchant = 4,

    /// <summary>By the officer who decided.</summary>
    Officer = 8,
}

/// <summary>How a report is cut.</summary>
/// <param name="From">The first day in UTC.</param>
/// <param name="To">The last day, with it.</param>
/// <param name="MerchantId">Only this merchant, or null.</param>
/// <param name="Currency">Only this currency, or null.</param>
/// <param name="OfficerId">Only this officer, or null.</param>
/// <param name="Split">What the rows stand for.</param>
/// <param name="SubjectKind">Only this kind of business, one of <see cref="SubjectKinds"/>, or null.</param>
public sealed record ReportCut(
    DateOnly From, DateOnly To, Guid? MerchantId = null, string? Currency = null, Guid? OfficerId = null,
    ReportSplit Split = ReportSplit.Day | ReportSplit.Merchant | ReportSplit.Officer,
    string? SubjectKind = null)
{
    /// <summary>The kinds of record that earn something, as the journal names them.</summary>
    public static readonly IReadOnlyList<string> SubjectKinds = ["deposit", "withdrawal", "exchange", "block_order"];

    /// <summary>Longest span of a report in days.</summary>
    public const int DaysMax = 3_660;

    /// <summary>The first day of so many days that end with this one; the calendar's own first day where it has no more.</summary>
    public static DateOnly FirstOf(int days, DateOnly last) => last.DayNumber < days ? DateOnly.MinValue : last.AddDays(1 - days);
}

/// <summary>One row: what was traded, and what the desk earned by it.</summary>
/// <param name="Day">The day, the first of the month when rows are months, or null.</param>
/// <param name="MerchantId">The merchant, or null when rows are not by merchant.</param>
/// <param name="MerchantName">Its name.</param>
/// <param name="SubjectKind">The kind of business.</param>
/// <param name="Currency">The fiat currency that was taken in or paid out.</param>
/// <param name="Asset">In what fees and spread were earned: the asset of a deposit, the currency itself of a withdrawal.</param>
/// <param name="Network">Its network, or nothing for a currency.</param>
/// <param name="OfficerId">Who decided, or null when rows are not by officer.</param>
/// <param name="OfficerName">The name.</param>
/// <param name="Count">How many.</param>
/// <param name="Volume">The fiat amount.</param>
/// <param name="Fees">Fees in the asset.</param>
/// <param name="Spread">Spread in the asset.</param>
/// <param name="MeanDecisionSeconds">The mean time from submission to decision; null without any.</param>
public sealed record ReportLine(
    DateOnly? Day, Guid? MerchantId, string? MerchantName, string SubjectKind, string Currency, string Asset, string Network,
    Guid? OfficerId, string? OfficerName, long Count,
    string Volume, string Fees, string Spread, long? MeanDecisionSeconds);

/// <summary>A report.</summary>
/// <param name="Rows">Its rows, by day, currency, merchant and officer.</param>
/// <param name="Totals">One row per currency and asset over all of them.</param>
/// <param name="IsCut">Whether there are more rows than one answer holds; narrow the report, or export it.</param>
public sealed record ReportView(IReadOnlyList<ReportLine> Rows, IReadOnlyList<ReportLine> Totals, bool IsCut)
{
    /// <summary>The moment that it was true at; a replica may lie behind.</summary>
    public DateTime AsOfUtc { get; init; }
}

/// <summary>A month and whether its books are closed.</summary>
public sealed record PeriodView(string Period, DateTime? ClosedAtUtc, string? ClosedBy);
