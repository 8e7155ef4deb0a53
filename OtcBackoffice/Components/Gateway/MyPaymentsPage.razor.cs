using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Gateway;

/// <summary>A tenant's own payments, live, newest first.</summary>
public sealed partial class MyPaymentsPage : DeskPage<GatewayRows<GatewayPaymentView>>
{
    private const int PageSize = 25;

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "offset")]
    private int? Offset { get; set; }

    [Inject]
    private GatewayPaymentDesk Payments { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{StatusName}|{Offset}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayPayment.Kind.Queue];

    private string? StatusKey => Names.TryParse<GatewayPaymentStatus>(StatusName, out _) ? StatusName : null;

    /// <inheritdoc/>
    protected override Task<Result<GatewayRows<GatewayPaymentView>>> ReadAsync(CancellationToken cancellation) =>
        Payments.ListAsync(new GatewayPaymentFilter(new GatewayPage(PageSize, Math.Max(0, Offset ?? 0))) { Status = StatusKey },
            cancellation);

    private static string HrefOf(string status, int offset) => $"/my/payments?status={status}{(offset > 0 ? $"&offset={offset}" : "")}";
}
