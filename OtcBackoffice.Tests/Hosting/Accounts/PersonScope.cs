using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Accounts;

/// <summary>Acts as a person in an open page does: by the session that the browser holds.</summary>
internal static class PersonScope
{
    /// <summary>The newest open session of a person.</summary>
    public static async Task<Guid> SessionAsync(DeskHost host, Guid person)
    {
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        return (await db.UserSessions.Where(row => row.UserId == person && row.EndedAtUtc == null)
            .OrderByDescending(row => row.CreatedAtUtc).FirstAsync()).Id;
    }

    /// <summary>Why the person may not read deposits, or null.</summary>
    public static async Task<ErrorCode?> AskAsync(DeskHost host, Guid person, Guid session)
    {
        await using var scope = As(host, person, session);
        var asked = await scope.ServiceProvider.GetRequiredService<DeskGate>().OpenAsync(Permission.DepositReadAll, CancellationToken.None);
        if (asked.Failed(out var refused))
        {
            return refused.Code;
        }
        await asked.Value.DisposeAsync();
        return null;
    }

    public static AsyncServiceScope As(DeskHost host, Guid person, Guid session)
    {
        var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().CircuitUser = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.ToString()), new(DeskClaims.Session, session.ToString())], "test"));
        return scope;
    }
}
