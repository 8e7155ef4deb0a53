using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Ledger;

/// <summary>The books, and a page of their accounts.</summary>
public sealed record LedgerLoad(ListReading Asked, ListPage<LedgerAccountView> Page, LedgerView Books) : QuietLoad<LedgerAccountView>(Asked, Page);

/// <summary>The books: trial balance and accounts.</summary>
public sealed partial class LedgerPage : QuietPage<LedgerLoad>
{
    [Inject]
    private LedgerDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override ListRules List => LedgerDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<LedgerLoad>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        var accounts = await Desk.AccountsAsync(asked.Ask, cancellation);
        return accounts.Failed(out var refused) ? refused : (await Desk.ReadAsync(cancellation)).Map(books => new LedgerLoad(asked, accounts.Value, books));
    }
}
