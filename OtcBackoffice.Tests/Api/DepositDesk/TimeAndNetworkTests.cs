using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>What time and missing wallets do to a deposit, on both databases.</summary>
public sealed class TimeAndNetworkTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_stale_price_is_refused_wherever_it_is_used(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var desk = new DepositDeskFixture(host);
        var quote = await ShortQuoteAsync(host);
        var ids = new { pricing_profile_id = JsonSerializer.SerializeToElement(await desk.PriceIdsAsync()).GetProperty("pricing_profile_id")
            .GetString(), fx_rate_quote_id = quote };
        var (draft, priced) = (await desk.DepositInAsync(DepositStatus.Draft), await desk.DepositInAsync(DepositStatus.Draft));
        var proof = await Send(host.Acacia, "POST", $"otc/deposits/{priced}/proof", WireAnswer.File(PdfWriter.Receipt())).Expecting(201);
        await Send(host.Acacia, "PATCH", $"otc/deposits/{priced}/quote", ids).Expecting(200);

        // Only the clock moves: no job has yet put the deposit back to draft.
        host.Services.GetRequiredService<SandboxClock>().Advance(61);

        await Send(host.Acacia, "PATCH", $"otc/deposits/{draft}/quote", ids).ExpectingProblem(422, "QUOTE_EXPIRED");
        await Send(host.Acacia, "POST", $"otc/deposits/{priced}/submit", Submission(proof.GetProperty("file_url").GetString()))
            .ExpectingProblem(422, "QUOTE_EXPIRED");
        await Send(host.Admin, "POST", "/sandbox/clock/advance", new { seconds = 1 }).Expecting(200);
        var lapsed = (await Send(host.Acacia, "GET", $"otc/deposits/{priced}").Expecting(200)).GetProperty("deposit");
        Assert.Equal(("draft", JsonValueKind.Null),
            (lapsed.GetProperty("status").GetString(), lapsed.GetProperty("requested_crypto_amount").ValueKind));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_credit_without_a_payout_address_says_which_wallet_is_missing(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var desk = new DepositDeskFixture(host);
        await RetireWalletsAsync(host, "tron");
        var id = await desk.DepositInAsync(DepositStatus.Confirmed);
        var deposit = await Send(host.Officer, "GET", $"otc/deposits/{id}").Expecting(200);
        Assert.Equal(JsonValueKind.Null, deposit.GetProperty("deposit").GetProperty("credited_to_address").ValueKind);

        var problem = await Send(host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = Requested(deposit) })
            .ExpectingProblem(422, "PAYOUT_WALLET_MISSING");

        Assert.Contains("no wallet on tron", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var acacia = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var address = SandboxAddress.Tron("a late wallet");
        await Send(host.Admin, "POST", $"merchants/{acacia}/wallets", new { network = "tron", address, is_default = true }).Expecting(201);
        var filled = (await Send(host.Acacia, "GET", $"otc/deposits/{id}").Expecting(200)).GetProperty("deposit");
        Assert.Equal(address, filled.GetProperty("payout_to_address").GetString());
        // A wallet that was added today is paid only when a second person agrees.
        var waiting = await Send(host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = Requested(deposit) })
            .Expecting(202);
        Assert.Equal("new_wallet_by_two", waiting.GetProperty("rule").GetString());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_many_officers_who_claim_at_once_one_gets_it(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Pending);
        HttpClient[] people = [host.Officer, host.Officer2, host.Treasury, host.Treasury2, host.Admin, host.Admin2];

        var answers = await Task.WhenAll(people.Select(person => Send(person, "POST", $"otc/deposits/{id}/claim")));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.ExpectProblem(409, "CLAIMED_BY_ANOTHER"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_many_credits_at_once_one_is_proposed(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var id = await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Confirmed);
        var amount = Requested(await Send(host.Officer, "GET", $"otc/deposits/{id}").Expecting(200));
        HttpClient[] people = [host.Officer, host.Officer2, host.Treasury, host.Treasury2, host.Admin, host.Admin2];

        var answers = await Task.WhenAll(
            people.Select(person => Send(person, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = amount })));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200),
            answer => Assert.Contains(answer.ExpectConflict(), (string[])["PROPOSAL_OPEN", "CONCURRENT_CHANGE"]));
        var proposals = await Send(host.Treasury, "GET", "treasury/proposals?status=open").Expecting(200);
        Assert.Equal(1, proposals.GetProperty("proposals").GetArrayLength());
    }

    private static async Task<string> ShortQuoteAsync(DeskHost host)
    {
        var now = (await Send(host.Admin, "GET", "/sandbox/clock").Expecting(200)).GetProperty("now").GetDateTime();
        var quote = await Send(host.Admin, "POST", "pricing/fx-quotes", new
        {
            flow_type = "b2b", otc_type = "deposit", asset = "USDT", network = "tron", fiat_currency = "KES", reference_rate = "129.50",
            spread_bps = 40,
            expires_at = now.AddSeconds(60).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        }).Expecting(201);
        return quote.GetProperty("fx_quote").GetProperty("id").GetString()!;
    }

    private static async Task RetireWalletsAsync(DeskHost host, string network)
    {
        var merchants = (await Send(host.Admin, "GET", "merchants").Expecting(200)).GetProperty("merchants").EnumerateArray();
        foreach (var merchant in merchants.Where(one => one.GetProperty("name")
            .GetString()!.StartsWith("Acacia", StringComparison.Ordinal)))
        {
            var owner = merchant.GetProperty("id").GetString();
            var wallets = (await Send(host.Admin, "GET", $"merchants/{owner}/wallets").Expecting(200)).GetProperty("wallets")
                .EnumerateArray();
            foreach (var wallet in wallets.Where(one => one.GetProperty("network").GetString() == network))
            {
                await Send(host.Admin, "DELETE", $"merchants/{owner}/wallets/{wallet.GetProperty("id").GetString()}").Expecting(200);
            }
        }
    }
}
