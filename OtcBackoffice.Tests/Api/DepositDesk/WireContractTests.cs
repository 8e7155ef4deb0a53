using System.Text.Json;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>The names on the wire, as the specification and its completion spell them.</summary>
public sealed class WireContractTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    private static readonly string[] DepositFields =
    [
        "id", "merchant_id", "method", "fiat_amount", "fiat_currency", "status", "settlement_state", "payment_reference", "proof_url",
        "transfer_date",
        "merchant_request_id", "checkout_request_id", "mpesa_receipt_number", "mpesa_phone_number", "sender_account_name",
        "sender_account_number_last4",
        "sender_bank_name", "sender_bank_branch", "receipt_number", "receipt_uploaded_at", "proof_file_name", "proof_mime_type",
        "proof_size_bytes",
        "proof_file_sha256", "requested_asset", "requested_network", "requested_crypto_amount", "pricing_profile_id", "fx_rate_quote_id",
        "credited_to_address", "to_wallet_id", "assignee_user_id", "claimed_at", "confirmed_at", "confirmed_by", "rejected_at",
        "rejected_by",
        "rejection_reason", "internal_note", "credited_at", "credited_by", "crypto_amount", "transfer_id", "created_at", "updated_at",
        "evidence", "repeats",
        "payout_to_address", "payout_to_wallet_id", "payout_network", "payout_asset",
    ];

    private DeskHost Host => desk.Host;

    [Theory]
    [InlineData(DepositStatus.Draft)]
    [InlineData(DepositStatus.Credited)]
    public async Task A_deposit_has_every_field_whether_or_not_it_has_a_value(DepositStatus status)
    {
        var id = await desk.DepositInAsync(status);

        var deposit = (await Send(Host.Acacia, "GET", $"otc/deposits/{id}").Expecting(200)).GetProperty("deposit");
        var forStaff = (await Send(Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200)).GetProperty("deposit");

        Assert.Equal(["internal_note"], DepositFields.Except(Names(deposit)));
        Assert.Equal(
            ["actions", "due_at", "followed", "held_decision", "holder", "internal_note", "notes", "snoozed_until"],
            Names(forStaff).Except(Names(deposit)).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "address_flags", "answer", "answered_at", "asked_at", "bank_line", "claim_expires_at", "clock_paused_at", "decision_due_at",
                "declared_amount", "difference_outcome",
                "differs_in", "has_open_difference", "human_id", "paid_late", "proposed_receipts", "push_state", "question",
                "quote_expires_at", "receipts", "received_amount",
                "reconciled_at", "submitted_at",
            ],
            Names(deposit).Except(DepositFields).Order(StringComparer.Ordinal));
        Assert.Equal(deposit.GetProperty("credited_to_address").GetString(), deposit.GetProperty("payout_to_address").GetString());
        Assert.Equal(deposit.GetProperty("to_wallet_id").GetString(), deposit.GetProperty("payout_to_wallet_id").GetString());
        Assert.All(Names(deposit).Where(name => name.EndsWith("_at", StringComparison.Ordinal)),
            name => AssertTime(deposit.GetProperty(name)));
        Assert.All(Names(deposit).Where(name => name.EndsWith("_amount", StringComparison.Ordinal)), name =>
            Assert.Contains(deposit.GetProperty(name).ValueKind, (JsonValueKind[])[JsonValueKind.String, JsonValueKind.Null]));
    }

    [Fact]
    public async Task A_draft_takes_the_documented_names_and_keeps_what_is_the_merchant_s_to_say()
    {
        var own = Host.Credentials.MerchantNamed("Acacia").MerchantId;

        var draft = (await Send(Host.Acacia, "POST", "otc/deposits/draft", new
        {
            merchant_id = own, method = "mpesa", fiat_amount = "1000.00", fiat_currency = "KES", payment_reference = "R-1",
            proof_url = "https://bank.example/advice/1",
            transfer_date = TestClock.Day, merchant_request_id = "ignored", checkout_request_id = "ignored",
                mpesa_receipt_number = "ignored", phone_number = "+254712345678",
            sender_account_name = "Acacia", sender_account_number_last4 = "1234", sender_bank_name = "Equity",
            sender_bank_branch = "Kisumu", receipt_number = "ignored",
            receipt_uploaded_at = "2026-01-01T00:00:00Z", proof_file_name = "ignored.pdf", proof_mime_type = "text/html",
            proof_size_bytes = 7, proof_file_sha256 = "ignored",
            requested_asset = "USDT", requested_network = "tron", requested_crypto_amount = "999999", pricing_profile_id = Guid.NewGuid(),
            fx_rate_quote_id = Guid.NewGuid(),
        }).Expecting(201)).GetProperty("deposit");

        Assert.Equal(("mpesa", "254712345678"),
            (draft.GetProperty("method").GetString(), draft.GetProperty("mpesa_phone_number").GetString()));
        Assert.Equal(("https://bank.example/advice/1", "1234"),
            (draft.GetProperty("proof_url").GetString(), draft.GetProperty("sender_account_number_last4").GetString()));
        foreach (var name in (string[])["merchant_request_id", "mpesa_receipt_number", "receipt_uploaded_at", "proof_file_name",
            "proof_file_sha256", "requested_crypto_amount", "pricing_profile_id"])
        {
            Assert.Equal(JsonValueKind.Null, draft.GetProperty(name).ValueKind);
        }
        var edited = await Send(Host.Acacia, "PATCH", $"otc/deposits/{draft.GetProperty("id").GetString()}/draft",
            new { phone_number = "0712345678", merchant_id = own }).Expecting(200);
        Assert.Equal("254712345678", edited.GetProperty("deposit").GetProperty("mpesa_phone_number").GetString());
        Assert.Equal("https://bank.example/advice/1", edited.GetProperty("deposit").GetProperty("proof_url").GetString());
    }

    [Theory]
    [InlineData("""{"merchant_id":"4f1c2a52-0000-4000-8000-000000000001"}""", 404, "NOT_FOUND", "merchant_id")]
    [InlineData("""{"phone_number":"call me"}""", 400, "INVALID_REQUEST", "phone_number")]
    [InlineData("""{"proof_url":"javascript:alert(1)"}""", 422, "PROOF_UNKNOWN", "proof_url")]
    [InlineData("""{"proof_url":"/otc-deposits-proof/x/y.pdf"}""", 422, "PROOF_UNKNOWN", "proof_url")]
    public async Task A_draft_is_one_s_own_with_a_real_phone_and_a_real_link(string member, int status, string code, string field)
    {
        var body = JsonSerializer.SerializeToNode(Draft())!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(member)!.AsObject())
        {
            body[name] = value!.DeepClone();
        }

        var problem = await Send(Host.Acacia, "POST", "otc/deposits/draft", body.ToJsonString()).ExpectingProblem(status, code);

        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_price_of_the_desk_has_exactly_the_documented_fields()
    {
        var price = await Send(Host.Acacia, "POST", "pricing/resolve-otc", Ask("100000000")).Expecting(200);

        Assert.Equal(
            [
                "amount_in", "amount_in_type", "amounts", "applied_fx_rate", "asset", "expires_at", "fees", "fiat_currency", "flow_type",
                "fx_rate_quote_id", "network",
                "otc_type", "pricing_profile_id", "quoted_at", "rate_source", "reference_fx_rate", "settlement_side", "spread_amount",
                "spread_bps",
            ],
            Names(price).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["fixed_fee", "fixed_fee_currency", "percentage_fee_bps", "percentage_fee_amount", "total_fee_amount", "fee_currency"],
                Names(price.GetProperty("fees")));
        Assert.Equal(["gross_fiat_amount", "net_fiat_amount", "gross_crypto_amount", "net_crypto_amount"],
            Names(price.GetProperty("amounts")));
        Assert.Equal("767201.464412", price.GetProperty("amounts").GetProperty("net_crypto_amount").GetString());
        Assert.DoesNotContain("fee_bearer", price.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_names_a_fee_bearer()
    {
        var body = JsonSerializer.SerializeToNode(Ask())!.AsObject();
        body["fee_bearer"] = "merchant";

        var problem = await Send(Host.Acacia, "POST", "pricing/resolve-otc", body.ToJsonString()).ExpectingProblem(400, "INVALID_REQUEST");

        Assert.Equal("fee_bearer", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_claim_tells_when_it_ends_and_its_holder_can_renew_it()
    {
        var id = await desk.DepositInAsync(DepositStatus.Pending);

        var claimed = await Send(Host.Officer, "POST", $"otc/deposits/{id}/claim").Expecting(200);

        AssertTime(claimed.GetProperty("claim_expires_at"));
        Assert.Equal(Host.Credentials.StaffNamed("officer").UserId,
            claimed.GetProperty("deposit").GetProperty("assignee_user_id").GetGuid());
        await Send(Host.Officer2, "POST", $"otc/deposits/{id}/claim").ExpectingProblem(409, "CLAIMED_BY_ANOTHER");
        await Send(Host.Officer2, "POST", $"otc/deposits/{id}/renew").ExpectingProblem(409, "CLAIMED_BY_ANOTHER");
        await Send(Host.Officer2, "POST", $"otc/deposits/{id}/release").ExpectingProblem(409, "CLAIMED_BY_ANOTHER");
        await Send(Host.Officer2, "POST", $"otc/deposits/{id}/confirm").ExpectingProblem(409, "CLAIMED_BY_ANOTHER");
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/renew").Expecting(200);
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/release").Expecting(200);
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/release").ExpectingProblem(409, "NOT_CLAIMED");
        await Send(Host.Officer2, "POST", $"otc/deposits/{id}/claim").Expecting(200);
    }

    [Fact]
    public async Task A_credit_proposes_and_the_settlement_follows_it()
    {
        var id = await desk.DepositInAsync(DepositStatus.Confirmed);
        var amount = Requested(await Send(Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200));

        var credit = await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit",
            new { crypto_amount = amount, asset = "USDT", network = "tron" }).Expecting(200);

        Assert.Equal("confirmed", credit.GetProperty("deposit").GetProperty("status").GetString());
        Assert.Equal("proposed", credit.GetProperty("deposit").GetProperty("settlement_state").GetString());
        Assert.Equal(JsonValueKind.Null, credit.GetProperty("transfer").ValueKind);
        Assert.Equal((2, 0), (credit.GetProperty("required_signatures").GetInt32(), credit.GetProperty("current_signatures").GetInt32()));
        var proposal = (await Send(Host.Treasury, "GET", $"treasury/proposals/{credit.GetProperty("proposal_id").GetString()}")
            .Expecting(200)).GetProperty("proposal");
        Assert.Empty(((string[])["id", "kind", "deposit_id", "status", "required_signatures", "current_signatures", "asset", "network",
            "amount", "to_address"]).Except(Names(proposal)));
        await desk.SettleAsync(proposal.GetProperty("id").GetString()!);
        var settlement = await Send(Host.Acacia, "GET", $"otc/deposits/{id}/settlement").Expecting(200);
        Assert.Equal(["deposit", "transfer", "proposal"], Names(settlement));
        Assert.Equal("final", settlement.GetProperty("transfer").GetProperty("status").GetString());
        Assert.Equal(amount, settlement.GetProperty("transfer").GetProperty("amount").GetString());
        Assert.Equal("executed", settlement.GetProperty("proposal").GetProperty("status").GetString());
        Assert.Equal("credited", settlement.GetProperty("deposit").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_merchant_sees_its_history_without_the_people_of_the_desk()
    {
        var id = await desk.DepositInAsync(DepositStatus.Pending);
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/claim").Expecting(200);
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/reject", new { reason = "Wrong sender.", internal_note = "Ring the bank." })
            .Expecting(200);

        var staff = await Send(Host.Treasury, "GET", $"otc/deposits/{id}/audit").Expecting(200);
        var merchant = await Send(Host.Acacia, "GET", $"otc/deposits/{id}/audit").Expecting(200);
        var shown = await Send(Host.Acacia, "GET", $"otc/deposits/{id}").Expecting(200);

        Assert.Contains("Olivia Officer", staff.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, merchant.GetProperty("next_cursor").ValueKind);
        Assert.DoesNotContain("Olivia", merchant.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Ring the bank", merchant.GetRawText() + shown.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("Wrong sender.", shown.GetProperty("deposit").GetProperty("rejection_reason").GetString());
        Assert.Equal("Ring the bank.",
            (await Send(Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200)).GetProperty("deposit").GetProperty("internal_note")
            .GetString());
    }

    [Fact]
    public async Task Another_merchant_s_deposit_looks_exactly_like_a_missing_one()
    {
        var id = await desk.DepositInAsync(DepositStatus.Priced);
        var request = ("X-Request-Id", Guid.NewGuid().ToString());
        foreach (var (method, tail, body) in ((string, string, object?)[])
            [("GET", "", null), ("GET", "/settlement", null), ("GET", "/audit", null), ("PATCH", "/draft", new { sender_bank_name = "x" }),
             ("PATCH", "/quote", await desk.PriceIdsAsync()), ("POST", "/submit", Submission("/x"))])
        {
            var foreign = await Send(Host.Baobab, method, $"otc/deposits/{id}{tail}", body, request);
            var missing = await Send(Host.Baobab, method, $"otc/deposits/{Guid.NewGuid()}{tail}", body, request);

            foreign.ExpectProblem(404, "NOT_FOUND");
            Assert.Equal(missing.Text, foreign.Text);
        }
    }

    [Fact]
    public async Task Times_are_utc_with_milliseconds_whatever_they_are()
    {
        var id = await desk.DepositInAsync(DepositStatus.Credited);
        var answers = new List<string>();
        foreach (var path in (string[])[$"otc/deposits/{id}/settlement", $"otc/deposits/{id}/audit", "treasury/proposals",
            "pricing/profiles", "pricing/fx-quotes", "merchants", "audit", "treasury/desk-liquidity?refresh=true"])
        {
            answers.Add((await Send(Host.Admin, "GET", path)).Text);
        }

        Assert.All(answers, answer => Assert.DoesNotMatch("\"\\d{4}-\\d{2}-\\d{2}T[^\"]*(?<!\\.\\d{3}Z)\"", answer));
    }

    private static List<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    private static void AssertTime(JsonElement time)
    {
        if (time.ValueKind != JsonValueKind.Null)
        {
            Assert.Matches(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$", time.GetString());
        }
    }
}
