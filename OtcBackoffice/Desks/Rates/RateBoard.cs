using System.Data.Common;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Conventions;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Rates;

/// <summary>Reads what every source says about a pair, and says which one counts.</summary>
public sealed class RateBoard(BackofficeDatabase database, IReferenceRates live, RateSettings settings, TimeProvider clock)
{
    private const string RowsSql =
        "SELECT source, rate, as_of_utc, state, detail, set_by, set_by_name, reason, checked_at_utc FROM reference_rates WHERE base_code "
        + "= @p0 AND quote_code = @p1",
        GuardSql = "SELECT anchor, anchor_at_utc, seen, seen_at_utc, is_held FROM rate_guards WHERE base_code = @p0 AND quote_code = @p1";

    /// <summary>What is known about a pair now.</summary>
    public async Task<RatePicture> ReadAsync(string baseCode, string quoteCode, CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        var (rows, memory) = await RowsAsync(baseCode, quoteCode, cancellation);
        var sources = new List<SourceRate>(settings.Order.Count);
        foreach (var source in settings.Order)
        {
            sources.Add(source.Name == RateSettings.Sandbox
                ? Of(source, await live.CurrentAsync(baseCode, quoteCode, cancellation), now)
                : Of(source, rows.FirstOrDefault(row => row.Source == source.Name), now));
        }
        var jump = RatePicture.ChosenOf(sources) is { IsStale: false, Rate: { } rate } ? RateJump.Of(memory, rate, settings.Jump, now)
            : null;
        return new RatePicture(baseCode, quoteCode, sources, memory, jump);
    }

    internal async Task<(List<KeptRate> Rows, RateMemory? Memory)> RowsAsync(string baseCode, string quoteCode,
        CancellationToken cancellation)
    {
        await using var reading = await database.RentReaderAsync(cancellation);
        var rows = await reading.ReadAsync(RowsSql, Kept, cancellation, baseCode, quoteCode);
        var guards = await reading.ReadAsync(GuardSql, Memory, cancellation, baseCode, quoteCode);
        return (rows, guards.Count == 0 ? null : guards[0]);
    }

    /// <summary>What is remembered of a pair, as a command sees it.</summary>
    internal static async Task<RateMemory?> MemoryAsync(DeskWork work, string baseCode, string quoteCode, CancellationToken cancellation) =>
        (await work.Session.ReadAsync(GuardSql, Memory, cancellation, baseCode, quoteCode)) is [var memory, ..] ? memory : null;

    private static SourceRate Of(RateSource source, ReferenceRate? rate, DateTime now) => rate is null
        ? new SourceRate(source.Name, RateFeedState.PairMissing, null, null, 0, source.AgeSecondsMax, null, null, null, null)
        : new SourceRate(source.Name, RateFeedState.Working, new Rate(rate.Mantissa, rate.Scale), rate.AsOfUtc, Age(rate.AsOfUtc, now),
            source.AgeSecondsMax, null, null, null, null);

    private static SourceRate Of(RateSource source, KeptRate? row, DateTime now) => row is null
        ? new SourceRate(source.Name, RateFeedState.Waiting, null, null, 0, source.AgeSecondsMax, null, null, null, null)
        : new SourceRate(source.Name, row.State, row.Rate, row.AsOfUtc, row.AsOfUtc is { } at ? Age(source, at, now) : 0,
            source.AgeSecondsMax, row.Detail, row.SetBy, row.SetByName, row.Reason);

    // The daily file does not come on days on which its publisher is closed, and is no older for it.
    private static long Age(RateSource source, DateTime asOf, DateTime now) =>
        source.Name == RateSettings.Ecb ? TargetDays.OpenSeconds(asOf, now) : Age(asOf, now);

    private static long Age(DateTime asOf, DateTime now) => (long)Math.Max(0, (now - asOf).TotalSeconds);

    private static KeptRate Kept(DbDataReader row) => new(
        row.GetString(0), row.IsDBNull(1) ? null : Read(row.GetString(1)), row.IsDBNull(2) ? null : UtcMillis.To(row.GetInt64(2)),
        Names.TryParse<RateFeedState>(row.GetString(3), out var state) ? state : RateFeedState.Waiting, Text(row, 4), row.IsDBNull(5) ? null
            : row.GetGuid(5), Text(row, 6), Text(row, 7),
        UtcMillis.To(row.GetInt64(8)));

    private static RateMemory Memory(DbDataReader row) => new(
        Read(row.GetString(0)), UtcMillis.To(row.GetInt64(1)), Read(row.GetString(2)), UtcMillis.To(row.GetInt64(3)), row.GetBoolean(4));

    private static Rate Read(string text) =>
        Rate.TryParse(text, out var rate) ? rate : throw new InvalidOperationException($"'{text}' is no rate.");

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>A row of what a source last said.</summary>
internal sealed record KeptRate(
    string Source, Rate? Rate, DateTime? AsOfUtc, RateFeedState State, string? Detail, Guid? SetBy, string? SetByName, string? Reason,
        DateTime CheckedAtUtc);
