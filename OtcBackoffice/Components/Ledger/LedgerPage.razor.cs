using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Ledger;

/// <summary>The books: trial balance and accounts.</summary>
public sealed partial class LedgerPage : DeskPage<LedgerView>
{
    [Inject]
    private LedgerDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task<Result<LedgerView>> ReadAsync(CancellationToken cancellation) => Desk.ReadAsync(cancellation);
}
