using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Pipeline;

public sealed class LedgerCheckTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Postings_that_come_in_while_the_books_are_checked_are_no_difference(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var database = host.Services.GetRequiredService<BackofficeDatabase>();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await PostAsync(database, i);
            }
        });

        await using var scope = host.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<LedgerDesk>();
        for (var round = 0; round < 60; round++)
        {
            Assert.All(await desk.VerifyAsync(CancellationToken.None), check => Assert.Null(check.Fault));
        }
        await stop.CancelAsync();
        await writing;
    }

    // One balanced entry between two accounts of its own, written like every other.
    private static Task<int> PostAsync(BackofficeDatabase database, int number) => database.Lane.RunAsync(async (session, token) =>
    {
        var entry = Guid.NewGuid();
        session.Queue("INSERT INTO ledger_entries (id, unique_key, kind, subject_kind, subject_id, actor_id, at_utc) VALUES (@p0, @p1, "
            + "'test', 'test', @p0, @p0, 0)", entry, $"test:{entry}");
        (string Key, long Minor)[] lines = [("nostro:TST", 5), ("desk_capital:TST", -5)];
        for (var line = 0; line < lines.Length; line++)
        {
            var (key, minor) = lines[line];
            session.Queue("INSERT INTO ledger_postings (entry_id, line, account_key, asset, signed_minor) VALUES (@p0, @p1, @p2, 'TST', @p3)", entry, line + 1, key, minor);
            session.Queue(
                "INSERT INTO ledger_accounts (key, family, asset, owner_id, may_not_be_overdrawn, debit_minor, credit_minor) VALUES (@p0, "
                    + "'test', 'TST', NULL, @p3, @p1, @p2) "
                + "ON CONFLICT (key) DO UPDATE SET debit_minor = ledger_accounts.debit_minor + @p1, credit_minor = "
                + "ledger_accounts.credit_minor + @p2",
                key, Math.Max(minor, 0), Math.Max(-minor, 0), false);
        }
        await session.SaveAsync(token);
        return new LaneOutcome<int>(number, true);
    }, CancellationToken.None);
}
