using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Serves the gateway below a tenant's own base path as well: the segment is read as <c>/gateway</c>, and the request is known as that
/// tenant's. It runs before routing.
/// </summary>
internal sealed class TenantBasePaths : IStartupFilter
{
    private const string Gateway = "/gateway";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var paths = app.ApplicationServices.GetRequiredService<TenantPaths>();
        app.Use(async (http, then) =>
        {
            var path = http.Request.Path.Value ?? "";
            var end = path.Length > 1 ? path.IndexOf('/', 1) : -1;
            if (path.Length > 1 && await paths.OwnerAsync(end < 0 ? path[1..] : path[1..end], http.RequestAborted) is { } owner)
            {
                http.Features.Set(new TenantBase(owner));
                http.Request.Path = Gateway + (end < 0 ? "/" : path[end..]);
            }
            await then(http);
        });
        next(app);
    };
}
