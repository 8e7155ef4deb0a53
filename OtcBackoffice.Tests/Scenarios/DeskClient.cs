using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Says what an outsider's client says, and fails with the whole answer when it is not what was expected.</summary>
internal static class DeskClient
{
    private const string Root = "/api/v1/auth/";

    public static Task<JsonElement> GetJsonAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync(HttpMethod.Get, path, null, expected);

    public static Task<JsonElement> PostJsonAsync(this HttpClient client, string path, object? body = null,
        HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync(HttpMethod.Post, path, body ?? Said(path), expected);

    /// <summary>
    /// What a request says that has nothing to say. The suite's deposits share references and blank pages, so whoever confirms one
    /// says that they have looked.
    /// </summary>
    public static object Said(string path) =>
        path.Contains("otc/deposits/", StringComparison.Ordinal) && path.Split('?')[0].EndsWith("/confirm", StringComparison.Ordinal)
            ? new { repeated_seen = true, proof_seen = true } : new { };

    public static Task<JsonElement> PatchJsonAsync(this HttpClient client, string path, object body,
        HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync(HttpMethod.Patch, path, body, expected);

    public static Task<JsonElement> PutJsonAsync(this HttpClient client, string path, object body,
        HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync(HttpMethod.Put, path, body, expected);

    public static Task<JsonElement> DeleteJsonAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync(HttpMethod.Delete, path, null, expected);

    /// <summary>A POST without a body at all.</summary>
    public static Task<JsonElement> PostEmptyAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        client.SendAsync(HttpMethod.Post, path, null, expected);

    public static async Task<JsonElement> UploadProofAsync(this HttpClient client, string depositId, byte[] pdf,
        HttpStatusCode expected = HttpStatusCode.Created)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(pdf);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        form.Add(file, "file", "advice.pdf");
        using var answer = await client.PostAsync($"{Root}otc/deposits/{depositId}/proof", form);
        return await ReadAsync(answer, expected);
    }

    public static string Text(this JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            element = element.GetProperty(name);
        }
        return element.ValueKind == JsonValueKind.String ? element.GetString()! : element.ToString();
    }

    private static async Task<JsonElement> SendAsync(this HttpClient client, HttpMethod method, string path, object? body,
        HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : Root + path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }
        using var answer = await client.SendAsync(request);
        return await ReadAsync(answer, expected);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected,
            $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.PathAndQuery} answered {(int)answer.StatusCode}, not "
            + $"{(int)expected}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
