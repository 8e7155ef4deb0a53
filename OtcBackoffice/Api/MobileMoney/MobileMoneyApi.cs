using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.MobileMoney;

namespace OtcBackoffice.Api.MobileMoney;

/// <summary>
/// Where the mobile money operator calls back. It signs nothing, so the address itself is the secret: each push has its own
/// unguessable one, and what comes to another is kept and refused.
/// </summary>
public static class MobileMoneyApi
{
    private const int BodyBytesMax = 16 * 1024;

    private const string Prefix = "/api/v1/mpesa";

    /// <summary>The surface.</summary>
    public static Surface Surface { get; } = new("mobile-money", ProblemDialect.Instance, "", Map) { Prefixes = [Prefix] };

    private static void Map(IEndpointRouteBuilder routes, Surface surface) => surface.Group(routes, Prefix)
        .MapPost("/callback/{token:length(16,64)}", Callback).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(BodyBytesMax));

    private static async Task<IResult> Callback(string token, HttpContext http, MobileMoneyDesk desk, CancellationToken cancellation)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellation);
        var taken = await desk.CallbackAsync(Read(token, text.Replace("\0", "", StringComparison.Ordinal)), cancellation);
        // The operator repeats what is not answered like this.
        return taken.Failed(out var refused) ? ProblemDialect.Problem(refused) : Results.Json(new MpesaAcknowledgement(0, "Accepted"));
    }

    private static MobileCallbackNote Read(string token, string text)
    {
        var nothing = new MobileCallbackNote(token, null, null, null, null, text);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            if (!document.RootElement.TryGetProperty("Body", out var body) || !body.TryGetProperty("stkCallback", out var callback))
            {
                return nothing;
            }
            var code = callback.TryGetProperty("ResultCode", out var result)
                && int.TryParse(result.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
                : (int?)null;
            return nothing with
            {
                CheckoutRequestId = Text(callback, "CheckoutRequestID"),
                ResultCode = code,
                Reason = Text(callback, "ResultDesc"),
                ReceiptNumber = Metadata(callback, "MpesaReceiptNumber"),
                Amount = Metadata(callback, "Amount"),
                PhoneNumber = Metadata(callback, "PhoneNumber"),
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return nothing;
        }
    }

    private static string? Metadata(JsonElement callback, string name) =>
        callback.TryGetProperty("CallbackMetadata", out var data) && data.TryGetProperty("Item", out var items)
            && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Where(item => Text(item, "Name") == name).Select(item => Text(item, "Value")).FirstOrDefault()
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
        ? value.ToString() : null;
}

/// <summary>The acknowledgement in the operator's own member names, whatever the host's policy is; it repeats what is not answered like
/// this.</summary>
internal sealed record MpesaAcknowledgement(
    [property: JsonPropertyName("ResultCode")] int ResultCode, [property: JsonPropertyName("ResultDesc")] string ResultDesc);
