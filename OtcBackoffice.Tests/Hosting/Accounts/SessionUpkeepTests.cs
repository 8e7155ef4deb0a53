using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Accounts;

/// <summary>Sessions that are long over leave; those that somebody may still use, and the last of each person, stay.</summary>
public sealed class SessionUpkeepTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Old_sessions_are_dropped_and_the_latest_of_a_person_stays(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Provider = provider, Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var (officer, auditor) = (host.Credentials.StaffNamed("officer").UserId, host.Credentials.StaffNamed("auditor").UserId);
        // Days since the session was last seen, and since it ended when it did.
        (Guid Person, int Seen, int? Ended, bool Stays)[] plan =
        [
            (officer, 200, 199, false), (officer, 60, null, false), (officer, 31, 31, false), (officer, 40, 29, true),
            (officer, 29, 29, true), (officer, 1, null, true), (auditor, 300, 300, true),
        ];
        var rows = plan.Select(one => new UserSession
        {
            Id = Guid.NewGuid(), UserId = one.Person, CreatedAtUtc = now.AddDays(-one.Seen - 1), LastSeenAtUtc = now.AddDays(-one.Seen),
            FreshAtUtc = now.AddDays(-one.Seen),
            EndedAtUtc = one.Ended is { } ended ? now.AddDays(-ended) : null, Device = "test", Method = "password",
        }).ToList();
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            db.UserSessions.AddRange(rows);
            await db.SaveChangesAsync();
        }
        await using var scope = host.Services.CreateAsyncScope();
        var upkeep = scope.ServiceProvider.GetRequiredService<SessionUpkeep>();

        Assert.Equal(3, await upkeep.SweepAsync(CancellationToken.None));
        Assert.Equal(0, await upkeep.SweepAsync(CancellationToken.None));

        await using var after = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var expected = plan.Zip(rows).Where(pair => pair.First.Stays).Select(pair => pair.Second.Id).Order();
        Assert.Equal(expected, (await after.UserSessions.Select(row => row.Id).ToListAsync()).Order());
        var line = Assert.Single((await host.Auditor.GetJsonAsync("audit?action=session.sweep&limit=5")).GetProperty("audit")
            .EnumerateArray().ToList());
        Assert.Equal("3", line.Text("changes", "count"));
        host.AssertNoErrors();
    }
}
