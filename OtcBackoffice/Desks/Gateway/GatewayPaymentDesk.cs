using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>How a list of payments is cut.</summary>
public sealed record GatewayPaymentFilter(GatewayPage Page)
{
    /// <summary>A status of the wire.</summary>
    public string? Status { get; init; }

    /// <summary>The currency code.</summary>
    public string? Currency { get; init; }

    /// <summary>The chain.</summary>
    public string? Blockchain { get; init; }

    /// <summary>The ticker.</summary>
    public string? Token { get; init; }

    /// <summary>For staff: this merchant only.</summary>
    public Guid? MerchantId { get; init; }

    /// <summary>For staff: the payments with an open exception of this reason, or of any with <c>open</c>.</summary>
    public string? Exception { get; init; }

    /// <summary>For staff: one payment.</summary>
    public Guid? TransactionId { get; init; }
}

/// <summary>Payments: made by tenants, read by them and by staff, and by whoever has a checkout's unguessable name.</summary>
public sealed partial class GatewayPaymentDesk(
    DeskTransaction transaction, DeskGate gate, DeskSettings settings, PolicyGate policy, GatewayMarket market, GatewayEndpoints endpoints,
    IPaymentAddresses addresses,
    IDbContextFactory<Data.BackofficeDbContext> contexts, ScreeningGate screening)
{
    private const int TextLengthMax = 100, DescriptionLengthMax = 1_000, EmailLengthMax = 254;

    // 32 letters of five bits: nobody finds one by trying.
    private const int TokenLength = 32;

    // Issue 16, point 4: nobody keeps such a page longer.
    private const int CheckoutDays = 30;

    /// <summary>Makes a payment with an address of its own.</summary>
    public async Task<Result<GatewayPaymentView>> CreateAsync(CreateGatewayPayment command, DeskKey? key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (GatewayCoin.Find(command.Currency) is not { } coin)
        {
            return GatewayWalletDesk.UnknownCoin();
        }
        var rate = await market.RateAsync(coin, cancellation);
        if (rate.Failed(out var stale))
        {
            return stale;
        }
        var created = await transaction.RunAsync<CreatedPayment>(new DeskCommand(Permission.GatewayOwn, key), async (work, token) =>
            work.Actor.MerchantId is { } merchant ? await CreateAsync(work, merchant, command, coin, rate.Value, null, token)
                : GatewayWalletDesk.NoTenant(), cancellation);
        return created.Failed(out var refused) ? refused : await GetAsync(created.Value.Id, cancellation);
    }

    /// <summary>One payment of the actor's tenant, or any for staff.</summary>
    public async Task<Result<GatewayPaymentView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await Visible(reading).FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return row is null ? DomainError.Missing("payment") : (await WithPartsAsync(reading.Db, [row], cancellation))[0];
    }

    /// <summary>A page of payments, newest first.</summary>
    public async Task<Result<GatewayRows<GatewayPaymentView>>> ListAsync(GatewayPaymentFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        GatewayPaymentStatus? status = null;
        if (filter.Status is { } named && (status = Names.TryParse<GatewayPaymentStatus>(named, out var known) ? known : null) is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "status",
                $"status must be one of {string.Join(", ", Enum.GetValues<GatewayPaymentStatus>().Select(Names.Snake))}.");
        }
        if (filter.Currency is not null && GatewayCoin.Find(filter.Currency) is null)
        {
            return GatewayWalletDesk.UnknownCoin();
        }
        GatewayExceptionReason? reason = null;
        if (filter.Exception is { } about && about != "open"
            && (reason = Names.TryParse<GatewayExceptionReason>(about, out var why) ? why : null) is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "exception",
                $"exception must be open, or one of {string.Join(", ", Enum.GetValues<GatewayExceptionReason>().Select(Names.Snake))}.");
        }
        if (GatewayWithdrawalDesk.FilterFault(filter.Blockchain, filter.Token) is { } unknown)
        {
            return unknown;
        }
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var (asset, assets) = (GatewayCoin.Find(filter.Currency)?.Asset.Code.Text,
            GatewayWithdrawalDesk.AssetsOf(filter.Blockchain, filter.Token));
        var db = reading.Db;
        var rows = Visible(reading)
            .Where(row => (status == null || row.Status == status) && (asset == null || row.Asset == asset)
            && (assets == null || assets.Contains(row.Asset))
            && (filter.MerchantId == null || row.MerchantId == filter.MerchantId)
            && (filter.TransactionId == null || row.Id == filter.TransactionId)
            && (filter.Exception == null
                || db.GatewayExceptions.Any(one => one.PaymentId == row.Id && one.Exit == null
                && (reason == null || one.Reason == reason))));
        var total = await rows.CountAsync(cancellation);
        var page = await rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Skip(filter.Page.Offset)
            .Take(filter.Page.Limit).ToListAsync(cancellation);
        return new GatewayRows<GatewayPaymentView>(await WithPartsAsync(db, page, cancellation), total, filter.Page);
    }

    /// <summary>The payment behind a checkout's name, for whoever has it; null when there is none or it is too old.</summary>
    public async Task<CheckoutView?> CheckoutAsync(string token, DateTime now, CancellationToken cancellation)
    {
        if (token is not { Length: TokenLength })
        {
            return null;
        }
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var row = await db.GatewayPayments.AsNoTracking().FirstOrDefaultAsync(one => one.CheckoutToken == token, cancellation);
        if (row is null || row.CreatedAtUtc.AddDays(CheckoutDays) < now)
        {
            return null;
        }
        var parts = await db.GatewayPaymentParts.AsNoTracking().Where(part => part.PaymentId == row.Id).OrderBy(part => part.SeenAtUtc)
            .ToListAsync(cancellation);
        var waits = await db.GatewayExceptions.AsNoTracking().Where(one => one.PaymentId == row.Id && one.Exit == null)
            .Select(one => one.Reason).ToListAsync(cancellation);
        var merchant = await db.Merchants.AsNoTracking().Where(one => one.Id == row.MerchantId).Select(one => one.Name)
            .FirstAsync(cancellation);
        return CheckoutView.Of(row, parts, waits, merchant, now);
    }

    internal async Task<Result<CreatedPayment>> CreateAsync(
        DeskWork work, Guid merchantId, CreateGatewayPayment command, GatewayCoin coin, Rate rate, Guid? linkId,
        CancellationToken cancellation)
    {
        var tenant = await GatewayEndpoints.TenantAsync(work, merchantId, cancellation);
        if (TextFault(command) is { } text)
        {
            return text;
        }
        var priced = Price(command, coin);
        if (priced.Failed(out var unpriced))
        {
            return unpriced;
        }
        var minutes = command.ExpiryMinutes ?? Math.Clamp(30, tenant.ExpiryMinutesMin, tenant.ExpiryMinutesMax);
        if (minutes < tenant.ExpiryMinutesMin || minutes > tenant.ExpiryMinutesMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "expiry_minutes",
                $"expiry_minutes must be {tenant.ExpiryMinutesMin} to {tenant.ExpiryMinutesMax}.");
        }
        Guid? walletId = null;
        if (command.WalletId is not null)
        {
            var wallet = await work.Db.GatewayWallets.FirstOrDefaultAsync(row => row.MerchantId == merchantId
                && row.Id == GatewayWallet.IdOf(command.WalletId), cancellation);
            if (wallet is null)
            {
                return DomainError.Missing("wallet") with { Field = "wallet_id" };
            }
            walletId = wallet.Id;
        }
        var callback = await endpoints.ForAsync(work, command.CallbackUrl, cancellation, merchantId);
        if (callback.Failed(out var target))
        {
            return target;
        }
        var asked = new PaymentAsked(coin, priced.Value.Currency, priced.Value.Minor, rate, tenant.FeeBps)
        {
            IsFeePaidByUser = command.IsFeePaidByUser ?? tenant.IsFeePaidByUser, IsFixedRate = command.IsFixedRate ?? true,
            ToleranceBps = tenant.ToleranceBps, ExpiryMinutes = minutes,
            WalletId = walletId, OrderId = command.OrderId, OrderDescription = command.OrderDescription,
            CustomerEmail = command.CustomerEmail, SuccessUrl = command.SuccessUrl,
            CancelUrl = command.CancelUrl, AllowsParts = command.PartiallyPaymentsAllow ?? false, LinkId = linkId,
        };
        return await KeepAsync(work, merchantId, asked, (command.CallbackUrl, callback.Value), cancellation);
    }

    private async Task<Result<CreatedPayment>> KeepAsync(
        DeskWork work, Guid merchantId, PaymentAsked asked, (string? Url, Guid? Endpoint) callback, CancellationToken cancellation)
    {
        var address = await GatewayKeyDesk.NextAsync(work, addresses, asked.Coin, cancellation);
        if (address.Failed(out var none))
        {
            return none;
        }
        var number = await work.NextNumberAsync("gateway_payment", cancellation);
        var opened = GatewayPayment.Open(work.NewId(), number, merchantId, asked, address.Value.Address,
            RandomNumberGenerator.GetString(CredentialText.Alphabet, TokenLength), work.Now);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        var payment = opened.Value;
        if ((payment.PriceCurrency == PaymentAsked.Usd ? GatewayPricing.LimitFault(payment.UsdCents, "amount")
            : GatewayPricing.LimitFault(asked.Coin, asked.Rate, payment.PriceMinor)) is { } outside)
        {
            return outside;
        }
        if (address.Value is { KeyId: { } key, Index: { } index })
        {
            payment.DerivedFrom(key, index);
        }
        if (callback is { Url: { } url, Endpoint: { } endpoint })
        {
            payment.CallBack(url, endpoint);
        }
        work.Db.GatewayPayments.Add(payment);
        RecordTrail.Record(work, payment, "open", null, null,
            new { payment.Address, Amount = asked.Coin.Format(payment.PayMinor), asked.Coin.Code, payment.OrderId });
        return new CreatedPayment(payment.Id);
    }

    private static Result<(string Currency, long Minor)> Price(CreateGatewayPayment command, GatewayCoin coin)
    {
        if (command.PriceCurrency is not { } currency || currency.Equals(coin.Code, StringComparison.OrdinalIgnoreCase))
        {
            return coin.TryParse(command.Amount, out var minor) ? (coin.Code, minor) : GatewayWalletDesk.BadAmount("amount", coin);
        }
        if (!currency.Equals(PaymentAsked.Usd, StringComparison.OrdinalIgnoreCase))
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "price_currency", "price_currency must be USD, or the currency itself.");
        }
        return GatewayCoin.TryParseUsd(command.Amount, out var cents)
            ? (PaymentAsked.Usd, cents)
            : DomainError.Of(ErrorCode.InvalidAmount, "amount", "amount must be plain digits above zero with at most 2 decimals.");
    }

    private static DomainError? TextFault(CreateGatewayPayment command)
    {
        if (command.OrderId is { } order && (order.Length is 0 or > TextLengthMax || order.Any(char.IsControl)))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "order_id", $"order_id must have 1 to {TextLengthMax} characters.");
        }
        if (command.OrderDescription?.Length > DescriptionLengthMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "order_description",
                $"order_description may have {DescriptionLengthMax} characters at most.");
        }
        if (command.CustomerEmail is { } email
            && (email.Length is < 3 or > EmailLengthMax || email.Count(letter => letter == '@') != 1
            || email.Any(letter => char.IsControl(letter) || letter == ' ')))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "customer_email", "customer_email is no e-mail address.");
        }
        foreach (var (field, url) in new[] { ("success_url", command.SuccessUrl), ("cancel_url", command.CancelUrl) })
        {
            if (url is not null && (url.Length > 2_000 || !Uri.TryCreate(url, UriKind.Absolute, out var target)
                || target.Scheme is not ("https" or "http")))
            {
                return DomainError.Of(ErrorCode.WebhookTargetRefused, field, $"{field} must be an absolute address over https or http.");
            }
        }
        return null;
    }

    private async Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        var actor = opened.Value.Actor;
        if (actor.May(Permission.GatewayRead) || (actor.MerchantId is not null && actor.May(Permission.GatewayOwn)))
        {
            return opened;
        }
        await opened.Value.DisposeAsync();
        return new DomainError(ErrorCode.Forbidden, "This needs a tenant of the gateway, or staff.");
    }

    private static IQueryable<GatewayPayment> Visible(DeskReading reading) => reading.Actor.May(Permission.GatewayRead)
        ? reading.Db.GatewayPayments
        : reading.Db.GatewayPayments.Where(row => row.MerchantId == reading.Actor.MerchantId);

    private static async Task<List<GatewayPaymentView>> WithPartsAsync(Data.BackofficeDbContext db, List<GatewayPayment> rows,
        CancellationToken cancellation)
    {
        var ids = rows.ConvertAll(row => row.Id);
        var parts = await db.GatewayPaymentParts.AsNoTracking().Where(part => ids.Contains(part.PaymentId)).OrderBy(part => part.SeenAtUtc)
            .ThenBy(part => part.Id).ToListAsync(cancellation);
        var exceptions = await db.GatewayExceptions.AsNoTracking().Where(one => ids.Contains(one.PaymentId)).OrderBy(one => one.OpenedAtUtc)
            .ThenBy(one => one.Id).ToListAsync(cancellation);
        var merchants = rows.Select(row => row.MerchantId).Distinct().ToList();
        var names = await db.Merchants.AsNoTracking().Where(row => merchants.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        return rows.ConvertAll(row =>
            GatewayPaymentView.Of(row, parts.FindAll(part => part.PaymentId == row.Id), exceptions.FindAll(one => one.PaymentId == row.Id),
            names[row.MerchantId]));
    }
}

/// <summary>The id of a payment that was made; answers are kept by it.</summary>
public sealed record CreatedPayment(Guid Id);
