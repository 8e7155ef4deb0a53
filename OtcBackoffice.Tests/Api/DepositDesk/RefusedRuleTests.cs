using System.Text.Json;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Well-formed requests that a rule of the desk refuses: prices, wallets, proofs, caps, tolerances.</summary>
public sealed class RefusedRuleTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    private DeskHost Host => desk.Host;

    [Theory]
    [InlineData("deposit", "ethereum")]
    [InlineData("withdrawal", "tron")]
    public async Task A_price_for_something_else_does_not_fit_the_deposit(string side, string network)
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);
        var price = await Send(Host.Acacia, "POST", "pricing/resolve-otc", Ask(side == "deposit" ? AmountSmall : "100", side, network))
            .Expecting(200);

        await Send(Host.Acacia, "PATCH", $"otc/deposits/{id}/quote", Ids(price)).ExpectingProblem(422, "PRICING_MISMATCH");
    }

    [Fact]
    public async Task A_generic_price_is_never_one_of_the_desk()
    {
        var generic = new { flow_type = "onramp", asset = "USDT", network = "tron", fiat_currency = "KES" };
        await Send(Host.Admin, "POST", "pricing/profiles",
            new { name = "Generic", generic.flow_type, generic.asset, generic.network, generic.fiat_currency }).Expecting(201);
        await Send(Host.Admin, "POST", "pricing/fx-quotes",
            new { generic.flow_type, generic.asset, generic.network, generic.fiat_currency, reference_rate = "130" }).Expecting(201);

        var price = await Send(Host.Acacia, "POST", "pricing/resolve", new
        {
            generic.flow_type, generic.asset, generic.network, generic.fiat_currency, amount_in = AmountSmall, amount_in_type = "fiat",
        }).Expecting(200);

        Assert.False(price.TryGetProperty("otc_type", out _));
        var id = await desk.DepositInAsync(DepositStatus.Draft);
        await Send(Host.Acacia, "PATCH", $"otc/deposits/{id}/quote", Ids(price)).ExpectingProblem(422, "PRICING_MISMATCH");
        await Send(Host.Acacia, "POST", "pricing/resolve",
            new { flow_type = "p2p", asset = "USDT", network = "tron", fiat_currency = "KES", amount_in = "5", amount_in_type = "fiat" })
            .ExpectingProblem(422, "PRICING_PROFILE_NOT_FOUND");
    }

    [Fact]
    public async Task Ids_that_name_no_price_are_refused()
    {
        var id = await desk.DepositInAsync(DepositStatus.Draft);
        var price = JsonSerializer.SerializeToElement(await desk.PriceIdsAsync());
        var (profile, quote) = (price.GetProperty("pricing_profile_id").GetString(), price.GetProperty("fx_rate_quote_id").GetString());

        await Send(Host.Acacia, "PATCH", $"otc/deposits/{id}/quote", new { pricing_profile_id = Guid.NewGuid(), fx_rate_quote_id = quote })
            .ExpectingProblem(422, "PRICING_PROFILE_NOT_FOUND");
        await Send(Host.Acacia, "PATCH", $"otc/deposits/{id}/quote",
            new { pricing_profile_id = profile, fx_rate_quote_id = Guid.NewGuid() })
            .ExpectingProblem(422, "FX_QUOTE_NOT_FOUND");
        await Send(Host.Acacia, "PATCH", $"otc/deposits/{id}/quote", new { }).ExpectingProblem(422, "PRICING_PROFILE_NOT_FOUND");
    }

    [Fact]
    public async Task A_wallet_is_the_merchant_s_own_and_on_the_requested_network()
    {
        var (acacia, baobab) = (Host.Credentials.MerchantNamed("Acacia").MerchantId, Host.Credentials.MerchantNamed("Baobab").MerchantId);
        var foreign = await WalletAsync(Host.Baobab, baobab, "tron");
        var elsewhere = await WalletAsync(Host.Acacia, acacia, "ethereum");
        var own = await WalletAsync(Host.Acacia, acacia, "tron");

        foreach (var wallet in (string[])[foreign, elsewhere, Guid.NewGuid().ToString()])
        {
            var problem = await Send(Host.Acacia, "POST", "otc/deposits/draft", WithWallet(wallet))
                .ExpectingProblem(422, "WALLET_NOT_USABLE");
            Assert.Equal("to_wallet_id", problem.GetProperty("field").GetString());
        }
        var draft = await Send(Host.Acacia, "POST", "otc/deposits/draft", WithWallet(own)).Expecting(201);
        Assert.Equal(own, draft.GetProperty("deposit").GetProperty("payout_to_wallet_id").GetString());
    }

    [Fact]
    public async Task A_submission_needs_a_proof_of_this_deposit()
    {
        var (id, other) = (await desk.DepositInAsync(DepositStatus.Priced), await desk.DepositInAsync(DepositStatus.Priced));

        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/submit", Submission(null)).ExpectingProblem(422, "PROOF_MISSING");
        var elsewhere = await Send(Host.Acacia, "POST", $"otc/deposits/{other}/proof", WireAnswer.File(PdfWriter.Receipt())).Expecting(201);
        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/submit", Submission(elsewhere.GetProperty("file_url").GetString()))
            .ExpectingProblem(422, "PROOF_UNKNOWN");
        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/submit", Submission("http://example.org/proof.pdf"))
            .ExpectingProblem(422, "PROOF_UNKNOWN");
        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/submit", new { payment_reference = "R", transfer_date = TestClock.Day,
            proof_file_sha256 = new string('0', 64) })
            .ExpectingProblem(422, "PROOF_UNKNOWN");
        await Send(Host.Acacia, "POST", $"otc/deposits/{other}/submit", new { payment_reference = "R", proof_file_sha256 = "x" })
            .ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Fact]
    public async Task A_hash_of_the_uploaded_file_is_a_proof_as_well()
    {
        var id = await desk.DepositInAsync(DepositStatus.Priced);
        var uploaded = await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(PdfWriter.Receipt())).Expecting(201);
        var hash = uploaded.GetProperty("deposit").GetProperty("proof_file_sha256").GetString()!.ToUpperInvariant();

        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/submit", new { payment_reference = "R", transfer_date = TestClock.Day,
            proof_file_sha256 = hash }).Expecting(200);
    }

    [Fact]
    public async Task An_officer_decides_up_to_the_cap_and_asks_a_second_person_above()
    {
        var above = await desk.DepositInAsync(DepositStatus.Pending, "1295000.01");

        await Send(Host.Officer, "POST", $"otc/deposits/{above}/claim").Expecting(200);
        var asked = await Send(Host.Officer, "POST", $"otc/deposits/{above}/confirm").Expecting(202);

        Assert.True(asked.GetProperty("requires_second_approval").GetBoolean());
        Assert.Equal("officer_above_cap", asked.GetProperty("rule").GetString());
        var confirmed = await Send(Host.Treasury, "POST", $"otc/deposits/{above}/confirm").Expecting(200);
        var credit = await Send(Host.Officer, "POST", $"otc/deposits/{above}/credit", new { crypto_amount = Requested(confirmed) })
            .Expecting(202);
        Assert.NotEqual(asked.GetProperty("approval_id").GetString(), credit.GetProperty("approval_id").GetString());
    }

    [Fact]
    public async Task A_credit_outside_the_tolerance_needs_treasury_a_reason_and_a_second_person()
    {
        var id = await desk.DepositInAsync(DepositStatus.Confirmed);
        const string far = "380.000000";

        var problem = await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = far })
            .ExpectingProblem(422, "OUTSIDE_TOLERANCE");

        Assert.True(problem.GetProperty("requires_second_approval").GetBoolean());
        Assert.NotNull(problem.GetProperty("requested_crypto_amount").GetString());
        Assert.Equal("crypto_amount", problem.GetProperty("field").GetString());
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = far, override_reason = "I say so" })
            .ExpectingProblem(422, "OUTSIDE_TOLERANCE");
        await Send(Host.Treasury2, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = far, override_reason = "  " })
            .ExpectingProblem(422, "OUTSIDE_TOLERANCE");
        var own = await Send(Host.Treasury, "POST", $"otc/deposits/{id}/credit",
            new { crypto_amount = far, override_reason = "The bank kept a fee." })
            .ExpectingProblem(422, "SECOND_PERSON_REQUIRED");
        Assert.Equal("override_not_by_confirmer", own.GetProperty("rule").GetString());
        var asked = await Send(Host.Treasury2, "POST", $"otc/deposits/{id}/credit",
            new { crypto_amount = far, override_reason = "The bank kept a fee." }).Expecting(202);
        var approval = asked.GetProperty("approval_id").GetString();
        await Send(Host.Treasury2, "POST", $"approvals/{approval}/approve").ExpectingProblem(422, "MAKER_MAY_NOT_CHECK");
        await Send(Host.Treasury, "POST", $"approvals/{approval}/approve").ExpectingProblem(422, "MAKER_MAY_NOT_CHECK");
        await Send(Host.Admin, "POST", $"approvals/{approval}/approve").Expecting(200);
        var credited = await Send(Host.Admin, "GET", $"otc/deposits/{id}").Expecting(200);
        Assert.Equal(far, credited.GetProperty("deposit").GetProperty("crypto_amount").GetString());
        Assert.Equal(Host.Credentials.StaffNamed("treasury2").UserId, credited.GetProperty("deposit").GetProperty("credited_by").GetGuid());
    }

    [Theory]
    [InlineData(-10, 200)]
    [InlineData(10, 200)]
    [InlineData(-11, 422)]
    [InlineData(11, 422)]
    public async Task Ten_basis_points_are_within_and_the_next_unit_is_not(int bps, int status)
    {
        var id = await desk.DepositInAsync(DepositStatus.Confirmed);
        var deposit = await Send(Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200);
        var minor = long.Parse(Requested(deposit).Replace(".", "", StringComparison.Ordinal),
            System.Globalization.CultureInfo.InvariantCulture);
        var step = minor * 10 / 10_000;
        var asked = minor + Math.Sign(bps) * (Math.Abs(bps) > 10 ? step + 1 : step);

        var answer = await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = DecimalText.Format(asked, 6) });

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Who_confirmed_a_larger_deposit_may_not_credit_it()
    {
        var id = await desk.DepositInAsync(DepositStatus.Pending, AmountUsual);
        var confirmed = await Send(Host.Treasury, "POST", $"otc/deposits/{id}/confirm").Expecting(200);

        var problem = await Send(Host.Treasury, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = Requested(confirmed) })
            .ExpectingProblem(422, "SECOND_PERSON_REQUIRED");

        Assert.True(problem.GetProperty("requires_second_approval").GetBoolean());
        var credit = await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = Requested(confirmed) })
            .Expecting(200);
        Assert.True(credit.GetProperty("multisig_required").GetBoolean());
        await Send(Host.Officer2, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = Requested(confirmed) })
            .ExpectingProblem(409, "PROPOSAL_OPEN");
    }

    [Fact]
    public async Task A_credit_names_the_quartet_whole_or_not_at_all()
    {
        var id = await desk.DepositInAsync(DepositStatus.Confirmed);
        var amount = Requested(await Send(Host.Officer, "GET", $"otc/deposits/{id}").Expecting(200));
        var price = JsonSerializer.SerializeToElement(await desk.PriceIdsAsync());
        var (profile, quote) = (price.GetProperty("pricing_profile_id").GetString(), price.GetProperty("fx_rate_quote_id").GetString());

        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = amount, pricing_profile_id = profile })
            .ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", Quartet(amount, profile, quote, "XOF", AmountSmall))
            .ExpectingProblem(422, "CURRENCY_NOT_ACTIVE");
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", Quartet(amount, profile, quote, "KES", "1.00"))
            .ExpectingProblem(422, "PRICING_MISMATCH");
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = amount, asset = "USDT", network = "ethereum" })
            .ExpectingProblem(422, "PRICING_MISMATCH");
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit",
            new { crypto_amount = amount, to_wallet_id = Guid.NewGuid(), to_address = "T" }).ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit",
            new { crypto_amount = amount, to_address = "TMxgZUYL2bb52dUKp1bULvxrNL9QewuQvh" }).ExpectingProblem(422, "WALLET_NOT_USABLE");
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = "1.0000001" })
            .ExpectingProblem(422, "INVALID_AMOUNT");
        await Send(Host.Officer, "POST", $"otc/deposits/{id}/credit", Quartet(amount, profile, quote, "KES", AmountSmall)).Expecting(200);
    }

    [Fact]
    public async Task Somebody_to_assign_must_be_able_to_decide()
    {
        var id = await desk.DepositInAsync(DepositStatus.Pending);

        foreach (var person in (Guid[])[Host.Credentials.StaffNamed("auditor").UserId, Host.Credentials.MerchantNamed("Acacia").UserId,
            Guid.NewGuid()])
        {
            await Send(Host.Admin, "POST", $"otc/deposits/{id}/assign", new { assignee_user_id = person })
                .ExpectingProblem(422, "ASSIGNEE_NOT_ELIGIBLE");
        }
        await Send(Host.Admin, "POST", $"otc/deposits/{id}/assign", new { }).ExpectingProblem(400, "INVALID_REQUEST");
    }

    private static object Quartet(string amount, string? profile, string? quote, string currency, string fiat) => new
    {
        crypto_amount = amount, pricing_profile_id = profile, fx_rate_quote_id = quote, fiat_currency = currency,
        fiat_amount_equivalent = fiat,
    };

    private static object Ids(JsonElement price) => new
    {
        pricing_profile_id = price.GetProperty("pricing_profile_id").GetString(),
        fx_rate_quote_id = price.GetProperty("fx_rate_quote_id").GetString(),
    };

    private static object WithWallet(string wallet) =>
        new { fiat_amount = AmountSmall, fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
            to_wallet_id = wallet };

    private static async Task<string> WalletAsync(HttpClient merchant, Guid merchantId, string network)
    {
        var wallets = await Send(merchant, "GET", $"merchants/{merchantId}/wallets").Expecting(200);
        return wallets.GetProperty("wallets").EnumerateArray().First(wallet => wallet.GetProperty("network").GetString() == network)
            .GetProperty("id").GetString()!;
    }
}
