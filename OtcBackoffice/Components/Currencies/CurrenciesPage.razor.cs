using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Currencies;

/// <summary>The rows of the catalogue, and changes of them that wait.</summary>
public sealed record CurrenciesLoad(ListReading Asked, ListPage<FiatCurrencyView> Page, IReadOnlyList<ApprovalView> Pending)
    : QuietLoad<FiatCurrencyView>(Asked, Page);

/// <summary>The currency catalogue: add, rename, reorder, switch on and off.</summary>
public sealed partial class CurrenciesPage : QuietPage<CurrenciesLoad>
{
    private FiatCurrencyView? _edited;
    private bool _open, _active;
    private string _iso = "", _name = "", _digits = "", _order = "";
    private string? _refusal, _effective;

    [Inject]
    private FiatCurrencyDesk Desk { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Catalogue, Topics.Approvals];

    /// <inheritdoc/>
    protected override ListRules List => FiatCurrencyDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<CurrenciesLoad>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        var rows = await Desk.ListAllAsync(asked.Ask, cancellation);
        return rows.Failed(out var refused) ? refused
            : (await Approvals.OpenOnAsync("fiat_currency", cancellation)).Map(pending => new CurrenciesLoad(asked, rows.Value, pending));
    }

    private void AskNew() =>
        (_edited, _open, _iso, _name, _digits, _order, _active, _refusal, _effective) = (null, true, "", "", "2", "0", true, null, null);

    private void AskEdit(FiatCurrencyView row) =>
        (_edited, _open, _iso, _name, _digits, _order, _active, _refusal, _effective) = (row, true, row.IsoCode, row.DisplayName,
        row.FractionDigits.ToString(CultureInfo.InvariantCulture), row.SortOrder.ToString(CultureInfo.InvariantCulture), row.IsActive, null,
            null);

    private void Close() => _open = false;

    private async Task SaveAsync()
    {
        if (!int.TryParse(_digits, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            || !int.TryParse(_order, NumberStyles.None, CultureInfo.InvariantCulture, out var order))
        {
            _refusal = "Decimals and order must be whole numbers.";
            return;
        }
        if (!EffectiveField.TryRead(Zone, _effective, out var effectiveAtUtc))
        {
            _refusal = "That is no time of your zone.";
            return;
        }
        var fields = new FiatCurrencyFields(_edited is null ? _iso : null, _name, digits, order, _active);
        var saved = _edited is null ? await Desk.CreateAsync(fields, Gone)
            : await Desk.ChangeAsync(_edited.Id, fields, effectiveAtUtc, Gone);
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _open = false;
        Notices.Done(saved.Value.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}."
            : $"{saved.Value.Done!.IsoCode} saved.");
        await ReloadAsync();
    }
}
