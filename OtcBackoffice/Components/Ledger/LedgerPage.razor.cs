using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Ledger;

/// <summary>The books and the board of their invariants.</summary>
public sealed record LedgerLoad(LedgerView Books, InvariantBoard Board);

/// <summary>The books: invariants, trial balance and accounts.</summary>
public sealed partial class LedgerPage : DeskPage<LedgerLoad>
{
    [Inject]
    private LedgerDesk Desk { get; set; } = default!;

    private string Looked => Load?.Board.LastFullAtUtc is { } full ? $"everything was looked at last on {full:yyyy-MM-dd HH:mm} UTC" : "not looked at yet";

    /// <inheritdoc/>
    protected override async Task<Result<LedgerLoad>> ReadAsync(CancellationToken cancellation)
    {
        var books = await Desk.ReadAsync(cancellation);
        if (books.Failed(out var refused))
        {
            return refused;
        }
        return (await Desk.InvariantsAsync(cancellation)).Map(board => new LedgerLoad(books.Value, board));
    }
}
