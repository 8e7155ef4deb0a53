using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.BlockTrade;

/// <summary>Every route's answer against the specification's samples: names, order of names and JSON types.</summary>
public sealed class WireTests(WireTests.Desk desk) : IClassFixture<WireTests.Desk>
{
    private const string FieldShape =
        "index:n textType:n title:s promptText:s maxLimit:n text:s picUrl:a tempPicUrl:a isOptional:b isAccount:b";

    private SpecClient Client => SpecClient.Of(desk.Host);

    [Fact]
    public async Task Base_data_is_open_and_spelled_as_in_the_samples()
    {
        var countries = await OpenAsync("base/symbol_rate/country/list");
        AssertShape("countryList:a", countries);
        AssertShape("country:s abbr:s flagUrl:s buySwitch:n sellSwitch:n", countries.GetProperty("countryList")[0]);
        Assert.Equal(["Mexico", "Argentina", "Brazil", "Colombia", "Hong Kong"],
            countries.GetProperty("countryList").EnumerateArray().Select(one => one.Text("country")));
        Assert.DoesNotContain((await OpenAsync("base/symbol_rate/country/list?hasValid=1")).GetProperty("countryList").EnumerateArray(),
            one => one.Text("country") == "Colombia");
        using var flag = await desk.Host.Anonymous.GetAsync(new Uri(countries.GetProperty("countryList")[0].Text("flagUrl")).AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, flag.StatusCode);

        var data = await OpenAsync("base/symbol/self/list_data?country=Mexico");
        AssertShape("fiatList:a tokenList:a", data);
        AssertShape("name:s symbolList:a", data.GetProperty("fiatList")[0]);
        foreach (var fiat in data.GetProperty("fiatList").EnumerateArray())
        {
            Assert.All(fiat.GetProperty("symbolList").EnumerateArray(), token => Assert.Contains(fiat.Text("name"),
                data.GetProperty("tokenList").EnumerateArray().Single(one => one.Text("name") == token.GetString())
                    .GetProperty("symbolList").EnumerateArray().Select(one => one.GetString())));
        }

        var payments = await OpenAsync("payment/list?country=Mexico");
        AssertShape("currencys:a payments:a", payments);
        AssertShape("id:n fiatCurrency:s", payments.GetProperty("currencys")[0]);
        AssertShape("id:n country:s paymentName:s paymentType:n waitPayMoneyMinute:n waitReceiveMoneyMinute:n fieldList:a fieldNum:n logo:s", payments.GetProperty("payments")[0]);
        AssertShape(FieldShape, payments.GetProperty("payments")[0].GetProperty("fieldList")[0]);
        using var key = RSA.Create();
        key.ImportFromPem(await desk.Host.Anonymous.GetStringAsync(SpecClient.Root + "base/public_key"));
        Assert.Equal(3_072, key.KeySize);
    }

    [Fact]
    public async Task Signed_reads_are_spelled_as_in_the_samples()
    {
        var merchant = await TradeFlowTests.MexicanAsync(Client);
        var placed = (await Client.PostAsync("order/add", Buy(merchant, "100"))).Ok();
        AssertShape("orderId:n", placed);
        var id = placed.GetProperty("orderId").GetInt64();
        AssertShape("hasOpen:n fiatCurrency:s cryptoCurrency:s buyRate:n sellRate:n",
            (await Client.PostAsync("rate/user_quote/find", new { country = "Mexico", fiatCurrency = "MXN", cryptoCurrency = "USDT" }))
                .Ok());
        var methods = (await Client.GetAsync("payment/my/list", $"mcId={merchant}")).Ok();
        AssertShape("currentPage:n size:n total:n record:a", methods);
        AssertShape("id:n mcId:n paymentConfigId:n paymentType:n country:s fiatCurrency:s paymentMethodName:s realName:s fieldJson:a "
            + "status:n hasRefundAccount:n remark:s createTime:n", methods.GetProperty("record")[0]);
        AssertShape("index:n textType:n title:s promptText:s isAccount:b isOptional:b maxLimit:n text:s picUrl:a tempPicUrl:a boxSize:s",
            methods.GetProperty("record")[0].GetProperty("fieldJson")[0]);
        var merchants = (await Client.GetAsync("mc/list")).Ok();
        Assert.Equal(JsonValueKind.Array, merchants.ValueKind);
        AssertShape("id:n country:s merchantName:s email:s paymentId:n paymentMethodName:s fiat:s balance:s buyLimit:s buyUsed:s "
            + "sellLimit:s sellUsed:s", merchants[0]);

        var orders = (await Client.GetAsync("order/list", "isPending=true&pageSize=5")).Ok();
        AssertShape("currentPage:n size:n total:n pendingOrders:n record:a", orders);
        AssertShape("orderId:s userId:s accountId:s cryptoCurrency:s cryptoLogo:s fiatCurrency:s orderPrice:s quantity:s fiatAmount:s "
            + "orderType:s orderStatus:s deptPaymentMethodName:s "
            + "deptPaymentMethodColor:s orderApprovedTime:s hasRefund:n hasSelf:n", orders.GetProperty("record")[0]);
        var detail = (await Client.GetAsync("order/detail", $"orderId={id}")).Ok();
        AssertShape("orderId:s clientId:s userId:s accountId:s cryptoCurrency:s cryptoLogo:s fiatCurrency:s orderPrice:s quantity:s "
            + "fiatAmount:s orderType:s paymentType:n orderStatus:n hasRefund:n "
            + "hasSelf:n orderApprovedTime:s orderTimeFrameMinute:n orderConfirmTimestamp:s orderExpireTimestamp:s completedTime:s mark:s "
            + "deptPaymentInfo:o mcId:n mcName:s traclingNumber:s companyName:s "
            + "createTime:s updateTime:s", detail);
        AssertShape("id:n name:s logo:s color:s realName:s paymentFieldList:a", detail.GetProperty("deptPaymentInfo"));
        AssertShape(FieldShape, detail.GetProperty("deptPaymentInfo").GetProperty("paymentFieldList")[0]);
        AssertShape("accountId:n accountName:s accountType:n accountIndex:n canTrade:b canDeposit:b canWithdraw:b balances:a updateTime:n",
            (await Client.GetAsync("account")).Ok());
        AssertShape("allowDeposit:b address:s addressExt:s minQuantity:s needAddressTag:b requiredConfirmNum:n canWithdrawConfirmNum:n "
            + "tokenType:s",
            (await Client.GetAsync("depositAddress", "tokenId=USDT&chainType=ERC20")).Ok());
        (await SpecClient.Of(desk.Host, "Baobab").GetAsync("order/detail", $"orderId={id}")).Refused(404, -2013);
    }

    [Fact]
    public async Task Merchants_and_payment_methods_wait_for_the_desk_and_then_serve()
    {
        var company = new Dictionary<string, string>
        {
            ["trench"] = "CLABE", ["merchantName"] = "meap", ["email"] = "meap@example.com", ["mcType"] = "COMPANY",
            ["rfc"] = "ABC010203AB9", ["cardIssueDate"] = "2024-01-31",
            ["cardExpireDate"] = "2034-01-31", ["address"] = "Calle 1", ["city"] = "Puebla", ["state"] = "Puebla", ["zipCode"] = "72000",
            ["phone"] = "5512345678", ["companyName"] = "Meap SA",
            ["aliasName"] = "Meap", ["companyType"] = "SA", ["incorporationDate"] = "2001-02-03", ["remark"] = "",
        };
        (await Client.PostAsync("mc/add", With(company, "curp", "BADD110313HCMLNS09"))).Refused(400, -1102);
        (await Client.PostAsync("mc/add", With(company, "cardExpireDate", "2034-02-31"))).Refused(400, -1102);
        (await Client.PostAsync("mc/add", With(company, "trench", "CVU"))).Refused(400, -1102);
        (await Client.PostAsync("mc/add", With(company, "companyName", ""))).Refused(400, -1102);
        var added = (await Client.PostAsync("mc/add", company)).Ok();
        AssertShape("result:b msg:s data:o", added);
        AssertShape("id:n", added.GetProperty("data"));
        var id = added.GetProperty("data").GetProperty("id").GetInt64();
        (await Client.PostAsync("mc/add", With(company, "email", "other@example.com"))).Refused(409, -4005);
        (await Client.PostAsync("order/add", Buy(id, "100"))).Refused(400, -4006);

        var argentine = (await Client.PostAsync("mc/add",
            new { trench = "CVU", merchantName = "cvu", email = "cvu@example.com", mcType = "PERSONAL", cuit = "20315085801",
            name = "José Núñez" })).Ok();
        var waiting = (await desk.Host.Officer.GetJsonAsync("sub-merchants?status=pending")).GetProperty("sub_merchants").EnumerateArray()
            .ToList();
        var marked = waiting.Single(one => one.GetProperty("id").GetInt64() == argentine.GetProperty("data").GetProperty("id").GetInt64());
        Assert.Equal("Jose Nunez", marked.Text("details", "name"));
        Assert.Contains("CUIT", marked.Text("mark"), StringComparison.Ordinal);
        await desk.Host.Officer.PostJsonAsync($"sub-merchants/{id}/verify");

        object Method(string clabe) => new
        {
            mcId = id, country = "Mexico", fiatCurrency = "MXN", paymentConfigId = 58, paymentMethodName = "SPEI", realName = "xiaoming",
            fieldJson = new object[] { new { index = 1, text = clabe }, new { index = 2, text = "BBVA" } },
        };
        (await Client.PostAsync("payment/add", Method("012180015049733083"))).Refused(400, -4008);
        var made = (await Client.PostAsync("payment/add", Method("012180015049733082"))).Ok();
        AssertShape("result:b msg:s data:o", made);
        AssertShape("id:n", made.GetProperty("data"));
        var method = made.GetProperty("data").GetProperty("id").GetInt64();
        var sell = new { country = "Mexico", mcId = id, cryptoCurrency = "USDT", fiatCurrency = "MXN", quantity = "1", orderType = "SELL",
            paymentId = $"{method}" };
        (await Client.PostAsync("order/add", sell)).Refused(400, -4007);
        await desk.Host.Officer.PostJsonAsync($"payment-methods/{method}/verify");
        (await Client.PostAsync("order/add", sell)).Ok();
        Assert.Equal(1, (await Client.GetAsync("payment/my/list", $"mcId={id}&status=1")).Ok().GetProperty("total").GetInt32());

        await desk.Host.Admin.PatchJsonAsync($"sub-merchants/{id}", new { buy_limit = "150.00" });
        (await Client.PostAsync("order/add", Buy(id, "100"))).Ok();
        (await Client.PostAsync("order/add", Buy(id, "50.01"))).Refused(400, -4004);
        (await Client.PostAsync("order/add", Buy(id, "50"))).Ok();
    }

    [Fact]
    public async Task What_is_not_offered_is_refused()
    {
        var merchant = await TradeFlowTests.MexicanAsync(Client);
        (await Client.PostAsync("order/add",
            new { country = "Colombia", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "COP", orderAmount = "1",
            orderType = "BUY" })).Refused(400, -4001);
        (await Client.PostAsync("order/add",
            new { country = "Hong Kong", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "HKD", orderAmount = "1",
            orderType = "BUY" })).Refused(400, -4001);
        (await Client.PostAsync("order/add",
            new { country = "Mexico", mcId = merchant, cryptoCurrency = "BTC", fiatCurrency = "MXN", orderAmount = "1",
            orderType = "BUY" })).Refused(400, -1121);
        (await Client.PostAsync("order/add",
            new { country = "Mexico", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", orderAmount = "1000", quantity = "10",
            orderType = "BUY" })).Refused(400, -4003);
        (await Client.PostAsync("order/add",
            new { country = "Mexico", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", orderAmount = "1.001",
            orderType = "BUY" })).Refused(400, -1100);
        (await Client.PostAsync("order/add",
            new { country = "Mexico", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", orderAmount = "100000000",
            orderType = "BUY" })).Refused(400, -4004);
        (await Client.SendAsync(HttpMethod.Post, "order/finish", "", "<a/>", "application/xml")).Refused(415, -1023);
        (await Client.FormAsync("order/finish", "orderId=1", "orderId=2")).Refused(404, -2013);
        (await Client.GetAsync("nothing")).Refused(404, -1020);
        (await Client.GetAsync("order/add")).Refused(405, -1020);
        (await Client.GetAsync("order/list", "pageSize=0")).Refused(400, -1102);
    }

    [Fact]
    public async Task Of_many_changed_requests_only_the_case_of_the_hex_is_taken()
    {
        var query = Client.Signed("pageSize=5&currentPage=1", "");
        var mutants = Enumerable.Range(0, 60).Select(at => Changed(query, at * (query.Length - 1) / 60)).Append(query + "&a=1")
            .Append("&" + query)
            .Append(query.Replace("pageSize=5&currentPage=1", "currentPage=1&pageSize=5", StringComparison.Ordinal))
            .Append(query + "&signature=" + new string('a', 64));
        foreach (var mutant in mutants)
        {
            var answer = await Client.RawAsync(HttpMethod.Get, "order/list", mutant, null);
            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{mutant}: {(int)answer.Status} {answer.Text}");
        }
        var start = query.IndexOf("signature=", StringComparison.Ordinal) + 10;
        (await Client.RawAsync(HttpMethod.Get, "order/list", query[..start] + query[start..].ToUpperInvariant(), null)).Ok();
        (await Client.RawAsync(HttpMethod.Get, "order/list", query, null)).Refused(401, -2015);
    }

    [Fact]
    public async Task Documents_are_taken_in_status_31_only_and_only_what_they_say_they_are()
    {
        var merchant = await TradeFlowTests.MexicanAsync(Client);
        var id = (await Client.PostAsync("order/add", Buy(merchant, "100"))).Ok().GetProperty("orderId").GetInt64();
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]], jpg = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[100]];
        (await Client.UploadAsync($"orderId={id}", ("a.png", png))).Refused(409, -4009);
        await desk.Host.Officer.PostJsonAsync($"block-trades/{id}/request-documents", new { reason = "The invoice, please." });
        (await Client.UploadAsync($"orderId={id}", [.. Enumerable.Range(0, 6).Select(number => ($"{number}.png", png))]))
            .Refused(400, -1102);
        (await Client.UploadAsync($"orderId={id}", ("a.png", [.. png[..8], .. new byte[(5 * 1_024 * 1_024) - 7]]))).Refused(413, -4011);
        (await Client.UploadAsync($"orderId={id}", ("a.png", jpg))).Refused(415, -1023);
        (await Client.UploadAsync($"orderId={id}", ("a.pdf", Encoding.ASCII.GetBytes("MZ this is a program")))).Refused(415, -1023);
        (await Client.UploadAsync($"orderId={id}", ("a.exe", png))).Refused(415, -1023);
        Assert.Equal(31, (await Client.GetAsync("order/detail", $"orderId={id}")).Ok().GetProperty("orderStatus").GetInt32());
        var taken = (await Client.UploadAsync($"orderId={id}", ("a.png", [.. png[..8], .. new byte[(5 * 1_024 * 1_024) - 8]]),
            ("b.jpeg", jpg), ("c.pdf", PdfWriter.Receipt()))).Ok();
        AssertShape("result:b msg:s", taken);
        Assert.Equal(("True", "SUCCESS"), (taken.Text("result"), taken.Text("msg")));
        Assert.Equal(10, (await Client.GetAsync("order/detail", $"orderId={id}")).Ok().GetProperty("orderStatus").GetInt32());
        Assert.Equal(3, (await desk.Host.Officer.GetJsonAsync($"block-trades/{id}")).GetProperty("block_trade").GetProperty("documents")
            .GetArrayLength());
    }

    [Fact]
    public async Task A_notice_is_signed_by_the_desk_and_delivered_only_when_the_answer_says_so()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerBody = """{"callbackStatus":"NO"}""";
        var baobab = SpecClient.Of(desk.Host, "Baobab");
        await desk.Host.Baobab.PostJsonAsync("webhooks/endpoints",
            new { url = $"{receiver.Address}hook", events = (string[])["*"], surface = "block_trade" }, HttpStatusCode.Created);
        var id = (await baobab.PostAsync("order/add", Buy(await TradeFlowTests.MexicanAsync(baobab), "100"))).Ok().GetProperty("orderId")
            .GetInt64();
        while (receiver.Received.Count == 0)
        {
            await Task.Delay(50);
        }
        var notice = receiver.Received[0];
        AssertShape("orderId:s clientId:s userId:s mcSettingsId:s orderType:s fiatCurrency:s orderAmount:s fiatFee:s cryptoCurrency:s "
            + "quantity:s orderPrice:s orderStatus:s createTime:s updateTime:s timestamp:s", notice.Json);
        Assert.Equal(($"{id}", "10"), (notice.Json.Text("orderId"), notice.Json.Text("orderStatus")));
        using var key = RSA.Create();
        key.ImportFromPem(await desk.Host.Anonymous.GetStringAsync(SpecClient.Root + "base/public_key"));
        Assert.True(key.VerifyData(notice.Body, Convert.FromHexString(notice.Headers["signature"]), HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1));
        receiver.AnswerBody = """{"callbackStatus":"SUCCESS"}""";
        for (var tries = 0; ; tries++)
        {
            var delivery = (await desk.Host.Baobab.GetJsonAsync("webhooks/deliveries")).GetProperty("deliveries")[0];
            if (delivery.Text("state") == "delivered")
            {
                break;
            }
            Assert.True(tries < 300, delivery.ToString());
            await Task.Delay(100);
        }
        Assert.True(receiver.Received.Count >= 2);
    }

    private static object Buy(long merchant, string amount) =>
        new { country = "Mexico", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", orderAmount = amount, orderType = "BUY" };

    private static Dictionary<string, string> With(Dictionary<string, string> fields, string name, string value) =>
        new(fields) { [name] = value };

    private static string Changed(string query, int at)
    {
        // A changed case of the signature's hex is no change.
        var other = query[at] switch { '=' or '&' => 'x', 'a' => 'b', _ => query[at] == '1' ? '2' : '1' };
        return query[..at] + other + query[(at + 1)..];
    }

    private async Task<JsonElement> OpenAsync(string path) => await desk.Host.Anonymous.GetJsonAsync(SpecClient.Root + path);

    internal static void AssertShape(string shape, JsonElement element)
    {
        static string Kind(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => "s", JsonValueKind.Number => "n", JsonValueKind.Array => "a", JsonValueKind.Object =>
                "o", JsonValueKind.True or JsonValueKind.False => "b", _ => "null",
        };
        Assert.Equal(shape.Split(' ').Order(StringComparer.Ordinal),
            element.EnumerateObject().Select(member => $"{member.Name}:{Kind(member.Value)}").Order(StringComparer.Ordinal));
    }

    public sealed class Desk : IAsyncLifetime
    {
        private DeskHost? _host;

        public DeskHost Host => _host!;

        public async Task InitializeAsync() => _host = await DeskHost.StartAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
