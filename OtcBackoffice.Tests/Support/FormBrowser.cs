using System.Net;
using System.Text.RegularExpressions;

namespace OtcBackoffice.Tests.Support;

/// <summary>A browser without scripts: keeps cookies whatever their names, reads pages, and posts their forms with the token.</summary>
public sealed partial class FormBrowser(Uri address, string device = "test browser") : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = address };
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>Whole Set-Cookie headers as they came.</summary>
    public List<string> SetCookies { get; } = [];

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>What it claims to come from, as another site's server could.</summary>
    public string? Origin { get; set; }

    /// <summary>Another browser with the same cookies: somebody who has captured them.</summary>
    public FormBrowser Copy()
    {
        var copy = new FormBrowser(address, device);
        foreach (var (name, value) in _cookies)
        {
            copy._cookies[name] = value;
        }
        return copy;
    }

    public void Dispose() => _client.Dispose();

    public async Task<Answer> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request);
    }

    /// <summary>Opens the page, takes its token, and posts the form.</summary>
    public async Task<Answer> PostAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        var opened = await GetAsync(page);
        var token = Token().Match(opened.Text).Groups["token"].Value;
        Assert.True(token.Length > 0, $"{page} has no form: {opened.Status} {opened.Location}");
        return await PostRawAsync(path, [("__RequestVerificationToken", token), .. fields]);
    }

    public async Task<Answer> PostRawAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await SendAsync(request);
    }

    public Task<Answer> SignInAsync(string email, string password, string returnUrl = "/") =>
        PostAsync("/account/sign-in", "/account/sign-in", ("email", email), ("password", password), ("returnUrl", returnUrl));

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Add("Accept", "text/html");
        request.Headers.UserAgent.ParseAdd(device.Replace(' ', '-'));
        if (Origin is not null)
        {
            request.Headers.Add("Origin", Origin);
        }
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }
        using var answer = await _client.SendAsync(request);
        foreach (var line in answer.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
        {
            SetCookies.Add(line);
            var (name, value) = (line.Split('=')[0], line.Split('=', 2)[1].Split(';')[0]);
            _ = value.Length == 0 ? _cookies.Remove(name) : (_cookies[name] = value) == value;
        }
        return new Answer((int)answer.StatusCode, answer.Headers.Location?.ToString() ?? "", await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();

    public sealed record Answer(int Status, string Location, string Text);
}
