using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Ledger;

/// <summary>The books, a page of their accounts, and the board of the books' invariants.</summary>
public sealed record LedgerLoad(ListReading Asked, ListPage<LedgerAccountView> Page, LedgerView Books, InvariantBoard Board)
    : QuietLoad<LedgerAccountView>(Asked, Page);

/// <summary>The books: invariants, trial balance and accounts.</summary>
public sealed partial class LedgerPage : QuietPage<LedgerLoad>
{
    [Inject]
    private LedgerDesk Desk { get; set; } = default!;

    private string Looked =>
        Load?.Board.LastFullAtUtc is { } full ? $"everything was looked at last on {full:yyyy-MM-dd HH:mm} UTC" : "not looked at yet";

    /// <inheritdoc/>
    protected override ListRules List => LedgerDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<LedgerLoad>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        var accounts = await Desk.AccountsAsync(asked.Ask, cancellation);
        if (accounts.Failed(out var refused))
        {
            return refused;
        }
        var books = await Desk.ReadAsync(cancellation);
        if (books.Failed(out refused))
        {
            return refused;
        }
        return (await Desk.InvariantsAsync(cancellation)).Map(board => new LedgerLoad(asked, accounts.Value, books.Value, board));
    }
}
