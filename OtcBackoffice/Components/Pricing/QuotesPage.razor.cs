using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Pricing;

/// <summary>FX quotes: a new rate is a new quote, and old ones stay readable.</summary>
public sealed partial class QuotesPage : QuietPage<QuietLoad<FxQuoteView>>
{
    private QuoteForm? _form;
    private FxQuoteView? _replaced, _ending;
    private string? _refusal;

    [Inject]
    private PricingDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override ListRules List => PricingDesk.QuoteRules;

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<FxQuoteView>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.ListQuotesAsync(asked.Ask, cancellation)).Map(rows => new QuietLoad<FxQuoteView>(asked, rows));
    }

    private static string NameOf(FxQuoteView quote) => $"{quote.FiatCurrency}/{quote.Asset} at {quote.ReferenceRate}";

    private static string ScopeOf(FxQuoteView quote) =>
        $"{quote.Network}, {Names.Words(quote.FlowType)}{(quote.OtcType is { } otc ? $", {Names.Words(otc).ToLowerInvariant()}" : "")}";

    private void AskNew() => (_form, _replaced, _refusal) = (new QuoteForm(), null, null);

    private void AskReplace(FxQuoteView quote) => (_form, _replaced, _refusal) = (QuoteForm.After(quote), quote, null);

    private void AskEnd(FxQuoteView quote) => (_ending, _refusal) = (quote, null);

    private void Close() => (_form, _replaced, _ending) = (null, null, null);

    private async Task EndAsync()
    {
        var ended = await Desk.ChangeQuoteAsync(_ending!.Id, new FxQuoteFields { IsActive = false }, Gone);
        if (ended.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        Notices.Done($"{NameOf(ended.Value)} has ended.");
        Close();
        await ReloadAsync();
    }

    private async Task SaveAsync()
    {
        if (_form?.ToFields(Clock.GetUtcNow().UtcDateTime) is not { } fields)
        {
            _refusal = "Basis points and minutes must be whole numbers.";
            return;
        }
        var saved = await Desk.CreateQuoteAsync(fields, Gone);
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        // The new one is there before the old one goes: at no moment is there no price.
        if (_replaced is { } old
            && (await Desk.ChangeQuoteAsync(old.Id, new FxQuoteFields { IsActive = false }, Gone)).Failed(out var stays))
        {
            Notices.Refused($"{NameOf(saved.Value)} saved, but {NameOf(old)} has not ended: {stays.Message}");
        }
        else
        {
            Notices.Done($"{NameOf(saved.Value)} {(_replaced is null ? "saved" : $"takes the place of {_replaced.ReferenceRate}")}.");
        }
        Close();
        await ReloadAsync();
    }
}
