using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Components;

/// <summary>Pages over the real desks of a running product, seen by whom the test names.</summary>
public abstract class PageTests : LibraryContext, IClassFixture<RunningDesk>
{
    private readonly IServiceScope _scope;

    protected PageTests(RunningDesk desk)
    {
        Host = desk.Host;
        _scope = Host.Services.CreateScope();
        Services.AddFallbackServiceProvider(_scope.ServiceProvider);
    }

    protected DeskHost Host { get; }

    /// <summary>From here on the pages are those of this member of staff, such as <c>officer2</c>.</summary>
    protected void ActAs(string name)
    {
        var person = Host.Credentials.StaffNamed(name);
        Claim[] claims = [new(ClaimTypes.NameIdentifier, person.UserId.ToString()),
            new(DeskClaims.Session, SignIn(person.UserId).ToString()), .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role))];
        AddAuthorization().SetAuthorized(person.Email).SetRoles([.. person.Roles]).SetClaims(claims[0]);
        _scope.ServiceProvider.GetRequiredService<CurrentActor>().CircuitUser = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    // What a sign-in leaves behind: a session that counts as fresh.
    private Guid SignIn(Guid userId)
    {
        using var db = Host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var now = Host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var session = new UserSession { Id = Guid.CreateVersion7(), UserId = userId, CreatedAtUtc = now, LastSeenAtUtc = now,
            FreshAtUtc = now };
        db.Add(session);
        db.SaveChanges();
        return session.Id;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _scope.Dispose();
        }
    }
}
