using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Status;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Components.Status;

/// <summary>What the page says to somebody who asked for mail, or wants none any more.</summary>
public enum StatusNotice
{
    /// <summary>A letter may be on its way.</summary>
    Asked,

    /// <summary>Mail will come.</summary>
    Confirmed,

    /// <summary>No more mail comes, whether it did before or not.</summary>
    Ended,

    /// <summary>The link is nobody's.</summary>
    NotOurs,

    /// <summary>Whether to end it.</summary>
    AskEnd,
}

/// <summary>The public status page (specification 000): a whole document without a circuit and without script, drawn from the board's
/// copy.</summary>
public sealed partial class StatusPage : ComponentBase
{
    private const int Days = 90, Step = 8, Wide = 6, High = 28, Half = 14, HourMinutes = 60;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>What is known.</summary>
    [Parameter]
    [EditorRequired]
    public StatusSnapshot View { get; set; } = default!;

    /// <summary>Whether nobody has measured for a while.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    /// <summary>What is said about mail; null when nothing is.</summary>
    [Parameter]
    public StatusNotice? Notice { get; set; }

    /// <summary>The token of a link that ends a subscription.</summary>
    [Parameter]
    public string? Token { get; set; }

    private IReadOnlyList<IncidentView> Open => [.. View.Incidents.Where(one => one.IsOpen)];

    private IReadOnlyList<IncidentView> Past => [.. View.Incidents.Where(one => !one.IsOpen)];

    private string Headline
    {
        get
        {
            var worst = View.Components.Where(one => one.State == View.Components.Select(part => part.State)
                .Where(state => state != ComponentState.Maintenance)
                .DefaultIfEmpty(ComponentState.Operational).Max()).ToList();
            return IsStale ? "The state is not known" : View.State switch
            {
                ComponentState.Operational => "All up",
                ComponentState.Maintenance => "Up, with an announced pause",
                ComponentState.MajorOutage => "The desk is down",
                _ => Open.Count > 0 ? Open[0].Title
                    : $"{worst[0].Title}: {Names.Words(worst[0].State).ToLowerInvariant()}{(worst.Count > 1 ? $", and {worst.Count - 1} more" : "")}",
            };
        }
    }

    private static string Iso(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", Invariant);

    private static string Share(decimal? percent) => percent is { } known ? $"{known.ToString("0.00#", Invariant)} %" : "not yet";

    private static string ToneOf(ComponentState state) => state switch
    {
        ComponentState.Operational => "ok",
        ComponentState.Degraded => "warn",
        ComponentState.PartialOutage or ComponentState.MajorOutage => "bad",
        ComponentState.Maintenance => "info",
    };

    private static string TitleOf(StatusNotice notice) => notice switch
    {
        StatusNotice.Asked => "Look into your mail",
        StatusNotice.Confirmed => "You are on the list",
        StatusNotice.Ended => "No more mail comes",
        StatusNotice.NotOurs => "This link is not valid",
        StatusNotice.AskEnd => "End mail about the status?",
    };

    private static string TextOf(StatusNotice notice) => notice switch
    {
        StatusNotice.Asked => "If the address is right and not on the list already, a mail with a link is on its way. Nothing else comes "
            + "before you follow it.",
        StatusNotice.Confirmed => "A mail comes when an incident opens, moves or ends. Each one ends this with one click.",
        StatusNotice.Ended => "This address is off the list. Following the link again changes nothing.",
        StatusNotice.NotOurs => "It may have been cut on its way. Ask for a new one below; to end mail, use the link of the newest one.",
        StatusNotice.AskEnd => "One click, and no more mail comes to this address.",
    };

    private string Day(int days) => View.UpdatedAtUtc.AddDays(days).ToString("d MMM", Invariant);

    private string Spoken(ComponentView part)
    {
        var bad = part.Days.Where(day => day.Down > 0 || day.Slow > 0).ToList();
        var said = bad.TakeLast(3)
            .Select(day => $"{day.Day.ToString("d MMM", Invariant)} {(day.Down > 0 ? $"down {day.Down} min" : $"slow {day.Slow} min")}");
        return $"{part.Title}, {part.Days.Count} of {Days} days measured: "
            + $"{(bad.Count == 0 ? "no day with a fault" : $"{bad.Count} with a fault, last {string.Join(", ", said)}")}";
    }

    // One path for each tone: ninety days in three strokes of the pen.
    private IEnumerable<(string Tone, string Path)> BarsOf(ComponentView part)
    {
        var (ok, warn, rest, bad) = (new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder());
        var today = DateOnly.FromDateTime(View.UpdatedAtUtc);
        var known = part.Days.ToDictionary(day => day.Day);
        for (var index = 0; index < Days; index++)
        {
            var x = index * Step;
            if (!known.TryGetValue(today.AddDays(index - Days + 1), out var day))
            {
                Bar(rest, x, High - 2, 2);
            }
            else if (day.Down >= HourMinutes)
            {
                Bar(bad, x, 0, High);
            }
            else if (day.Down > 0 || day.Slow > HourMinutes)
            {
                Bar(warn, x, Half, Half);
                Bar(rest, x, 0, Half - 2);
            }
            else
            {
                Bar(ok, x, 0, High);
            }
        }
        return new[] { ("ok", ok), ("warn", warn), ("rest", rest), ("bad", bad) }.Where(one => one.Item2.Length > 0)
            .Select(one => (one.Item1, one.Item2.ToString()));
    }

    private static void Bar(StringBuilder path, int x, int y, int height) => path.Append(Invariant, $"M{x} {y}h{Wide}v{height}h-{Wide}z");
}
