using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using OtcBackoffice.Components;
using OtcBackoffice.Components.Account;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Hosting.Accounts;

namespace OtcBackoffice.Hosting;

/// <summary>Everything the console needs from the host: components, circuits, headers and error pages.</summary>
public static class ConsoleHosting
{
    /// <summary>Uploads and downloads go over HTTP, so no message of a circuit has a reason to be larger.</summary>
    private const int CircuitMessageBytesMax = 32 * 1024;

    private const int DisconnectedCircuitsMax = 100;

    public static IServiceCollection AddConsole(this IServiceCollection services, HostSettings settings)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuit =>
            {
                circuit.DetailedErrors = false;
                circuit.DisconnectedCircuitMaxRetained = DisconnectedCircuitsMax;
            })
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = CircuitMessageBytesMax);
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        services.AddAuthentication();
        services.AddAuthorization();
        services.AddAntiforgery(options =>
        {
            DeskCookies.Shape(options.Cookie, "otc.form", settings);

            // Behind a proxy that ends TLS the request looks plain, and this would refuse to work; the cookie policy sees to it.
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

            // The headers below say it for every response, and more strictly.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedPages>();
        services.AddScoped<PaletteSource>();
        services.AddScoped<RecordSearch>(provider => async (query, _, cancellation) =>
            await PaletteRecordsAsync(provider, query, cancellation));
        services.AddScoped<NavCounts>();
        services.AddSingleton<FirstLoads>();
        services.AddScoped<Notices>();
        services.AddScoped<StepUp>();
        services.AddSingleton<OnceText>();
        return services;
    }

    /// <summary>
    /// Adds the console's middleware and endpoints. The order matters: a status page that ran behind the antiforgery check
    /// would answer every unknown address with 500.
    /// </summary>
    public static WebApplication MapConsole(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        if (app.Services.GetRequiredService<HostSettings>().IsSecureOnly)
        {
            app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always });
        }
        app.Use(CircuitOrigin.Check);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/fault/500", CreateScopeForErrors = true });
        app.UseWhen(http => !ConsoleRequests.IsForPeople(http), machines =>
            machines.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ConsoleRequests.WriteProblemAsync }));
        app.UseStatusCodePagesWithReExecute("/fault/{0}", createScopeForStatusCodePages: true);
        app.Use(ConsoleRequests.PrepareErrorPages);
        app.Use(ConsoleRequests.AnswerUnmatched);
        app.Use(SchedulerPages.RefuseWrites);
        app.Use(ReadableForms.RefuseAsync);
        app.UseAuthentication();
        app.Use(AccountHosting.LeadToEnrolment);
        app.Use(app.Services.GetRequiredService<RateLimits>().CountCredentialAsync);
        app.UseAuthorization();
        app.UseAntiforgery();
        KeepAssetsAsBuilt(app.Configuration);
        app.MapStaticAssets().AllowAnonymous();
        var pages = app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        pages.Add(ReadOnly);
        return app;
    }

    // While developing, the host would otherwise send every asset uncompressed and uncached, a megabyte a page, so that
    // nobody would see what people get. A changed style sheet takes a build to show.
    private static void KeepAssetsAsBuilt(IConfiguration configuration)
    {
        configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        configuration["EnableStaticAssetsDevelopmentCaching"] ??= "true";
    }

    // Pages are read; whatever is posted goes to an endpoint of its own at the same address. Only the pages that explain a
    // refused request must answer the method of that request.
    private static void ReadOnly(EndpointBuilder endpoint)
    {
        var isPage = endpoint.Metadata.OfType<ComponentTypeMetadata>().Any();
        var isFault = endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } route }
            && route.StartsWith("/fault/", StringComparison.Ordinal);
        if (!isPage || isFault)
        {
            return;
        }

        foreach (var methods in endpoint.Metadata.OfType<IHttpMethodMetadata>().ToList())
        {
            endpoint.Metadata.Remove(methods);
        }

        endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
    }

    private static async Task<IReadOnlyList<PaletteEntry>> PaletteRecordsAsync(IServiceProvider provider, string query,
        CancellationToken cancellation)
    {
        var found = await provider.GetRequiredService<Desks.Search.SearchDesk>().FindAsync(query, cancellation);
        return found.IsSuccess ? [.. found.Value.Select(hit =>
            new PaletteEntry(hit.Title, hit.Href, hit.Kind.Replace('_', ' '), IconOf(hit.Kind)))] : [];
    }

    private static string IconOf(string kind) => kind switch
    {
        "deposit" => "deposit",
        "withdrawal" => "withdraw",
        "exchange" => "exchange",
        "block_trade" => "blocks",
        "receipt" => "inbox",
        "merchant" => "merchant",
        _ => "person",
    };
}
