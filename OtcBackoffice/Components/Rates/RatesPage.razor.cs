using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Rates;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Rates;

/// <summary>The pairs with what every source says of them.</summary>
public sealed record RatesLoad(IReadOnlyList<RatePicture> Pairs);

/// <summary>Where the market rates come from and how old they are; a rate set by hand, and a jump that is accepted.</summary>
public sealed partial class RatesPage : DeskPage<RatesLoad>
{
    private Asking _asking;
    private string _base = "", _quote = "", _rate = "", _reason = "";
    private string? _refusal;

    private enum Asking
    {
        Nothing,
        Set,
        Accept,
    }

    [Inject]
    private RateDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Rates];

    private string? EditBlocked => May(Permission.RateEdit) ? null : "Only admins set rates.";

    private string Lead => _asking == Asking.Set
        ? "The rate counts at once, under your name, until it is too old."
        : $"From now on changes are measured from {_rate}, and exchanges can be decided against it.";

    private string? MissingText =>
        string.IsNullOrWhiteSpace(_reason) ? "Write a reason." : string.IsNullOrWhiteSpace(_rate) ? "Type a rate." : null;

    /// <inheritdoc/>
    protected override async Task<Result<RatesLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListAsync(cancellation)).Map(pairs => new RatesLoad(pairs));

    private static string NameOf(RatePicture pair) => $"{pair.BaseCode} in {pair.QuoteCode}";

    private static string StateOf(SourceRate source) =>
        source is { Rate: not null, IsStale: true } ? $"{Names.Words(source.State)}, too old" : Names.Words(source.State);

    private string? AcceptBlocked(RatePicture pair) => !May(Permission.RateAccept) ? "Only treasury and admins accept a jump."
        : pair.Chosen?.SetBy is { } setBy && IsUser(setBy) ? "Somebody else has to accept the jump of a rate that you set." : null;

    private bool IsUser(Guid person) => User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value == person.ToString();

    private void AskSet() =>
        (_asking, _base, _quote, _rate, _reason, _refusal) =
        (Asking.Set, RateSettings.WatchedBase, RateSettings.WatchedQuote, "", "", null);

    private void AskAccept(RatePicture pair) =>
        (_asking, _base, _quote, _rate, _reason, _refusal) =
            (Asking.Accept, pair.BaseCode, pair.QuoteCode, pair.Chosen?.Rate?.ToString() ?? "", "", null);

    private void Close() => _asking = Asking.Nothing;

    private async Task SaveAsync()
    {
        var saved = await StepUp.RunAsync(() => _asking == Asking.Set
            ? Desk.SetAsync(new SetRate(_base.Trim(), _quote.Trim(), _rate.Trim(), _reason), Gone)
            : Desk.AcceptAsync(new AcceptRate(_base, _quote, _rate, _reason), Gone));
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        Notices.Done(_asking == Asking.Set ? $"{_base} in {_quote} set to {_rate}." : $"{_rate} accepted.");
        _asking = Asking.Nothing;
        await ReloadAsync();
    }
}
