using System.Text.Json;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Lists, queues, the audit record, approvals and webhooks over HTTP.</summary>
public sealed class ListTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    private DeskHost Host => desk.Host;

    [Fact]
    public async Task Pages_join_to_the_whole_list_newest_first()
    {
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Insert(0, await desk.DepositInAsync(DepositStatus.Draft));
        }

        var seen = new List<string>();
        string? cursor = "";
        do
        {
            var page = await Send(Host.Acacia, "GET", $"otc/deposits?limit=3&status=draft&cursor={cursor}").Expecting(200);
            Assert.InRange(page.GetProperty("deposits").GetArrayLength(), 1, 3);
            seen.AddRange(Ids(page, "deposits"));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(made, seen.Where(made.Contains));
        Assert.Equal(seen.Distinct(), seen);
    }

    [Fact]
    public async Task Filters_narrow_and_never_widen_what_a_merchant_sees()
    {
        var own = await desk.DepositInAsync(DepositStatus.Priced);
        var foreign = (await Send(Host.Baobab, "POST", "otc/deposits/draft", Draft()).Expecting(201)).GetProperty("deposit")
            .GetProperty("id").GetString();
        var baobab = Host.Credentials.MerchantNamed("Baobab").MerchantId;

        Assert.DoesNotContain(foreign, Ids(await Send(Host.Acacia, "GET", "otc/deposits?limit=200").Expecting(200), "deposits"));
        Assert.Empty(Ids(await Send(Host.Acacia, "GET", $"otc/deposits?merchant_id={baobab}").Expecting(200), "deposits"));
        Assert.Equal([foreign!], Ids(await Send(Host.Officer, "GET", $"otc/deposits?merchant_id={baobab}").Expecting(200), "deposits"));
        var priced = await Send(Host.Officer, "GET", "otc/deposits?status=priced").Expecting(200);
        Assert.Contains(own, Ids(priced, "deposits"));
        Assert.All(priced.GetProperty("deposits").EnumerateArray(), one => Assert.Equal("priced", one.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task The_queue_is_worked_oldest_first_and_by_its_assignee()
    {
        var (first, second) = (await desk.DepositInAsync(DepositStatus.Pending), await desk.DepositInAsync(DepositStatus.Pending));
        var officer = Host.Credentials.StaffNamed("officer2").UserId;
        await Send(Host.Admin, "POST", $"otc/deposits/{second}/assign", new { assignee_user_id = officer }).Expecting(200);

        var queue = Ids(await Send(Host.Officer, "GET", "otc/deposits/queue/pending?limit=200").Expecting(200), "deposits");

        Assert.True(queue.IndexOf(first) < queue.IndexOf(second));
        var assigned = Ids(await Send(Host.Officer2, "GET", $"otc/deposits?assignee_user_id={officer}").Expecting(200), "deposits");
        Assert.Equal((true, false), (assigned.Contains(second), assigned.Contains(first)));
        await Send(Host.Acacia, "GET", "otc/deposits/queue/pending").ExpectingProblem(403, "FORBIDDEN");
    }

    [Fact]
    public async Task The_audit_record_is_found_by_who_what_and_when_and_exported_line_by_line()
    {
        var id = await desk.DepositInAsync(DepositStatus.Pending);
        await Send(Host.Officer2, "POST", $"otc/deposits/{id}/claim").Expecting(200);
        var person = Host.Credentials.StaffNamed("officer2");

        foreach (var query in (string[])[$"actor={person.UserId}&entity={id}", $"actor={person.Email}&action=deposit.claim&entity={id}",
            $"entity={id}&action=deposit.claim&from=2020-01-01&to=2199-01-01T00:00:00Z"])
        {
            var line = Assert.Single((await Send(Host.Auditor, "GET", $"audit?{query}").Expecting(200)).GetProperty("audit")
                .EnumerateArray());
            Assert.Equal(("deposit.claim", person.UserId),
                (line.GetProperty("action").GetString(), line.GetProperty("actor_user_id").GetGuid()));
        }
        Assert.Empty((await Send(Host.Auditor, "GET", $"audit?entity={id}&to=2020-01-01").Expecting(200)).GetProperty("audit")
            .EnumerateArray());
        var export = await Send(Host.Auditor, "GET", $"audit/export?entity={id}");
        var lines = export.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal(("application/x-ndjson", 200), (export.MediaType, export.Status));
        Assert.Equal("deposit.claim", lines[0].GetProperty("action").GetString());
        Assert.Equal("deposit.draft", lines[^1].GetProperty("action").GetString());
    }

    [Fact]
    public async Task The_audit_record_pages_by_its_cursor()
    {
        await desk.DepositInAsync(DepositStatus.Pending);
        var first = await Send(Host.Auditor, "GET", "audit?limit=2").Expecting(200);

        var second = await Send(Host.Auditor, "GET", $"audit?limit=2&cursor={first.GetProperty("next_cursor").GetString()}").Expecting(200);

        long[] ids = [.. first.GetProperty("audit").EnumerateArray().Concat(second.GetProperty("audit").EnumerateArray())
            .Select(line => line.GetProperty("id").GetInt64())];
        Assert.Equal(4, ids.Length);
        Assert.Equal(ids.OrderDescending(), ids);
        await Send(Host.Auditor, "GET", "audit?cursor=x").ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Auditor, "GET", "audit?from=yesterday").ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Fact]
    public async Task A_change_of_the_payout_wallet_waits_for_a_second_person()
    {
        var id = await desk.DepositInAsync(DepositStatus.Pending);
        var wallet = await KisumuWalletAsync();
        var ask = new { to_wallet_id = wallet, reason = "The merchant asked for it." };

        var asked = await Send(Host.Treasury, "POST", $"otc/deposits/{id}/payout-wallet", ask).Expecting(202);

        var approval = asked.GetProperty("approval_id").GetString();
        var waiting = (await Send(Host.Auditor, "GET", "approvals").Expecting(200)).GetProperty("approvals").EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == approval);
        Assert.Equal((id, "waiting"), (waiting.GetProperty("entity_id").GetString(), waiting.GetProperty("status").GetString()));
        Assert.NotEqual(wallet, (await Send(Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200)).GetProperty("deposit")
            .GetProperty("to_wallet_id").GetString());
        var own = await Send(Host.Treasury, "POST", $"approvals/{approval}/approve").ExpectingProblem(422, "MAKER_MAY_NOT_CHECK");
        Assert.True(own.GetProperty("requires_second_approval").GetBoolean());
        await Send(Host.Treasury2, "POST", $"approvals/{approval}/approve").Expecting(200);
        Assert.Equal(wallet, (await Send(Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200)).GetProperty("deposit")
            .GetProperty("to_wallet_id").GetString());
        var twice = await Send(Host.Treasury2, "POST", $"approvals/{approval}/approve").ExpectingProblem(409, "WRONG_STATE");
        Assert.Equal(("approved", "approve"), (twice.GetProperty("current_status").GetString(), twice.GetProperty("action").GetString()));
        await Send(Host.Admin, "GET", "approvals?status=lost").ExpectingProblem(400, "INVALID_REQUEST");
        var stale = await Send(Host.Treasury, "POST", $"otc/deposits/{id}/payout-wallet", ask).Expecting(202);
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/claim").Expecting(200);
        await Send(Host.Admin, "POST", $"approvals/{stale.GetProperty("approval_id").GetString()}/approve")
            .ExpectingProblem(409, "APPROVAL_STALE");
        await Send(Host.Admin, "POST", $"approvals/{stale.GetProperty("approval_id").GetString()}/reject", new { })
            .ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Admin, "POST", $"approvals/{stale.GetProperty("approval_id").GetString()}/reject", new { reason = "Out of date." })
            .Expecting(200);
        await Send(Host.Admin, "POST", $"approvals/{Guid.NewGuid()}/approve").ExpectingProblem(404, "NOT_FOUND");
        await Send(Host.Treasury, "POST", $"otc/deposits/{id}/payout-wallet", new { reason = "x" })
            .ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Fact]
    public async Task Proposals_are_listed_signed_once_by_each_signer_and_can_be_refused()
    {
        var id = await desk.DepositInAsync(DepositStatus.Confirmed);
        var amount = Requested(await Send(Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200));
        var proposal = (await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = amount }).Expecting(200))
            .GetProperty("proposal_id").GetString();

        Assert.Contains(proposal, Ids(await Send(Host.Officer, "GET", "treasury/proposals?status=open").Expecting(200), "proposals"));
        await Send(Host.Officer, "GET", "treasury/proposals?status=lost").ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Admin2, "POST", $"treasury/proposals/{proposal}/sign").ExpectingProblem(403, "NOT_A_SIGNER");
        await Send(Host.Treasury, "POST", $"treasury/proposals/{proposal}/sign").Expecting(200);
        await Send(Host.Treasury, "POST", $"treasury/proposals/{proposal}/sign").ExpectingProblem(409, "ALREADY_SIGNED");
        await Send(Host.Treasury, "POST", $"treasury/proposals/{proposal}/reject", new { }).ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Treasury2, "POST", $"treasury/proposals/{proposal}/reject", new { reason = "Not today." }).Expecting(200);
        var wrong = await Send(Host.Treasury2, "POST", $"treasury/proposals/{proposal}/sign").ExpectingProblem(409, "WRONG_STATE");
        Assert.Equal(("rejected", "sign"), (wrong.GetProperty("current_status").GetString(), wrong.GetProperty("action").GetString()));
        Assert.Equal("none", (await Send(Host.Acacia, "GET", $"otc/deposits/{id}").Expecting(200)).GetProperty("deposit")
            .GetProperty("settlement_state").GetString());
    }

    [Fact]
    public async Task Liquidity_is_shown_by_network_with_its_time()
    {
        var lines = (await Send(Host.Treasury, "GET", "treasury/desk-liquidity?network=tron&refresh=true").Expecting(200))
            .GetProperty("desk_liquidity").EnumerateArray().ToList();

        var usdt = lines.Single(line => line.GetProperty("asset").GetString() == "USDT");
        Assert.All(lines, line => Assert.Equal("tron", line.GetProperty("network").GetString()));
        Assert.NotEqual(JsonValueKind.Null, usdt.GetProperty("as_of").ValueKind);
        await Send(Host.Treasury, "GET", "treasury/desk-liquidity?network=moon").ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Treasury, "GET", "treasury/desk-liquidity?refresh=maybe").ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Fact]
    public async Task Webhook_endpoints_are_kept_by_their_owner_and_tell_their_secret_once()
    {
        var made = await Send(Host.Acacia, "POST", "webhooks/endpoints",
            new { url = "http://127.0.0.1:9/hook", events = new[] { "otc.Deposit.*" } }).Expecting(201);
        var id = made.GetProperty("endpoint").GetProperty("id").GetString();

        Assert.StartsWith("whsec_", made.GetProperty("secret").GetString(), StringComparison.Ordinal);
        var shown = await Send(Host.Acacia, "GET", $"webhooks/endpoints/{id}");
        Assert.DoesNotContain("whsec_", shown.Text, StringComparison.Ordinal);
        Assert.Equal(Host.Credentials.MerchantNamed("Acacia").MerchantId,
            shown.Json.GetProperty("endpoint").GetProperty("merchant_id").GetGuid());
        await Send(Host.Baobab, "GET", $"webhooks/endpoints/{id}").ExpectingProblem(404, "NOT_FOUND");
        await Send(Host.Baobab, "PATCH", $"webhooks/endpoints/{id}", new { is_active = false }).ExpectingProblem(404, "NOT_FOUND");
        await Send(Host.Baobab, "DELETE", $"webhooks/endpoints/{id}").ExpectingProblem(404, "NOT_FOUND");
        await Send(Host.Officer, "POST", "webhooks/endpoints", new { url = "http://127.0.0.1:9/hook" }).ExpectingProblem(403, "FORBIDDEN");
        await Send(Host.Acacia, "POST", "webhooks/endpoints", new { url = "http://169.254.169.254/" })
            .ExpectingProblem(422, "WEBHOOK_TARGET_REFUSED");
        await Send(Host.Acacia, "POST", "webhooks/endpoints", new { url = "http://127.0.0.1:9/", surface = "moon" })
            .ExpectingProblem(400, "INVALID_REQUEST");
        var changed = await Send(Host.Acacia, "PATCH", $"webhooks/endpoints/{id}", new { events = new[] { "otc.Deposit.Confirmed" } })
            .Expecting(200);
        Assert.Equal("otc.Deposit.Confirmed", changed.GetProperty("endpoint").GetProperty("events")[0].GetString());
        await desk.DepositInAsync(DepositStatus.Confirmed);
        var deliveries = await Send(Host.Acacia, "GET", $"webhooks/deliveries?endpoint_id={id}").Expecting(200);
        var delivery = Ids(deliveries, "deliveries")[0];
        await Send(Host.Baobab, "POST", $"webhooks/deliveries/{delivery}/resend").ExpectingProblem(404, "NOT_FOUND");
        await Send(Host.Acacia, "POST", $"webhooks/deliveries/{delivery}/resend").Expecting(200);
        var removed = await Send(Host.Acacia, "DELETE", $"webhooks/endpoints/{id}").Expecting(200);
        Assert.False(removed.GetProperty("endpoint").GetProperty("is_active").GetBoolean());
    }

    private async Task<string> KisumuWalletAsync()
    {
        var merchants = await Send(Host.Admin, "GET", "merchants").Expecting(200);
        var kisumu = merchants.GetProperty("merchants").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "Acacia Kisumu").GetProperty("id").GetString();
        return Ids(await Send(Host.Admin, "GET", $"merchants/{kisumu}/wallets").Expecting(200), "wallets")[0];
    }

    private static List<string> Ids(JsonElement list, string plural) =>
        [.. list.GetProperty(plural).EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];
}
