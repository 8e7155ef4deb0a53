using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>A client written from the specification's text alone: it signs the query and the body and knows nothing of the desk.</summary>
internal sealed class SpecClient(DeskHost host, string apiKey, string secret)
{
    public const string Root = "/openapi/v1/otc/";

    // The product's clock is the host's own: what one desk has counted up to is no time of another.
    private static readonly ConditionalWeakTable<DeskHost, StrongBox<long>> Last = [];

    public static SpecClient Of(DeskHost host, string merchant = "Acacia")
    {
        var pair = host.Credentials.MerchantNamed(merchant).BlockTrade
            ?? throw new InvalidOperationException("There is no block-trade key.");
        return new SpecClient(host, pair.ApiKey, pair.Secret);
    }

    public Task<SpecAnswer> GetAsync(string path, string query = "") => SendAsync(HttpMethod.Get, path, query, null, null);

    public Task<SpecAnswer> PostAsync(string path, object body) =>
        SendAsync(HttpMethod.Post, path, "", JsonSerializer.Serialize(body), "application/json");

    public Task<SpecAnswer> FormAsync(string path, string form, string query = "") =>
        SendAsync(HttpMethod.Post, path, query, form, "application/x-www-form-urlencoded");

    public Task<SpecAnswer> SendAsync(HttpMethod method, string path, string query, string? body, string? type)
    {
        var signed = Signed(query, body ?? "");
        return RawAsync(method, path, signed, body is null ? null : new StringContent(body, Encoding.UTF8, type!));
    }

    public Task<SpecAnswer> UploadAsync(string query, params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            var file = new ByteArrayContent(content);
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(file, "files", name);
        }
        return RawAsync(HttpMethod.Post, "pic/upload", Signed(query, ""), form);
    }

    /// <summary>The query with timestamp and signature.</summary>
    public string Signed(string query, string body)
    {
        var query2 = (query.Length == 0 ? "" : query + "&") + "recvWindow=60000&timestamp=" + Timestamp();
        return $"{query2}&signature={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(query2 + body)))}";
    }

    public async Task<SpecAnswer> RawAsync(HttpMethod method, string path, string query, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, $"{Root}{path}?{query}") { Content = content };
        request.Headers.Add("X-BH-APIKEY", apiKey);
        using var answer = await host.Anonymous.SendAsync(request);
        return new SpecAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    // Two requests of one millisecond would be one signature, and the second of them a replay.
    private string Timestamp()
    {
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds() - 5_000;
        var last = Last.GetValue(host, _ => new StrongBox<long>());
        lock (last)
        {
            last.Value = Math.Max(now, last.Value + 1);
            return last.Value.ToString(CultureInfo.InvariantCulture);
        }
    }
}

/// <summary>What came back.</summary>
internal sealed record SpecAnswer(HttpStatusCode Status, string Text)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public JsonElement Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status}: {Text}");
        return Json;
    }

    public void Refused(int status, int code)
    {
        Assert.True((int)Status == status && Json.GetProperty("code").GetInt32() == code && Json.GetProperty("msg").GetString()!.Length > 0,
            $"{(int)Status}: {Text}");
        Assert.Equal(["code", "msg"], Json.EnumerateObject().Select(member => member.Name));
    }
}
