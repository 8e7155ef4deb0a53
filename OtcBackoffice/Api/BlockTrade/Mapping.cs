using System.Globalization;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Payments;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>Puts views into the specification's spelling, misspellings included: what is text there is text here, what is a number a
/// number.</summary>
internal static class Mapping
{
    private const string DeskColor = "#4658C1";

    public static object Country(TradeCountryView country, HttpContext http) => new
    {
        country = country.Name,
        abbr = country.Abbreviation,
        flagUrl = Picture(http, "flags", country.Abbreviation),
        buySwitch = country.BuyOpen ? 1 : 0,
        sellSwitch = country.SellOpen ? 1 : 0,
    };

    public static object ListData(IReadOnlyList<TradePairView> pairs) => new
    {
        fiatList = pairs.GroupBy(pair => pair.FiatCurrency)
            .Select(group => new { name = group.Key, symbolList = group.Select(pair => pair.Token).Distinct() }),
        tokenList = pairs.GroupBy(pair => pair.Token)
            .Select(group => new { name = group.Key, symbolList = group.Select(pair => pair.FiatCurrency).Distinct() }),
    };

    public static object Quote(CustomerQuote quote) => new
    {
        hasOpen = quote.IsOpen ? 1 : 0,
        fiatCurrency = quote.FiatCurrency,
        cryptoCurrency = quote.Token,
        buyRate = Number(quote.BuyRate),
        sellRate = Number(quote.SellRate),
    };

    public static object DepositAddress(DepositAddressView address) => new
    {
        allowDeposit = address.IsAllowed,
        address = address.Address,
        addressExt = "",
        minQuantity = address.Minimum,
        needAddressTag = false,
        requiredConfirmNum = address.BlockDepth,
        canWithdrawConfirmNum = address.BlockDepth,
        tokenType = $"{address.NetworkAlias}_TOKEN",
    };

    public static object Account(BlockAccountView account) => new
    {
        accountId = account.AccountId,
        accountName = account.Name,
        accountType = 1,
        accountIndex = 0,
        canTrade = account.CanTrade,
        canDeposit = account.CanTrade,
        canWithdraw = account.CanTrade,
        balances = account.Balances.Select(balance => new
        {
            asset = balance.Token,
            assetId = balance.Token,
            assetName = balance.Token,
            total = Amount(balance.FreeMinor + balance.LockedMinor, balance.Scale),
            free = Amount(balance.FreeMinor, balance.Scale),
            locked = Amount(balance.LockedMinor, balance.Scale),
        }),
        updateTime = BlockText.Millis(account.AtUtc),
    };

    public static object NoticeKey(NoticeKey key) => new
    {
        keyId = key.KeyId.ToString("N"),
        publicKey = key.PublicKeyPem,
        hasCurrent = key.IsCurrent ? 1 : 0,
        createTime = Text(BlockText.Millis(key.MadeAtUtc)),
        expireTime = MillisText(key.AnnouncedUntilUtc),
    };

    public static object Configs(string? country, HttpContext http)
    {
        var configs = PaymentConfig.All.Where(config => country is null || config.Country == country).ToList();
        return new
        {
            currencys = configs.DistinctBy(config => config.CurrencyId)
                .Select(config => new { id = config.CurrencyId, fiatCurrency = config.FiatCurrency }),
            payments = configs.Select(config => new
            {
                id = config.Id,
                country = config.Country,
                paymentName = config.Name,
                paymentType = config.IsAutomatic ? 1 : 0,
                waitPayMoneyMinute = 0,
                waitReceiveMoneyMinute = 0,
                fieldList = config.Fields.Select(Field),
                fieldNum = config.Fields.Count,
                logo = Picture(http, "payments", config.Channel == PaymentChannel.Clabe ? "spei" : "cvu"),
            }),
        };
    }

    public static object Method(PaymentMethodView method) => new
    {
        id = method.Number,
        mcId = method.SubMerchantNumber,
        paymentConfigId = method.PaymentConfigId,
        paymentType = method.IsAutomatic ? 1 : 0,
        country = method.Country,
        fiatCurrency = method.FiatCurrency,
        paymentMethodName = method.Name,
        realName = method.RealName,
        fieldJson = method.Fields.Select(field => new
        {
            index = field.Index,
            textType = (int)field.Kind + 1,
            title = field.Title,
            promptText = field.PromptText,
            isAccount = field.IsAccount,
            isOptional = field.IsOptional,
            maxLimit = field.MaxLimit,
            text = field.Text,
            picUrl = field.PicUrl,
            tempPicUrl = field.TempPicUrl,
            boxSize = field.BoxSize,
        }),
        status = (int)method.Status + 1,
        hasRefundAccount = method.IsRefundAccount ? 1 : 0,
        remark = method.Remark,
        createTime = BlockText.Millis(method.CreatedAtUtc),
    };

    public static object SubMerchant(SubMerchantView one) => new
    {
        id = one.Number,
        country = one.Country,
        merchantName = one.Name,
        email = one.Email,
        paymentId = one.PaymentNumber,
        paymentMethodName = one.PaymentName,
        fiat = one.FiatCurrency,
        balance = one.Balance,
        buyLimit = one.BuyLimit,
        buyUsed = one.BuyUsed,
        sellLimit = one.SellLimit,
        sellUsed = one.SellUsed,
    };

    public static object Transfer(MerchantTransferView transfer) => new
    {
        id = Text(transfer.Number),
        userId = Text(transfer.AccountHolder),
        orderId = transfer.OrderNumber == 0 ? "" : Text(transfer.OrderNumber),
        bankOrderId = transfer.BankOrderId,
        country = transfer.Country,
        mcSettingsId = transfer.SubMerchantNumber,
        merchantName = transfer.SubMerchantName,
        fiat = transfer.FiatCurrency,
        amount = transfer.Amount,
        type = transfer.Type,
        status = transfer.State,
        accountNumber = transfer.AccountNumber,
        bankName = transfer.BankName,
        createTime = Text(BlockText.Millis(transfer.CreatedAtUtc)),
        updateTime = Text(BlockText.Millis(transfer.UpdatedAtUtc)),
    };

    public static object Orders(OrderPage orders, HttpContext http) => new
    {
        currentPage = orders.Page.Current,
        size = orders.Page.Size,
        total = orders.Page.Total,
        pendingOrders = orders.Open,
        record = orders.Page.Rows.Select(order => new
        {
            orderId = Text(order.Number),
            userId = Text(order.AccountHolder),
            accountId = Text(order.AccountHolder + 1),
            cryptoCurrency = order.Token,
            cryptoLogo = Picture(http, "tokens", order.Token),
            fiatCurrency = order.FiatCurrency,
            orderPrice = TwoDecimals(order.Price),
            quantity = TwoDecimals(order.Quantity),
            fiatAmount = TwoDecimals(order.FiatAmount),
            orderType = SideText(order),
            orderStatus = Text(BlockText.Code(order.Status)),
            deptPaymentMethodName = PaymentConfig.Find(order.PaymentConfigId)?.Name ?? "",
            deptPaymentMethodColor = DeskColor,
            orderApprovedTime = MillisText(order.ApprovedAtUtc),
            hasRefund = order.HasRefund ? 1 : 0,
            hasSelf = 2,
        }),
    };

    public static object Detail(BlockOrderView order, HttpContext http)
    {
        var detail = new Dictionary<string, object>
        {
            ["orderId"] = Text(order.Number),
            ["clientId"] = order.ClientId ?? "",
            ["userId"] = Text(order.AccountHolder),
            ["accountId"] = Text(order.AccountHolder + 1),
            ["cryptoCurrency"] = order.Token,
            ["cryptoLogo"] = Picture(http, "tokens", order.Token),
            ["fiatCurrency"] = order.FiatCurrency,
            ["orderPrice"] = BlockText.Plain(order.Price),
            ["quantity"] = BlockText.Plain(order.Quantity),
            ["fiatAmount"] = BlockText.Plain(order.FiatAmount),
            ["orderType"] = SideText(order),
            ["paymentType"] = PaymentConfig.Find(order.PaymentConfigId)?.IsAutomatic == true ? 1 : 0,
            ["orderStatus"] = BlockText.Code(order.Status),
            ["hasRefund"] = order.HasRefund ? 1 : 0,
            ["hasSelf"] = 2,
            ["orderApprovedTime"] = MillisText(order.ApprovedAtUtc),
            ["orderTimeFrameMinute"] = order.TimeFrameMinutes,
            ["orderConfirmTimestamp"] = SecondsText(order.CreatedAtUtc),
            ["orderExpireTimestamp"] = order.ApprovedAtUtc is { } approved
                ? Text((BlockText.Millis(approved) / 1_000) + (order.TimeFrameMinutes * 60)) : "",
            ["completedTime"] = MillisText(order.EndedAtUtc ?? order.CreatedAtUtc),
            ["mark"] = order.Remark,
            ["deptPaymentInfo"] = DeskPayment(order, http),
            ["mcId"] = order.SubMerchantNumber,
            ["mcName"] = order.SubMerchantName,
            ["traclingNumber"] = order.TrackingNumber,
            ["companyName"] = order.MerchantName,
            ["createTime"] = MillisText(order.CreatedAtUtc),
            ["updateTime"] = MillisText(order.UpdatedAtUtc),
        };
        if (order.Side == TradeSide.Sell)
        {
            detail["userPaymentInfo"] = Payment(order.PaymentMethodNumber, order, order.PayeeName, order.PayeeFields, http);
        }
        return detail;
    }

    public static object Paged<T>(NumberedPage<T> page, Func<T, object> shape) =>
        new { currentPage = page.Current, size = page.Size, total = page.Total, record = page.Rows.Select(shape) };

    // The customer of a buy pays the desk's account; of a sell the desk shows none of its own.
    private static object DeskPayment(BlockOrderView order, HttpContext http) => order.Side == TradeSide.Buy
        ? Payment(0, order, order.PayeeName, order.PayeeFields, http)
        : Payment(order.PaymentConfigId, order, "", [], http);

    private static object Payment(long id, BlockOrderView order, string realName, IReadOnlyList<PaymentField> fields, HttpContext http) =>
        new
    {
        id,
        name = PaymentConfig.Find(order.PaymentConfigId)?.Name ?? "",
        logo = Picture(http, "payments", PaymentConfig.Find(order.PaymentConfigId)?.Channel == PaymentChannel.Cvu ? "cvu" : "spei"),
        color = "",
        realName,
        paymentFieldList = fields.Select(Field),
    };

    private static object Field(PaymentField field) => new
    {
        index = field.Index,
        textType = (int)field.Kind + 1,
        title = field.Title,
        promptText = field.PromptText,
        maxLimit = field.MaxLimit,
        text = field.Text,
        picUrl = field.PicUrl,
        tempPicUrl = field.TempPicUrl,
        isOptional = field.IsOptional,
        isAccount = field.IsAccount,
    };

    private static decimal Number(Rate rate) => decimal.Parse(rate.ToString(), CultureInfo.InvariantCulture);

    private static string Amount(long minor, int scale) => BlockText.Plain(DecimalText.Format(minor, scale));

    private static string SideText(BlockOrderView order) => order.Side == TradeSide.Buy ? "BUY" : "SELL";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string MillisText(DateTime? utc) => utc is { } time ? Text(BlockText.Millis(time)) : "";

    private static string SecondsText(DateTime utc) => Text(BlockText.Millis(utc) / 1_000);

    // The list shows at least two decimals, and no digit less than there are.
    private static string TwoDecimals(string amount)
    {
        var plain = BlockText.Plain(amount);
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? plain + ".00" : plain.Length - point == 2 ? plain + "0" : plain;
    }

    private static string Picture(HttpContext http, string folder, string name) =>
        $"{http.Request.Scheme}://{http.Request.Host}/pictures/{folder}/{name.ToLowerInvariant()}.svg";
}
