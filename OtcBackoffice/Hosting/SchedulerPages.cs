using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Jobs;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// The scheduler's own pages, for admins who are signed in at the console, to look at only. A job is started on the desk's
/// Jobs page, where that leaves its audit row; starting one here would pass by it.
/// </summary>
public static class SchedulerPages
{
    /// <summary>Where they are.</summary>
    public const string Path = "/system/hangfire";

    private const string ChartStyle = "'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='";

    private static readonly string ChartPolicy = SecurityHeaders.ContentPolicy.Replace("style-src 'self';",
        $"style-src 'self' {ChartStyle};", StringComparison.Ordinal);

    /// <summary>Maps the pages. An access token opens none of them: they are for people.</summary>
    public static void MapSchedulerPages(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = new DashboardOptions
        {
            Authorization = [],
            IsReadOnlyFunc = _ => true,
            DisplayStorageConnectionString = false,
            AppPath = "/jobs",
            DashboardTitle = "Scheduler",
            // The pages ask for new figures by POST, which is refused here. Loading the page again shows them.
            StatsPollingInterval = int.MaxValue,
        };
        var pages = ((IEndpointRouteBuilder)app).CreateApplicationBuilder().Use(AllowChart).UsePathBase(Path)
            .UseMiddleware<AspNetCoreDashboardMiddleware>(app.Services.GetRequiredService<JobStore>(), options, DashboardRoutes.Routes,
                true).Build();
        app.MapMethods(Path + "/{**path}", [HttpMethods.Get, HttpMethods.Head], pages)
            .RequireAuthorization(new AuthorizationPolicyBuilder(IdentityConstants.ApplicationScheme)
            .RequireAuthenticatedUser().RequireAssertion(context => PermissionTable.Allows(DeskClaims.RolesOf(context.User),
                Permission.JobRun)).Build());
    }

    // The chart of the overview writes one style element, which is known to the letter: its hash is let in, on these pages alone.
    private static Task AllowChart(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = ChartPolicy;
        http.Response.Headers.XFrameOptions = "DENY";
        return next(http);
    }

    /// <summary>Refuses whatever would change something, whoever asks and whichever page would take it.</summary>
    public static Task RefuseWrites(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(next);
        if (!http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase) || HttpMethods.IsGet(http.Request.Method)
            || HttpMethods.IsHead(http.Request.Method))
        {
            return next(http);
        }
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = "GET, HEAD";
        return Task.CompletedTask;
    }
}
