using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Integrations.Screening;

/// <summary>
/// A screening house behind a plain HTTP interface: <c>POST {"kind","network","subject"}</c> answered by
/// <c>{"verdict":"clear|hit","reference","reason"}</c>. Anything else than such an answer with 200 is no answer.
/// </summary>
public sealed class HttpScreening(ScreeningOptions options, IOutboundHttp http) : IScreening
{
    private const int TextLengthMax = 500;

    /// <inheritdoc/>
    public string Provider => ScreeningOptions.Http;

    /// <inheritdoc/>
    public async Task<ScreeningAnswer> ScreenAsync(ScreeningQuestion question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        var headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["Accept"] = "application/json" };
        if (options.ApiKey.Length > 0)
        {
            headers["Authorization"] = $"Bearer {options.ApiKey}";
        }
        var body = JsonSerializer.SerializeToUtf8Bytes(new { kind = Names.Snake(question.Kind), network = question.Network, subject = question.Text });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        var answer = await http.PostAsync(new Uri(options.Url), headers, body, patience.Token);
        return answer.IsDelivered ? Read(answer.Body) : Silent(answer.Detail ?? $"The screening house answered {answer.StatusCode}.");
    }

    private static ScreeningAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object && Text(root, "reference") is { Length: > 0 } reference)
            {
                return Text(root, "verdict") switch
                {
                    "clear" => new ScreeningAnswer(ScreeningVerdict.Clear, reference, null),
                    "hit" => new ScreeningAnswer(ScreeningVerdict.Hit, reference, Text(root, "reason")),
                    _ => Silent("The screening house gave no verdict."),
                };
            }
        }
        catch (JsonException)
        {
            // An answer that cannot be read says nothing; it is written down as no answer, with this sentence.
        }
        return Silent("The screening house gave an answer that cannot be read.");
    }

    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= TextLengthMax } text ? text : null;

    private static ScreeningAnswer Silent(string reason) => new(ScreeningVerdict.Unavailable, "", reason);
}

/// <summary>Nothing is screened, because somebody chose so in words; treasury's pages say it.</summary>
public sealed class NoScreening : IScreening
{
    /// <inheritdoc/>
    public string Provider => ScreeningOptions.None;

    /// <inheritdoc/>
    public bool IsOff => true;

    /// <inheritdoc/>
    public Task<ScreeningAnswer> ScreenAsync(ScreeningQuestion question, CancellationToken cancellation) =>
        Task.FromResult(new ScreeningAnswer(ScreeningVerdict.Clear, "none", null));
}
