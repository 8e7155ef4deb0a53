using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Pricing;

/// <summary>FX quotes: a new rate is a new quote, and old ones stay readable.</summary>
public sealed partial class QuotesPage : QuietPage<QuietLoad<FxQuoteView>>
{
    private QuoteForm? _form;
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

    private void AskNew() => (_form, _refusal) = (new QuoteForm(), null);

    private void Close() => _form = null;

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
        _form = null;
        Notices.Done($"{saved.Value.FiatCurrency}/{saved.Value.Asset} at {saved.Value.ReferenceRate} saved.");
        await ReloadAsync();
    }
}
