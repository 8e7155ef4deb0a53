using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Conformance;

/// <summary>Sends what a <see cref="ConformanceAsk"/> says, signed in as the surface wants it, and tells what differs.</summary>
internal sealed class ConformanceCaller(HttpClient client, string surface, ConformanceCredentials credentials, TimeProvider clock)
{
    private const string Stranger = "otc_sandbox_aaaaaaaaaaaaaaaa_nobody";

    private string? _token;

    /// <summary>What differs from the contract, or nothing.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(ConformanceAsk ask, CancellationToken cancellation)
    {
        using var request = await RequestAsync(ask, cancellation);
        using var answer = await client.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        var faults = new List<string>();
        if ((int)answer.StatusCode != ask.Status)
        {
            faults.Add($"status {(int)answer.StatusCode}, not {ask.Status}");
        }
        foreach (var header in ask.Headers)
        {
            var (name, value) = header.Split(": ", 2) is [var before, var after] ? (before, after) : (header, "");
            var has = answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
                ? string.Join(", ", values) : null;
            if (has is null || !has.StartsWith(value, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add(has is null ? $"no header {name}" : $"header {name} is {has}, not {value}");
            }
        }
        if (ask.Holds.Count > 0)
        {
            faults.AddRange(BodyFaults(text, ask.Holds));
        }
        return faults;
    }

    /// <summary>The published document of the surface as the deployment gives it, or null when it gives none.</summary>
    public async Task<string?> DocumentAsync(CancellationToken cancellation)
    {
        using var answer = await client.GetAsync(new Uri($"/openapi/{surface}.json", UriKind.Relative), cancellation);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellation) : null;
    }

    private static IEnumerable<string> BodyFaults(string text, IReadOnlyList<string> holds)
    {
        JsonElement body;
        try
        {
            using var document = JsonDocument.Parse(text);
            body = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return ["the body is no JSON"];
        }
        return holds.Select(one => ConformanceShape.Fault(body, one)).OfType<string>();
    }

    private async Task<HttpRequestMessage> RequestAsync(ConformanceAsk ask, CancellationToken cancellation)
    {
        var path = ask.Path;
        if (surface == "block-trade" && ask.As != AskedAs.Nobody)
        {
            path = Signed(ask, ask.As == AskedAs.Client ? credentials.Of("block_trade.secret") : Stranger);
        }
        var request = new HttpRequestMessage(new HttpMethod(ask.Method), new Uri(path, UriKind.Relative));
        if (ask.Body is { } json)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }
        else if (ask.Form is { } form)
        {
            request.Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
        }
        foreach (var header in ask.Sends)
        {
            var parts = header.Split(": ", 2);
            request.Headers.TryAddWithoutValidation(parts[0], parts[1]);
        }
        await SignInAsync(request, ask.As, cancellation);
        return request;
    }

    private async Task SignInAsync(HttpRequestMessage request, AskedAs role, CancellationToken cancellation)
    {
        if (role == AskedAs.Nobody)
        {
            return;
        }
        var isClient = role == AskedAs.Client;
        switch (surface)
        {
            case "exchange":
                request.Headers.Add("x-api-key", isClient ? credentials.Of("exchange_api_key") : Stranger);
                break;
            case "block-trade":
                request.Headers.Add("X-BH-APIKEY", isClient ? credentials.Of("block_trade.api_key") : Stranger);
                break;
            default:
                var secret = !isClient ? Stranger : surface switch
                {
                    "platform" => credentials.Of("platform_api_key"),
                    "gateway" => _token ??= await TokenAsync(cancellation),
                    _ => credentials.Of("api_token"),
                };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
                break;
        }
    }

    private async Task<string> TokenAsync(CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = credentials.Of("gateway.client_id"),
                ["client_secret"] = credentials.Of("gateway.client_secret"), ["scope"] = "read write",
        });
        using var answer = await client.PostAsync(new Uri("/gateway/o/token/", UriKind.Relative), form, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!
            : throw new CommandException($"POST /gateway/o/token/ gave {(int)answer.StatusCode}: {text}");
    }

    // Query, then body, with nothing between, as specification 001 signs.
    private string Signed(ConformanceAsk ask, string secret)
    {
        var mark = ask.Path.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (ask.Path, "") : (ask.Path[..mark], ask.Path[(mark + 1)..] + "&");
        query += string.Create(CultureInfo.InvariantCulture, $"recvWindow=5000&timestamp={clock.GetUtcNow().ToUnixTimeMilliseconds()}");
        var signature = RequestSignature.Sign(secret, Encoding.UTF8.GetBytes(query + (ask.Body ?? ask.Form ?? "")));
        return $"{path}?{query}&signature={signature}";
    }
}
