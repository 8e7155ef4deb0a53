using OtcBackoffice.Desks.People;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Accounts;

/// <summary>Sign-in, account and set-up: their forms, and the one page that somebody without a second factor may see.</summary>
public static class AccountHosting
{
    private static readonly PathString[] OpenWhileEnrolling = ["/account", "/fault"];

    /// <summary>Adds the forms.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        SignInForms.Map(routes);
        OwnAccountForms.Map(routes);
        PasskeyForms.Map(routes);
    }

    /// <summary>Leads staff who have to set up a second factor to their account page, wherever they wanted to go.</summary>
    public static Task LeadToEnrolment(HttpContext http, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(next);
        var mustEnrol = http.User.HasClaim(claim => claim.Type == DeskClaims.MustEnrol);
        if (!mustEnrol || !ConsoleRequests.IsForPeople(http)
            || OpenWhileEnrolling.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            return next(http);
        }
        http.Response.Redirect("/account?error=enrol");
        return Task.CompletedTask;
    }

    /// <summary>On an empty desk without the demo, prints the token for the first administrator. It goes to the console and into no
    /// log.</summary>
    public static async Task OfferSetupAsync(WebApplication app, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<WelcomeDesk>().OfferSetupAsync(cancellation) is { } token)
        {
            await Console.Out.WriteLineAsync(
                $"This desk has no people yet. Open /setup within a day and make the first administrator with this token: {token}");
        }
    }
}
