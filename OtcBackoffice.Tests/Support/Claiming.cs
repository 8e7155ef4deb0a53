using System.Net;
using System.Text.Json;
using OtcBackoffice.Tests.Scenarios;

namespace OtcBackoffice.Tests.Support;

/// <summary>Officers claim what they decide.</summary>
internal static class Claiming
{
    /// <summary>Claims the record of a path such as <c>otc/deposits/ID/confirm</c>, then posts there.</summary>
    public static async Task<JsonElement> ClaimedPostJsonAsync(this HttpClient client, string path, object? body = null,
        HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var claimed = await client.PostAsync($"/api/v1/auth/{path[..path.LastIndexOf('/')]}/claim", null);
        return await client.PostJsonAsync(path, body, expected);
    }
}
