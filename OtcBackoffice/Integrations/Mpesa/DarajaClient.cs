using System.Globalization;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Integrations.Mpesa;

/// <summary>
/// M-Pesa's Daraja interface: an OAuth token, <c>stkpush/v1/processrequest</c>, and <c>stkpushquery/v1/query</c>. Every call goes
/// through the guarded outbound HTTP. Only an answer that says so counts as refused; silence after sending is a lost answer.
/// </summary>
public sealed class DarajaClient(MpesaOptions options, IOutboundHttp http, TimeProvider time) : IMobileMoney
{
    private const int TokenSpareSeconds = 60;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Daraja stamps are in the operator's own time, three hours ahead of UTC the whole year.
    private static readonly TimeSpan Nairobi = TimeSpan.FromHours(3);

    private readonly Lock _gate = new();
    private (string Token, DateTimeOffset ValidUntil)? _token;

    /// <inheritdoc/>
    public string Account => options.ShortCode;

    /// <inheritdoc/>
    public async Task<MobilePush> PushAsync(MobilePushOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var phone = order.PhoneNumber.TrimStart('+');
        var (stamp, password) = Stamp();
        var body = new Dictionary<string, object>
        {
            ["BusinessShortCode"] = options.ShortCode,
            ["Password"] = password,
            ["Timestamp"] = stamp,
            ["TransactionType"] = "CustomerPayBillOnline",
            ["Amount"] = order.Shillings,
            ["PartyA"] = phone,
            ["PartyB"] = options.ShortCode,
            ["PhoneNumber"] = phone,
            ["CallBackURL"] = $"{options.CallbackBase.TrimEnd('/')}/api/v1/mpesa/callback/{order.CallbackToken}",
            ["AccountReference"] = order.Reference,
            ["TransactionDesc"] = "OTC deposit",
        };
        var token = await TokenAsync(cancellation);
        var answer = await PostAsync("/mpesa/stkpush/v1/processrequest", token, body, cancellation);
        if (answer.Failure == OutboundFailure.RefusedTarget)
        {
            throw new MobileMoneyUnavailableException(answer.Detail ?? "The operator's address may not be reached.");
        }
        var read = Read(answer.BodyStart);
        if (NotAsked(answer, read) is { } again)
        {
            throw new MobileMoneyUnavailableException(again);
        }
        // "Unable to lock subscriber" comes with the code of a transaction under way; its words say that nothing was asked.
        if (Text(read, "errorMessage") is { } words && words.Contains("unable to lock subscriber", StringComparison.OrdinalIgnoreCase))
        {
            throw new MobileMoneyRefusedException(words);
        }
        if (answer.StatusCode is null or >= 500 || answer.Failure != OutboundFailure.None)
        {
            throw new TimeoutException(answer.Detail ?? "The operator's answer was lost.");
        }
        if (Text(read, "ResponseCode") == "0" && Text(read, "MerchantRequestID") is { } merchant
            && Text(read, "CheckoutRequestID") is { } checkout)
        {
            return new MobilePush(merchant, checkout);
        }
        // Only the operator's own words refuse; a page of something in between does not.
        throw (Text(read, "errorMessage") ?? Text(read, "ResponseDescription")) is { } refusal
            ? new MobileMoneyRefusedException(refusal)
            : new TimeoutException("The operator's answer cannot be understood.");
    }

    /// <inheritdoc/>
    public async Task<MobileAnswer> QueryAsync(Guid orderId, string? checkoutRequestId, CancellationToken cancellation)
    {
        if (checkoutRequestId is null)
        {
            return new MobileAnswer(MobileAnswerState.Unknown);
        }
        var (stamp, password) = Stamp();
        var body = new Dictionary<string, object>
        {
            ["BusinessShortCode"] = options.ShortCode,
            ["Password"] = password,
            ["Timestamp"] = stamp,
            ["CheckoutRequestID"] = checkoutRequestId,
        };
        var token = await TokenAsync(cancellation);
        var answer = await PostAsync("/mpesa/stkpushquery/v1/query", token, body, cancellation);
        var read = Read(answer.BodyStart);
        if (NotAsked(answer, read) is { } again)
        {
            throw new MobileMoneyUnavailableException(again);
        }
        var code = Text(read, "ResultCode") ?? Text(read, "errorCode");
        // An answer without any code is a page of something in between; it says nothing about the payment.
        var reason = code is null ? null : Text(read, "ResultDesc") ?? Text(read, "errorMessage") ?? $"result code {code}";
        return MpesaCodes.Of(code) switch
        {
            OperatorAnswer.Paid => new MobileAnswer(MobileAnswerState.Paid),
            OperatorAnswer.NotPaid => new MobileAnswer(MobileAnswerState.NotPaid, null, reason),
            OperatorAnswer.StillOpen => new MobileAnswer(MobileAnswerState.Waiting),
            OperatorAnswer.NotAsked or OperatorAnswer.Unknown => new MobileAnswer(MobileAnswerState.Unknown, null, reason),
        };
    }

    // The gateway before the operator answered, so whoever knows was never asked: a token that ended, a limit, a page.
    private string? NotAsked(OutboundAnswer answer, JsonElement read)
    {
        var code = Text(read, "errorCode");
        if (MpesaCodes.Of(code) == OperatorAnswer.NotAsked || answer.StatusCode is 401 or 403 or 429 or 503)
        {
            if (answer.StatusCode is 401 or 403 or 404 || code is "400.003.01" or "404.001.03")
            {
                lock (_gate)
                {
                    _token = null;
                }
            }
            return Text(read, "errorMessage") ?? $"The operator's gateway answered {answer.StatusCode}.";
        }
        return null;
    }

    private async Task<string> TokenAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_token is { } kept && kept.ValidUntil > time.GetUtcNow())
            {
                return kept.Token;
            }
        }
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ConsumerKey}:{options.ConsumerSecret}"));
        var headers = new Dictionary<string, string> { ["Authorization"] = $"Basic {basic}" };
        var answer = await http.GetAsync(Address("/oauth/v1/generate?grant_type=client_credentials"), headers, cancellation);
        var read = Read(answer.BodyStart);
        if (!answer.IsDelivered || Text(read, "access_token") is not { } token)
        {
            throw new MobileMoneyUnavailableException(answer.Detail ?? $"The operator gave no token (status {answer.StatusCode}).");
        }
        var seconds = int.TryParse(Text(read, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        lock (_gate)
        {
            _token = (token, time.GetUtcNow().AddSeconds(Math.Max(0, seconds - TokenSpareSeconds)));
        }
        return token;
    }

    private Task<OutboundAnswer> PostAsync(string path, string token, Dictionary<string, object> body, CancellationToken cancellation) =>
        http.PostAsync(
        Address(path), new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}", ["Content-Type"] = "application/json" },
        JsonSerializer.SerializeToUtf8Bytes(body), cancellation);

    private Uri Address(string path) => new(options.BaseAddress.TrimEnd('/') + path);

    private (string Stamp, string Password) Stamp()
    {
        var stamp = time.GetUtcNow().ToOffset(Nairobi).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return (stamp, Convert.ToBase64String(Encoding.UTF8.GetBytes(options.ShortCode + options.PassKey + stamp)));
    }

    private static JsonElement Read(string text)
    {
        try
        {
            // Of a code that is told twice nobody knows which one is meant: it is no answer.
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.ToString()
        : null;
}
