using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Rates;

/// <summary>Writes what sources said and what was accepted.</summary>
internal static class RateRows
{
    private const string KeepSql =
        "INSERT INTO reference_rates (base_code, quote_code, source, rate, as_of_utc, state, detail, checked_at_utc, set_by, set_by_name, "
        + "reason) "
        + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10) ON CONFLICT (base_code, quote_code, source) DO UPDATE SET "
        + "rate = @p3, as_of_utc = @p4, state = @p5, detail = @p6, checked_at_utc = @p7, set_by = @p8, set_by_name = @p9, reason = @p10",
        RememberSql = "INSERT INTO rate_guards (base_code, quote_code, anchor, anchor_at_utc, seen, seen_at_utc, is_held) VALUES (@p0, "
            + "@p1, @p2, @p3, @p4, @p5, @p6) "
        + "ON CONFLICT (base_code, quote_code) DO UPDATE SET anchor = @p2, anchor_at_utc = @p3, seen = @p4, seen_at_utc = @p5, is_held = @p6";

    public static void Keep(DeskWork work, string baseCode, string quoteCode, KeptRate row) => work.Session.Queue(
        KeepSql, baseCode, quoteCode, row.Source, row.Rate?.ToString(), row.AsOfUtc, Names.Snake(row.State), row.Detail, row.CheckedAtUtc,
            row.SetBy, row.SetByName, row.Reason);

    public static void Remember(DeskWork work, string baseCode, string quoteCode, RateMemory memory) => work.Session.Queue(
        RememberSql, baseCode, quoteCode, memory.Anchor.ToString(), memory.AnchorAtUtc, memory.Seen.ToString(), memory.SeenAtUtc,
            memory.IsHeld);
}
