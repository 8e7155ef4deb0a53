using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Screening;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Integrations.Screening;

/// <summary>
/// A screening house behind a plain HTTP interface: <c>POST {"kind","network","subject"}</c> answered by
/// <c>{"verdict":"clear|hit","reference","reason"}</c>. Anything else than such an answer with 200 is no answer.
/// </summary>
public sealed class HttpScreening(ScreeningOptions options, IOutboundHttp http) : IScreening
{
    private const int TextLengthMax = 500, Ok = 200;

    // Of a member that is told twice nobody knows which one is meant.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

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
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { kind = Names.Snake(question.Kind), network = question.Network, subject = question.Text });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            var answer = await http.PostAsync(new Uri(options.Url), headers, body, patience.Token);
            return answer.IsDelivered && answer.StatusCode == Ok ? Read(answer.Body)
                : Silent(answer.Detail ?? $"The screening house answered {answer.StatusCode}.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Silent($"The screening house gave no whole answer within {options.TimeoutSeconds} seconds.");
        }
    }

    private static ScreeningAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            var root = json.RootElement;
            // A hit is a hit whatever its words are; a pass needs a reference that can be written down and asked about later.
            if (root.ValueKind == JsonValueKind.Object && Text(root, "verdict") is { } verdict)
            {
                return (verdict, Text(root, "reference")) switch
                {
                    ("hit", var told) => new ScreeningAnswer(ScreeningVerdict.Hit, told ?? "", Text(root, "reason")),
                    ("clear", { Length: > 0 } reference) => new ScreeningAnswer(ScreeningVerdict.Clear, reference, null),
                    _ => Silent("The screening house gave no verdict."),
                };
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // An answer that cannot be read says nothing; it is written down as no answer, with this sentence.
        }
        return Silent("The screening house gave an answer that cannot be read.");
    }

    // What no gate of ours would take from a person is not taken from a machine: the database of one desk would keep it, another's refuse
    // it.
    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && Told(value) is {
            Length: <= TextLengthMax } text
            && TextGate.Read(TextKind.FreeText, member, text) is { IsSuccess: true } read ? read.Value : null;

    private static string? Told(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return null;
        }
    }

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
