using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Components.Gateway;

/// <summary>Batches of withdrawals, live, newest first.</summary>
public sealed partial class BatchesPage : DeskPage<GatewayRows<GatewayBatchView>>
{
    private const int PageSize = 50;

    [SupplyParameterFromQuery(Name = "offset")]
    private int? Offset { get; set; }

    [Inject]
    private GatewayBatchDesk Batches { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{Offset}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayBatch.Kind.Queue];

    /// <inheritdoc/>
    protected override Task<Result<GatewayRows<GatewayBatchView>>> ReadAsync(CancellationToken cancellation) =>
        Batches.ListAsync(new GatewayPage(PageSize, Math.Max(0, Offset ?? 0)), null, null, cancellation);

    internal static string Usd(long cents) => AmountText.Group(DecimalText.Format(cents, 2));
}
