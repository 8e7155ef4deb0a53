using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Schema;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Data.Schema;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data.Released;

/// <summary>Whoever runs a released version can run this one on the same data, and goes on where they were.</summary>
public sealed class ReleasedDeskTests
{
    public static TheoryData<string, DatabaseProvider> Desks
    {
        get
        {
            var rows = new TheoryData<string, DatabaseProvider>();
            foreach (var version in ReleasedDesk.Versions)
            {
                foreach (var provider in TestDatabases.Providers(Environment.GetEnvironmentVariable))
                {
                    rows.Add(version, provider);
                }
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task An_older_desk_opens_verifies_and_works_a_deposit_to_its_end(string version, DatabaseProvider provider)
    {
        var (database, files) = await ReleasedDesk.UnpackAsync(version, provider);
        await using var host = await DeskHost.OpenAsync(new DeskHostSetup { Provider = provider }, database, files);

        // One that an officer of the older version had claimed, and a new one.
        var held = (await host.Officer.GetJsonAsync("otc/deposits/queue/pending")).GetProperty("deposits").EnumerateArray().Single()
            .Text("id");
        foreach (var id in new[] { held, await DepositSteps.SubmitAsync(host, "64000.00") })
        {
            var confirmed = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
            var credit = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit",
                new { crypto_amount = confirmed.Text("deposit", "requested_crypto_amount") });
            var proposal = credit.Text("proposal_id");
            await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign");
            await host.Treasury2.PostJsonAsync($"treasury/proposals/{proposal}/sign");
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 5 });
            await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 5 });
            Assert.Equal("credited", (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status"));
        }

        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal(0, await VerifyVerb.RunAsync(scope.ServiceProvider));
        Assert.NotEmpty((await host.Auditor.GetJsonAsync("audit")).GetProperty("audit").EnumerateArray());
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task An_older_schema_becomes_the_very_schema_of_a_new_one_and_keeps_every_row(string version, DatabaseProvider provider)
    {
        var (old, files) = await ReleasedDesk.UnpackAsync(version, provider);
        using var kept = files;
        await using var database = old;
        await using var fresh = await TestDatabases.CreateMigratedAsync(provider);
        var before = await CountsAsync(old);

        await using (var opened = old.Open())
        {
            await opened.MigrateAsync(CancellationToken.None);
        }

        await using var upgraded = await SchemaGuardTests.OpenAsync(old);
        await using var made = await SchemaGuardTests.OpenAsync(fresh);
        var listing = await SchemaReader.ReadAsync(upgraded, null, CancellationToken.None);
        Assert.Empty(listing.DifferencesFrom(await SchemaReader.ReadAsync(made, null, CancellationToken.None)));
        var after = await CountsAsync(old);
        Assert.All(before, table => Assert.Equal(table.Value, after[table.Key]));
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task An_older_schema_that_was_made_in_between_is_refused(string version, DatabaseProvider provider)
    {
        var (old, files) = await ReleasedDesk.UnpackAsync(version, provider);
        using var kept = files;
        await using var database = old;
        await SchemaGuardTests.ExecuteAsync(old, "ALTER TABLE webhook_endpoints DROP COLUMN url");
        await using var opened = old.Open();

        var refused = await Assert.ThrowsAsync<SchemaException>(() => opened.MigrateAsync(CancellationToken.None));

        Assert.Contains("webhook_endpoints.url is missing", refused.Message, StringComparison.Ordinal);
        await using var connection = await SchemaGuardTests.OpenAsync(old);
        Assert.Equal(version != "1.0.0", await SchemaReader.HasTableAsync(connection, null, SchemaGuard.Table, CancellationToken.None));
    }

    private static async Task<IReadOnlyDictionary<string, long>> CountsAsync(TestDatabase database)
    {
        await using var connection = await SchemaGuardTests.OpenAsync(database);
        var listing = await SchemaReader.ReadAsync(connection, null, CancellationToken.None);
        return await SchemaReader.CountRowsAsync(connection, null, listing.Tables, CancellationToken.None);
    }
}
