using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Gateway;

/// <summary>Payments of the gateway whose money waits for a decision, live.</summary>
public sealed partial class ExceptionsPage : DeskPage<GatewayRows<GatewayPaymentView>>
{
    private const int PageSize = 50;

    private static readonly (string Key, string Title)[] Views =
        [("open", "To decide"), .. Enum.GetValues<GatewayExceptionReason>()
            .Select(reason => (Names.Snake(reason), StatusLook.For(Names.Snake(reason)).Word)), ("all", "All payments")];

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [SupplyParameterFromQuery(Name = "offset")]
    private int? Offset { get; set; }

    [Inject]
    private GatewayPaymentDesk Payments { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{View}|{Offset}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayPayment.Kind.Queue];

    private string Key => Views.Any(one => one.Key == View) ? View! : "open";

    /// <inheritdoc/>
    protected override Task<Result<GatewayRows<GatewayPaymentView>>> ReadAsync(CancellationToken cancellation) => Payments.ListAsync(
        new GatewayPaymentFilter(new GatewayPage(PageSize, Math.Max(0, Offset ?? 0))) { Exception = Key == "all" ? null : Key },
            cancellation);

    private static string HrefOf(string key, int offset) => $"/gateway?view={key}{(offset > 0 ? $"&offset={offset}" : "")}";
}
