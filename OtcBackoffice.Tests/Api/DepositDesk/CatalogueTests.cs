using System.Text.Json;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Currencies, prices, merchants and wallets over HTTP.</summary>
public sealed class CatalogueTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    private DeskHost Host => desk.Host;

    [Theory]
    [InlineData("fiat-currencies")]
    [InlineData("fiat-currencies/")]
    public async Task Active_currencies_come_in_their_order_with_five_fields(string path)
    {
        var currencies = (await Send(Host.Acacia, "GET", path).Expecting(200)).GetProperty("fiat_currencies").EnumerateArray().ToList();

        Assert.All(currencies, one =>
            Assert.Equal(["id", "iso_code", "display_name", "fraction_digits", "sort_order"],
            one.EnumerateObject().Select(member => member.Name)));
        Assert.DoesNotContain(currencies, one => one.GetProperty("iso_code").GetString() == "XOF");
        var order = currencies.ConvertAll(one => one.GetProperty("sort_order").GetInt32());
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public async Task Admins_see_the_inactive_ones_too()
    {
        var currencies = (await Send(Host.Admin, "GET", "fiat-currencies/admin").Expecting(200)).GetProperty("fiat_currencies")
            .EnumerateArray();

        Assert.False(currencies.Single(one => one.GetProperty("iso_code").GetString() == "XOF").GetProperty("is_active").GetBoolean());
    }

    [Theory]
    [InlineData("""{"iso_code":"gbp","display_name":"Pound sterling","sort_order":5}""", "GBP")]
    [InlineData("""{"fiat_currency":{"iso_code":"CHF","display_name":"Swiss franc","fraction_digits":2,"is_active":false}}""", "CHF")]
    public async Task A_currency_is_made_flat_or_nested(string body, string code)
    {
        var made = (await Send(Host.Admin, "POST", "fiat-currencies/", body).Expecting(201)).GetProperty("fiat_currency");

        Assert.Equal(code, made.GetProperty("iso_code").GetString());
        Assert.Equal(2, made.GetProperty("fraction_digits").GetInt32());
        await Send(Host.Admin, "POST", "fiat-currencies", body).ExpectingProblem(409, "CURRENCY_EXISTS");
    }

    [Fact]
    public async Task A_currency_is_changed_by_path_by_id_or_by_code()
    {
        var id = (await Send(Host.Admin, "POST", "fiat-currencies", new { iso_code = "UGX", display_name = "Shilling" }).Expecting(201))
            .GetProperty("fiat_currency").GetProperty("id").GetString();

        await AssertNameAsync($"fiat-currencies/{id}", new { display_name = "One" }, "One");
        await AssertNameAsync("fiat-currencies/", new { id, display_name = "Two" }, "Two");
        await AssertNameAsync("fiat-currencies", new { iso_code = "ugx", display_name = "Three" }, "Three");
        await AssertNameAsync("fiat-currencies/", new { iso_code = "UGX", fiat_currency = new { display_name = "Four" } }, "Four");
        await AssertNameAsync($"fiat-currencies/{id}/", new { fiat_currency = new { display_name = "Five", iso_code = "UGX" } }, "Five");
        await Send(Host.Admin, "PATCH", $"fiat-currencies/{id}", new { iso_code = "UGS", display_name = "x" })
            .ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Admin, "PATCH", $"fiat-currencies/{id}", new { fiat_currency = new { sort_order = 1 }, display_name = "x" })
            .ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Admin, "PATCH", $"fiat-currencies/{id}", new { id = Guid.NewGuid(), display_name = "x" })
            .ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Admin, "PATCH", "fiat-currencies/", new { display_name = "x" }).ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Admin, "PATCH", $"fiat-currencies/{Guid.NewGuid()}", new { display_name = "x" }).ExpectingProblem(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("""{"display_name":"x"}""")]
    [InlineData("""{"iso_code":"XY","display_name":"x"}""")]
    [InlineData("""{"iso_code":"AB1","display_name":"x"}""")]
    [InlineData("""{"iso_code":"ABC"}""")]
    [InlineData("""{"iso_code":"ABC","display_name":"x","fraction_digits":9}""")]
    [InlineData("""{"iso_code":"ABC","display_name":"x","fraction_digits":"2"}""")]
    [InlineData("""{"fiat_currency":{"iso_code":"ABC","display_name":"x","surprise":1}}""")]
    [InlineData("""{"fiat_currency":"ABC"}""")]
    public async Task A_currency_that_is_not_whole_is_refused(string body)
    {
        await Send(Host.Admin, "POST", "fiat-currencies", body).ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Fact]
    public async Task A_deactivated_currency_stays_on_open_drafts_and_takes_no_new_ones()
    {
        var id = (await Send(Host.Admin, "POST", "fiat-currencies", new { iso_code = "TZS", display_name = "Shilling" }).Expecting(201))
            .GetProperty("fiat_currency").GetProperty("id").GetString();
        var draft = (await Send(Host.Acacia, "POST", "otc/deposits/draft", Draft("100", "TZS")).Expecting(201)).GetProperty("deposit")
            .GetProperty("id").GetString();
        await Send(Host.Admin, "PATCH", $"fiat-currencies/{id}", new { fraction_digits = 0 }).ExpectingProblem(409, "CURRENCY_IN_USE");

        var asked = await Send(Host.Admin, "PATCH", $"fiat-currencies/{id}", new { is_active = false }).Expecting(202);
        await Send(Host.Admin2, "POST", $"approvals/{asked.GetProperty("approval_id").GetString()}/approve").Expecting(200);

        var shown = await Send(Host.Acacia, "GET", $"otc/deposits/{draft}").Expecting(200);
        Assert.Equal("100.00", shown.GetProperty("deposit").GetProperty("fiat_amount").GetString());
        await Send(Host.Acacia, "POST", "otc/deposits/draft", Draft("100", "TZS")).ExpectingProblem(422, "CURRENCY_NOT_ACTIVE");
    }

    [Fact]
    public async Task A_profile_and_a_quote_are_made_changed_and_listed()
    {
        var profile = (await Send(Host.Admin, "POST", "pricing/profiles", new
        {
            name = "EUR", flow_type = "b2b", otc_type = "deposit", asset = "USDC", network = "ethereum", fiat_currency = "EUR",
            fee_type = "hybrid", fixed_fee = "5.00",
            fixed_fee_currency = "EUR", percentage_fee_bps = 10, min_fee = "5", max_fee = "500", spread_bps = 20,
            settlement_side = "merchant", is_active = true,
        }).Expecting(201)).GetProperty("pricing_profile");
        var quote = (await Send(Host.Admin, "POST", "pricing/fx-quotes", new
        {
            flow_type = "b2b", otc_type = "deposit", asset = "USDC", network = "ethereum", fiat_currency = "EUR", reference_rate = "0.92",
            spread_bps = 20,
            source = "desk", expires_at = "2099-01-01T03:00:00+03:00",
        }).Expecting(201)).GetProperty("fx_quote");

        Assert.Equal("2099-01-01T00:00:00.000Z", quote.GetProperty("expires_at").GetString());
        var asked = await Send(Host.Admin, "PATCH", $"pricing/profiles/{Id(profile)}", new { name = "Euro", is_active = false })
            .Expecting(202);
        await Send(Host.Admin2, "POST", $"approvals/{asked.GetProperty("approval_id").GetString()}/approve").Expecting(200);
        var changed = await Send(Host.Admin, "PATCH", $"pricing/profiles/{Id(profile)}", new { spread_bps = 21 }).Expecting(200);
        Assert.Equal("Euro", changed.GetProperty("pricing_profile").GetProperty("name").GetString());
        await Send(Host.Admin, "PATCH", $"pricing/fx-quotes/{Id(quote)}", new { is_active = false }).Expecting(200);
        await Send(Host.Admin, "PATCH", $"pricing/fx-quotes/{Guid.NewGuid()}", new { is_active = false })
            .ExpectingProblem(404, "NOT_FOUND");
        Assert.Contains(Id(profile),
            (await Send(Host.Officer, "GET", "pricing/profiles").Expecting(200)).GetProperty("pricing_profiles").EnumerateArray()
            .Select(Id));
        Assert.Contains(Id(quote),
            (await Send(Host.Officer, "GET", "pricing/fx-quotes").Expecting(200)).GetProperty("fx_quotes").EnumerateArray().Select(Id));
        await Send(Host.Admin, "POST", "pricing/fx-quotes",
            new { flow_type = "b2b", asset = "USDC", network = "ethereum", fiat_currency = "EUR", reference_rate = 0.92 })
            .ExpectingProblem(400, "INVALID_REQUEST");
        await Send(Host.Admin, "POST", "pricing/fx-quotes",
            new { flow_type = "b2b", asset = "USDC", network = "ethereum", fiat_currency = "EUR", reference_rate = "0.92",
            expires_at = "2099-01-01T03:00:00" })
            .ExpectingProblem(400, "INVALID_REQUEST");
    }

    [Fact]
    public async Task Merchants_read_their_own_wallets_and_staff_keep_them()
    {
        var (acacia, baobab) = (Host.Credentials.MerchantNamed("Acacia").MerchantId, Host.Credentials.MerchantNamed("Baobab").MerchantId);
        var wallets = (await Send(Host.Acacia, "GET", $"merchants/{acacia}/wallets").Expecting(200)).GetProperty("wallets").EnumerateArray()
            .ToList();

        Assert.All(wallets, wallet =>
            Assert.Empty(((string[])["id", "network", "address", "is_default"])
            .Except(wallet.EnumerateObject().Select(member => member.Name))));
        await Send(Host.Acacia, "GET", $"merchants/{baobab}/wallets").ExpectingProblem(404, "NOT_FOUND");
        await Send(Host.Acacia, "GET", $"merchants/{baobab}").ExpectingProblem(404, "NOT_FOUND");
        await Send(Host.Acacia, "GET", $"merchants/{acacia}/wallets/{Id(wallets[0])}").Expecting(200);
        await Send(Host.Acacia, "GET", $"merchants/{acacia}/wallets/{Guid.NewGuid()}").ExpectingProblem(404, "NOT_FOUND");
        await Send(Host.Admin, "POST", $"merchants/{acacia}/wallets", new { network = "tron", address = "not an address" })
            .ExpectingProblem(422, "ADDRESS_INVALID");
        await Send(Host.Admin, "POST", $"merchants/{acacia}/wallets",
            new { network = "tron", address = wallets.Find(wallet => wallet.GetProperty("network").GetString() == "tron")
            .GetProperty("address").GetString() })
            .ExpectingProblem(409, "WALLET_EXISTS");
        var made = (await Send(Host.Admin, "POST", $"merchants/{acacia}/wallets", new
        {
            network = "TRC20", address = SandboxAddress.Tron("another"), label = "Another",
        }).Expecting(201)).GetProperty("wallet");
        await Send(Host.Admin, "PATCH", $"merchants/{acacia}/wallets/{Id(made)}", new { label = "Renamed" }).Expecting(200);
        await Send(Host.Admin, "PATCH", $"merchants/{acacia}/wallets/{Id(made)}", new { address = "T" })
            .ExpectingProblem(400, "INVALID_REQUEST");
        var retired = await Send(Host.Admin, "DELETE", $"merchants/{acacia}/wallets/{Id(made)}").Expecting(200);
        Assert.False(retired.GetProperty("wallet").GetProperty("is_active").GetBoolean());
    }

    [Fact]
    public async Task A_merchant_and_its_sub_vendor_are_taken_on()
    {
        var master = (await Send(Host.Admin, "POST", "merchants", new { name = "Cedar Exports" }).Expecting(201)).GetProperty("merchant");
        var vendor = (await Send(Host.Admin, "POST", "merchants", new { name = "Cedar Mombasa", parent_id = Id(master) }).Expecting(201))
            .GetProperty("merchant");

        Assert.Equal(Id(master), vendor.GetProperty("parent_id").GetString());
        var renamed = await Send(Host.Admin, "PATCH", $"merchants/{Id(vendor)}", new { name = "Cedar Coast" }).Expecting(200);
        Assert.Equal("Cedar Coast", renamed.GetProperty("merchant").GetProperty("name").GetString());
        await Send(Host.Officer, "GET", $"merchants/{Id(vendor)}").Expecting(200);
    }

    private async Task AssertNameAsync(string path, object body, string name)
    {
        var changed = await Send(Host.Admin, "PATCH", path, body).Expecting(200);
        Assert.Equal(name, changed.GetProperty("fiat_currency").GetProperty("display_name").GetString());
    }

    private static string Id(JsonElement element) => element.GetProperty("id").GetString()!;
}
