using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Serves the gateway below a tenant's own base path as well: the segment is read as <c>/gateway</c>, and the request is known as that
/// tenant's. The metadata of its OAuth lies where RFC 8414 looks for it. It runs before routing.
/// </summary>
internal sealed class TenantBasePaths : IStartupFilter
{
    private const string Gateway = "/gateway", Metadata = "/.well-known/oauth-authorization-server/";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var paths = app.ApplicationServices.GetRequiredService<TenantPaths>();
        app.Use(async (http, then) =>
        {
            var path = http.Request.Path.Value ?? "";
            var isMetadata = path.StartsWith(Metadata, StringComparison.Ordinal);
            var begin = isMetadata ? Metadata.Length : 1;
            var end = path.Length > begin ? path.IndexOf('/', begin) : -1;
            var segment = path.Length <= begin ? "" : end < 0 ? path[begin..] : path[begin..end];
            if (segment.Length > 0 && await paths.OwnerAsync(segment, http.RequestAborted) is { } owner)
            {
                http.Features.Set(new TenantBase(owner, segment));
                http.Request.Path = isMetadata ? Metadata[..^1] + Gateway : Gateway + (end < 0 ? "/" : path[end..]);
            }
            await then(http);
        });
        next(app);
    };
}
