using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>The key of order notices is replaced by an admin or by its age; the old one is announced for the overlap, and no
/// longer.</summary>
public sealed class NoticeKeyTests
{
    private const int DaySeconds = 86_400;

    [Fact]
    public async Task An_admin_s_rotation_signs_with_the_new_key_and_announces_the_old_one_for_the_overlap()
    {
        await using var host = await DeskHost.StartAsync();
        var first = await PemAsync(host);
        Assert.Single(await AnnouncedAsync(host));
        await host.Officer.PostJsonAsync("block-trades/notice-keys/rotate", new { reason = "Try." }, HttpStatusCode.Forbidden);
        var rotated = await host.Admin.PostJsonAsync("block-trades/notice-keys/rotate", new { reason = "An old receiver was lost." });
        Assert.Equal(2, rotated.GetProperty("notice_keys").GetArrayLength());

        var second = await PemAsync(host);
        Assert.NotEqual(first, second);
        Assert.True(Verifies(host, second));
        Assert.False(Verifies(host, first));
        var announced = await AnnouncedAsync(host);
        Assert.Equal([(second, 1), (first, 0)], announced.Select(key => (key.Text("publicKey"), key.GetProperty("hasCurrent").GetInt32())));
        Assert.Equal("", announced[0].Text("expireTime"));
        Assert.Equal(1, (await host.Admin.GetJsonAsync("audit?action=notice_key.rotate")).GetProperty("audit").GetArrayLength());

        await host.RestartAsync();
        Assert.Equal(second, await PemAsync(host));
        Assert.Equal(2, (await AnnouncedAsync(host)).Count);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = (14 * DaySeconds) + 1 });
        Assert.Equal(second, Assert.Single(await AnnouncedAsync(host)).Text("publicKey"));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_key_that_has_reached_its_age_is_replaced_by_the_job()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Settings = new Dictionary<string, string?> { ["BlockTrade:NoticeKeyDays"] = "30", ["BlockTrade:NoticeKeyOverlapDays"] = "3" },
        });
        var first = await PemAsync(host);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 29 * DaySeconds });
        Assert.Equal(first, await PemAsync(host));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = DaySeconds + 60 });
        Assert.NotEqual(first, await PemAsync(host));
        Assert.Equal(first, (await AnnouncedAsync(host))[1].Text("publicKey"));
        Assert.Equal("system:notice_keys",
            (await host.Admin.GetJsonAsync("audit?action=notice_key.rotate")).GetProperty("audit")[0].Text("actor_name"));
    }

    private static bool Verifies(DeskHost host, string pem)
    {
        byte[] body = [1, 2, 3];
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        var signature = host.Services.GetRequiredService<INoticeSigner>().Sign(body);
        return key.VerifyData(body, Convert.FromHexString(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static Task<string> PemAsync(DeskHost host) => host.Anonymous.GetStringAsync(SpecClient.Root + "base/public_key");

    private static async Task<List<JsonElement>> AnnouncedAsync(DeskHost host) =>
        [.. (await host.Anonymous.GetJsonAsync(SpecClient.Root + "base/public_key/list")).GetProperty("keyList").EnumerateArray()];
}
