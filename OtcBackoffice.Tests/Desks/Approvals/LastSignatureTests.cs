using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Approvals;

/// <summary>Whoever proposes a payment may be one of its signers, but never the one whose signature sends it.</summary>
public sealed class LastSignatureTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_proposer_may_sign_first_and_not_last(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var deposit = await host.Treasury.GetJsonAsync($"otc/deposits/{id}");
        var credit = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = deposit.Text("deposit", "requested_crypto_amount"), asset = "USDT", network = "tron" });
        var proposal = credit.Text("proposal_id");

        await host.Treasury2.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        var refused = await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign", null, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("SECOND_PERSON_REQUIRED", refused.Text("code"));
        Assert.Equal("open", (await host.Treasury.GetJsonAsync($"treasury/proposals/{proposal}")).Text("proposal", "status"));
        await host.Admin.PostJsonAsync($"treasury/proposals/{proposal}/sign");
    }
}
