using System.Text.Json;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Payments;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>Payment configuration, payment methods, merchants and the movements on their accounts.</summary>
internal static class PaymentRoutes
{
    private const int PageSizeDefault = 10, PageSizeMax = 1_000, PageMax = 1_000_000, FieldsMax = 20;

    public static Task<IResult> Configs(HttpContext http, CancellationToken cancellation) => BlockTradeApi.WithAsync(http, fields =>
    {
        var country = fields.Text("country");
        return Task.FromResult(fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : Results.Json(Mapping.Configs(country, http), BlockTradeDialect.Writing));
    }, cancellation);

    public static Task<IResult> AddMethod(HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        foreach (var needed in (string[])["mcId", "country", "fiatCurrency", "paymentConfigId", "paymentMethodName", "realName",
            "fieldJson"])
        {
            fields.Need(needed);
        }
        var sent = Fields(fields.Element("fieldJson"));
        var asked = new AddPaymentMethod(fields.Number("mcId"), fields.Text("country"), fields.Text("fiatCurrency"),
            fields.Number("paymentConfigId"), fields.Text("paymentLogo"),
            fields.Text("paymentMethodName"), fields.Text("realName"), sent ?? [], fields.Text("remark"));
        if ((fields.Fault ?? (sent is null
            ? DomainError.Of(ErrorCode.InvalidRequest, "fieldJson", "fieldJson must be an array of fields with index and text.") : null))
            is { } fault)
        {
            return BlockTradeDialect.Refusal(fault);
        }
        return (await desk.AddMethodAsync(asked, cancellation)).Answer(Added);
    }, cancellation);

    public static Task<IResult> MyMethods(HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        fields.Need("mcId");
        var (merchant, country, fiat, status) =
            (fields.Number("mcId") ?? 0, fields.Text("country"), fields.Text("fiat"), fields.Within("status", 0, 3, 0));
        var (page, size) = (fields.Within("currentPage", 1, PageMax, 1), fields.Within("pageSize", 1, PageSizeMax, PageSizeDefault));
        var wanted = status == 0 ? (VerificationStatus?)null : (VerificationStatus)(status - 1);
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await desk.MethodsAsync(merchant, country, fiat, wanted, page, size, cancellation))
            .Answer(methods => Mapping.Paged(methods, Mapping.Method));
    }, cancellation);

    public static Task<IResult> SubMerchants(HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        var (name, email) = (fields.Text("merchantName"), fields.Text("email"));
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await desk.SubMerchantsAsync(name, email, cancellation)).Answer(rows => rows.Select(Mapping.SubMerchant));
    }, cancellation);

    public static Task<IResult> AddSubMerchant(HttpContext http, PaymentDesk desk, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        var terms = desk.ReadSubMerchant(fields.Text);
        if (fields.Fault is { } fault || terms.Failed(out fault))
        {
            return BlockTradeDialect.Refusal(fault);
        }
        return (await desk.AddSubMerchantAsync(terms.Value, cancellation)).Answer(Added);
    }, cancellation);

    public static Task<IResult> Transfers(HttpContext http, BlockQueries queries, CancellationToken cancellation) =>
        BlockTradeApi.WithAsync(http, async fields =>
    {
        var filter = new TransferFilter(fields.Millis("startTime"), fields.Millis("endTime"), fields.Number("mcSettingsId"),
            fields.OneOf("type", TransferTypes, 0), fields.Within("status", 0, 3, 0));
        var (page, size) = (fields.Within("currentPage", 1, PageMax, 1), fields.Within("pageSize", 1, PageSizeMax, PageSizeDefault));
        return fields.Fault is { } fault ? BlockTradeDialect.Refusal(fault)
            : (await queries.TransfersAsync(filter, page, size, cancellation)).Answer(rows => Mapping.Paged(rows, Mapping.Transfer));
    }, cancellation);

    // The specification counts kinds of transfers without a 4.
    private static readonly int[] TransferTypes = [0, 1, 2, 3, 5];

    private static object Added(long number) => new { result = true, msg = "", data = new { id = number } };

    // Only what stands in a field is the customer's; the rules of a field are the configuration's, whatever is sent with it.
    private static List<PaymentField>? Fields(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() is 0 or > FieldsMax)
        {
            return null;
        }
        var fields = new List<PaymentField>();
        foreach (var one in array.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.Object || !one.TryGetProperty("index", out var index)
                || index.ValueKind != JsonValueKind.Number || !index.TryGetInt32(out var place))
            {
                return null;
            }
            var text = one.TryGetProperty("text", out var written) && written.ValueKind == JsonValueKind.String ? written.GetString()! : "";
            fields.Add(new PaymentField(place, FieldText.Text, "", "", false, true, 0, text) { PicUrl = Links(one, "picUrl"),
                TempPicUrl = Links(one, "tempPicUrl") });
        }
        return fields;
    }

    private static List<string> Links(JsonElement field, string name) =>
        field.TryGetProperty(name, out var links) && links.ValueKind == JsonValueKind.Array
        ? [.. links.EnumerateArray().Where(link => link.ValueKind == JsonValueKind.String).Select(link => link.GetString()!)
            .Where(link => link.Length is > 0 and <= 500).Take(FieldsMax)]
        : [];
}
