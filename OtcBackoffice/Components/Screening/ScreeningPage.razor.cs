using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Components.Screening;

/// <summary>A page of cases, and the last question that got no answer, if it was asked in the last minutes.</summary>
public sealed record ScreeningLoad(Page<ScreeningCaseView> Page, ScreeningVerdictView? Silent);

/// <summary>The cases of screening.</summary>
public sealed partial class ScreeningPage : DeskPage<ScreeningLoad>
{
    private const int SilentMinutes = 10;

    private static readonly string[] States = ["open", "claimed", "released", "refused"];

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewKey { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private ScreeningDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{ViewKey}|{CursorText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics { get; } = [Topics.Screening];

    private string State => States.Contains(ViewKey) ? ViewKey! : "open";

    /// <inheritdoc/>
    protected override async Task<Result<ScreeningLoad>> ReadAsync(CancellationToken cancellation)
    {
        var page = await Desk.CasesAsync(State, CursorText, Cursor.SizeDefault, cancellation);
        var silent = await Desk.VerdictsAsync(ScreeningVerdict.Unavailable, null, null, 1, cancellation);
        if (page.Failed(out var refused) || silent.Failed(out refused))
        {
            return refused;
        }
        var last = silent.Value.Rows.Count > 0 ? silent.Value.Rows[0] : null;
        return new ScreeningLoad(page.Value, last is not null && last.AskedAtUtc > ReadAtUtc.AddMinutes(-SilentMinutes) ? last : null);
    }

    internal static string ToneOf(string status) => status switch { "released" => "ok", "refused" => "bad", _ => "hold" };
}
