using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Pricing;

/// <summary>The rows of the quotes page.</summary>
public sealed record QuotesLoad(IReadOnlyList<FxQuoteView> Rows);

/// <summary>FX quotes: a new rate is a new quote, and old ones stay readable.</summary>
public sealed partial class QuotesPage : DeskPage<QuotesLoad>
{
    private QuoteForm? _form;
    private string? _refusal;

    [Inject]
    private PricingDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task<Result<QuotesLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListQuotesAsync(cancellation)).Map(rows => new QuotesLoad(rows));

    private string StateOf(FxQuoteView row) => !row.IsActive ? "inactive" : row.ExpiresAtUtc <= Clock.GetUtcNow().UtcDateTime ? "lapsed" : "active";

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
