namespace OtcBackoffice.Api.Shared;

/// <summary>
/// The id of a request as its answer carries it. It is kept aside at the door, because the error page clears the headers of
/// an answer that broke off.
/// </summary>
public static class RequestTag
{
    private const string Header = "X-Request-Id";

    private static readonly object Item = new();

    /// <summary>Keeps the id that the request was given.</summary>
    public static void Keep(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Items[Item] = http.Response.Headers[Header].ToString();
    }

    /// <summary>The id, and makes sure that the answer says it too.</summary>
    public static string Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var id = http.Items[Item] as string is { Length: > 0 } kept ? kept : http.TraceIdentifier;
        http.Response.Headers[Header] = id;
        return id;
    }
}
