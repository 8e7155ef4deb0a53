using Npgsql;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>
/// A restore that is cut off at any step leaves the old set or the new one whole (issue 15, point 6). Kills of the process at random
/// moments are tried by the verb <c>restores</c>.
/// </summary>
public sealed class RestoreCutTests
{
    [Fact]
    public async Task Cut_off_at_any_step_the_old_desk_or_the_new_one_is_whole()
    {
        await using var desk = await RestorableDesk.MakeAsync(DatabaseProvider.Sqlite);
        foreach (var step in (string[])["database.db", "sealed/demo-credentials.json", "proofs/one/proof.pdf", "prepared", "whole"])
        {
            await desk.CutAsync(step);
            Assert.False(await desk.IsNewAsync(), step);
        }
        await desk.CutAsync("changed");
        Assert.True(await desk.IsNewAsync());
        Assert.Equal(0, await desk.RunAsync("verify"));
        Assert.Equal(0, await desk.RunAsync("restore", "--back"));
        Assert.False(await desk.IsNewAsync());
        Assert.Equal(0, await desk.RunAsync("verify"));
    }

    [Fact]
    public async Task A_desk_on_a_server_is_backed_up_drilled_restored_and_put_back()
    {
        if (!TestDatabases.HasShared)
        {
            return;
        }
        await using var desk = await RestorableDesk.MakeAsync(DatabaseProvider.PostgreSql);
        Assert.Equal(0, await desk.RunAsync("restore", "--check", desk.Set));
        await using (var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(desk.ConnectionString) {
            Pooling = false }.ConnectionString))
        {
            await session.OpenAsync();
            Assert.Equal(1, await desk.RunAsync("restore", desk.Set));
        }
        Assert.False(await desk.IsNewAsync());
        Assert.Equal(1, await desk.RunAsync("restore", "--back"));

        Assert.Equal(0, await desk.RunAsync("restore", desk.Set));
        Assert.True(await desk.IsNewAsync());
        Assert.Equal(0, await desk.RunAsync("verify"));
        Assert.Equal(0, await desk.RunAsync("restore", "--back"));
        Assert.False(await desk.IsNewAsync());
        Assert.Equal(0, await desk.RunAsync("verify"));
    }

    [Fact]
    public async Task Cut_off_on_a_server_the_database_that_is_live_decides_and_nobody_serves_half_of_each()
    {
        if (!TestDatabases.HasShared)
        {
            return;
        }
        await using var desk = await RestorableDesk.MakeAsync(DatabaseProvider.PostgreSql);
        foreach (var step in (string[])["loaded", "marked"])
        {
            await desk.CutAsync(step);
            Assert.False(await desk.IsNewAsync(), step);
        }
        foreach (var step in (string[])["renamed", "changed"])
        {
            await desk.CutAsync(step);
            // Neither a desk nor a verb works on it before it is settled.
            Assert.Equal(1, await desk.RunAsync("verify"));
            Assert.True(await desk.IsNewAsync(), step);
            Assert.Equal(0, await desk.RunAsync("restore", "--back"));
            Assert.False(await desk.IsNewAsync(), step);
        }
    }
}
