namespace OtcBackoffice.Security;

/// <summary>
/// Every request has an id: the caller's <c>X-Request-Id</c> when that is a UUID, else a new one. It is echoed, logged and
/// kept in the audit record and in what the request caused.
/// </summary>
public sealed class RequestIds(RequestDelegate next)
{
    private const string Header = "X-Request-Id", Item = "otc:request-id";

    /// <summary>The id of a request, or an empty text outside of one.</summary>
    public static string Of(HttpContext? http) => http?.Items[Item] as string ?? "";

    /// <summary>Gives the request its id.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var id = Guid.TryParse(http.Request.Headers[Header], out var given) ? given : Guid.NewGuid();
        http.Items[Item] = id.ToString();
        http.Response.Headers[Header] = id.ToString();
        return next(http);
    }
}
