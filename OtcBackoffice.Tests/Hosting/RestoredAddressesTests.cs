using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>An address is given out once, whatever set serves: over a restore and putting back (issue 15, point 6; issue 16).</summary>
public sealed class RestoredAddressesTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_address_is_given_out_once_also_after_a_restore_and_after_putting_back(DatabaseProvider provider)
    {
        await using var desk = await RestorableDesk.MakeAsync(provider);
        var set = desk.Set + "-with-a-key";
        await EnterAsync(desk, "first", next: 5);
        Assert.Equal(0, await desk.RunAsync("backup", set));
        // Since then the desk has gone on, and has another key besides.
        await GoOnAsync(desk, "first", next: 9, paid: 7);
        await EnterAsync(desk, "second", next: 3);
        Assert.Equal(0, await desk.RunAsync("restore", set));
        Assert.Equal(["first active 9 7", "second replaced 3 1"], await KeysAsync(desk));
        // The backup serves for a day, and then the set before it is put back.
        await GoOnAsync(desk, "first", next: 12, paid: 7);
        await EnterAsync(desk, "third", next: 4);
        Assert.Equal(0, await desk.RunAsync("restore", "--back"));
        Assert.Equal(["first active 12 7", "second active 3 1", "third replaced 4 1"], await KeysAsync(desk));
        Assert.Equal(0, await desk.RunAsync("verify"));
        Assert.Equal(0, await desk.RunAsync("restore", "--back"));
        Assert.Equal(["first active 12 7", "second replaced 3 1", "third active 4 1"], await KeysAsync(desk));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_desk_that_cannot_say_what_it_gave_out_closes_the_keys_of_the_set_and_says_so(DatabaseProvider provider)
    {
        await using var desk = await RestorableDesk.MakeAsync(provider);
        var set = desk.Set + "-with-a-key";
        await EnterAsync(desk, "first", next: 5);
        Assert.Equal(0, await desk.RunAsync("backup", set));
        Assert.Equal(0, await desk.RunAsync("restore", set));
        await using (var database = desk.Open())
        await using (var db = database.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE gateway_keys RENAME TO lost_keys");
        }

        var (code, said) = await desk.RunAndHearAsync("restore", "--back");

        Assert.Equal(0, code);
        Assert.Contains("could not say which addresses it gave out: 1 keys for addresses are closed", said, StringComparison.Ordinal);
        Assert.Equal(["first replaced 5 1"], await KeysAsync(desk));
    }

    private static async Task EnterAsync(RestorableDesk desk, string key, long next)
    {
        await using var database = desk.Open();
        await using var db = database.CreateDbContext();
        var entered = GatewayKey.Enter(Guid.NewGuid(), "bitcoin", key, null, Guid.Empty, DateTime.UnixEpoch).Value;
        db.GatewayKeys.Add(entered);
        await db.SaveChangesAsync();
        await db.GatewayKeys.Where(row => row.Id == entered.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, GatewayKeyStatus.Active));
        await GoOnAsync(desk, key, next, paid: 1);
    }

    private static async Task GoOnAsync(RestorableDesk desk, string key, long next, long paid)
    {
        await using var database = desk.Open();
        await using var db = database.CreateDbContext();
        await db.GatewayKeys.Where(row => row.ExtendedPublicKey == key)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.NextIndex, next).SetProperty(one => one.LastPaidIndex, paid));
    }

    private static async Task<List<string>> KeysAsync(RestorableDesk desk)
    {
        await using var database = desk.Open();
        await using var db = database.CreateDbContext();
        var keys = await db.GatewayKeys.AsNoTracking().ToListAsync();
        return [.. keys.Select(key => $"{key.ExtendedPublicKey} {key.StatusName} {key.NextIndex} {key.LastPaidIndex}")
            .Order(StringComparer.Ordinal)];
    }
}
