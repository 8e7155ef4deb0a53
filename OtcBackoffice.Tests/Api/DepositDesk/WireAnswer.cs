using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>What came back over the wire, with the whole text for when it is not what was expected.</summary>
internal sealed record WireAnswer(int Status, string? MediaType, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders,
    byte[] Bytes, string Request)
{
    private const string Root = "/api/v1/auth/";

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

    /// <summary>Sends a request; a text body goes out byte for byte, any other object as JSON.</summary>
    public static async Task<WireAnswer> SendAsync(HttpClient client, string method, string path, object? body = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : Root + path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await client.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return new WireAnswer(
            (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers, answer.Content.Headers, bytes,
                $"{method} {path}");
    }

    /// <summary>A PDF, or what pretends to be one, in the field of the given name.</summary>
    public static MultipartFormDataContent File(byte[] content, string field = "file", string name = "advice.pdf") =>
        new() { { new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, field,
            name } };

    /// <summary>The JSON of a success.</summary>
    public JsonElement Expect(int status)
    {
        Assert.True(Status == status, $"{Request} answered {Status}, not {status}: {Text}");
        return Json;
    }

    /// <summary>The code of a conflict.</summary>
    public string ExpectConflict() => ExpectProblem(409, Json.GetProperty("code").GetString()!).GetProperty("code").GetString()!;

    /// <summary>The problem document of a refusal; every one must be complete.</summary>
    public JsonElement ExpectProblem(int status, string code)
    {
        Assert.True(Status == status, $"{Request} answered {Status}, not {status}: {Text}");
        Assert.Equal("application/problem+json", MediaType);
        var problem = Json;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.StartsWith("urn:otc-backoffice:error:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(Headers.GetValues("X-Request-Id").Single(), problem.GetProperty("request_id").GetString());
        return problem;
    }
}
