using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>A payment link as its tenant asks for it.</summary>
public sealed record CreateGatewayLink
{
    /// <summary>The price, or null when the payer names it.</summary>
    public string? Amount { get; init; }

    /// <summary>USD.</summary>
    public string? PriceCurrency { get; init; }

    /// <summary>The coin, or null when the payer chooses.</summary>
    public string? Currency { get; init; }

    /// <summary>What it is for; the payer reads it.</summary>
    public string? OrderDescription { get; init; }

    /// <summary>When it ends, or null for never.</summary>
    public DateTime? ExpiresAtUtc { get; init; }

    /// <summary>How many payments it makes at most, or null for any number.</summary>
    public int? PaymentsMax { get; init; }
}

/// <summary>A payment link.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Token">The unguessable name of its page.</param>
/// <param name="Amount">The price in USD, or null when the payer names it.</param>
/// <param name="Currency">The coin's code, or null when the payer chooses.</param>
/// <param name="OrderDescription">What it is for.</param>
/// <param name="Status"><c>active</c>, <c>expired</c>, <c>used</c> or <c>deleted</c>.</param>
public sealed record GatewayLinkView(Guid Id, string Token, string? Amount, string? Currency, string OrderDescription, string Status)
{
    /// <summary>When it ends.</summary>
    public DateTime? ExpiresAtUtc { get; init; }

    /// <summary>How many payments it makes at most.</summary>
    public int? PaymentsMax { get; init; }

    /// <summary>How many it made.</summary>
    public int PaymentsMade { get; init; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; init; }

    internal static GatewayLinkView Of(GatewayPaymentLink link, DateTime now) =>
        new(link.Id, link.Token, link.UsdCents is { } cents ? DecimalText.Format(cents, 2) : null,
        link.Coin, link.OrderDescription, GatewayLinkDesk.StatusOf(link, now))
    {
        ExpiresAtUtc = link.ExpiresAtUtc, PaymentsMax = link.PaymentsMax, PaymentsMade = link.PaymentsMade,
        CreatedAtUtc = link.CreatedAtUtc,
    };
}

/// <summary>A link as a payer sees it.</summary>
public sealed record LinkPageView(string MerchantName, GatewayLinkView Link);

/// <summary>Payment links: made and ended by tenants, used by whoever has one.</summary>
public sealed class GatewayLinkDesk(DeskTransaction transaction, DeskGate gate, GatewayPaymentDesk payments, GatewayMarket market,
    IDbContextFactory<Data.BackofficeDbContext> contexts, TimeProvider clock)
{
    private const int TokenLength = 32, DescriptionLengthMax = 1_000, PaymentsMaxMax = 1_000_000, ActiveMax = 1_000;
    private static readonly Actor Payer = Actor.System("gateway_link");

    /// <summary>Makes a link.</summary>
    public Task<Result<GatewayLinkView>> CreateAsync(CreateGatewayLink command, DeskKey? key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return transaction.RunAsync<GatewayLinkView>(new DeskCommand(Permission.GatewayOwn, key), async (work, token) =>
        {
            if (work.Actor.MerchantId is not { } merchantId)
            {
                return GatewayWalletDesk.NoTenant();
            }
            if (Fault(command, work.Now) is { } fault)
            {
                return fault;
            }
            if (await work.Db.GatewayPaymentLinks.CountAsync(row => row.MerchantId == merchantId && row.EndedAtUtc == null,
                token) >= ActiveMax)
            {
                return new DomainError(ErrorCode.WrongState, $"There are {ActiveMax} links already. Delete one that is no longer used.");
            }
            var link = new GatewayPaymentLink
            {
                Id = work.NewId(), Number = await work.NextNumberAsync("gateway_link", token), MerchantId = merchantId,
                Token = RandomNumberGenerator.GetString(CredentialText.Alphabet, TokenLength),
                UsdCents = command.Amount is { } amount && GatewayCoin.TryParseUsd(amount, out var cents) ? cents : null,
                Coin = GatewayCoin.Find(command.Currency)?.Code,
                OrderDescription = command.OrderDescription!.Trim(), ExpiresAtUtc = command.ExpiresAtUtc, PaymentsMax = command.PaymentsMax,
                CreatedAtUtc = work.Now,
            };
            work.Db.GatewayPaymentLinks.Add(link);
            work.Audit(new AuditNote("gateway.link", "gateway_payment_link", link.Id) { MerchantId = merchantId,
                Changes = new { command.Amount, link.Coin, link.ExpiresAtUtc, link.PaymentsMax } });
            return GatewayLinkView.Of(link, work.Now);
        }, cancellation);
    }

    /// <summary>The tenant's links, newest first.</summary>
    public async Task<Result<GatewayRows<GatewayLinkView>>> ListAsync(GatewayPage page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(page);
        var opened = await gate.OpenAsync(Permission.GatewayOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var (merchantId, now) = (reading.Actor.MerchantId, clock.GetUtcNow().UtcDateTime);
        var rows = reading.Db.GatewayPaymentLinks.Where(row => row.MerchantId == merchantId);
        var total = await rows.CountAsync(cancellation);
        var found = await rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Number).Skip(page.Offset)
            .Take(page.Limit).ToListAsync(cancellation);
        return new GatewayRows<GatewayLinkView>(found.ConvertAll(row => GatewayLinkView.Of(row, now)), total, page);
    }

    /// <summary>Ends a link; payments that it made go on.</summary>
    public Task<Result<GatewayLinkView>> DeleteAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<GatewayLinkView>(new DeskCommand(Permission.GatewayOwn), async (work, token) =>
        {
            var merchantId = work.Actor.MerchantId;
            var link = await work.Db.GatewayPaymentLinks.FirstOrDefaultAsync(row => row.Id == id && row.MerchantId == merchantId
                && row.EndedAtUtc == null, token);
            if (link is null)
            {
                return DomainError.Missing("payment link");
            }
            link.EndedAtUtc = work.Now;
            work.Audit(new AuditNote("gateway.link_end", "gateway_payment_link", id) { MerchantId = merchantId });
            return GatewayLinkView.Of(link, work.Now);
        }, cancellation);

    /// <summary>The link behind a name, for whoever has it; null when there is none, or it was deleted.</summary>
    public async Task<LinkPageView?> OpenAsync(string token, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var link = await db.GatewayPaymentLinks.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Token == token && row.EndedAtUtc == null, cancellation);
        if (link is null)
        {
            return null;
        }
        var merchant = await db.Merchants.AsNoTracking().Where(one => one.Id == link.MerchantId).Select(one => one.Name)
            .FirstAsync(cancellation);
        return new LinkPageView(merchant, GatewayLinkView.Of(link, clock.GetUtcNow().UtcDateTime));
    }

    /// <summary>Makes a payment by a link; answers the name of its checkout.</summary>
    /// <param name="token">The link's name.</param>
    /// <param name="amount">The price in USD where the link leaves it open.</param>
    /// <param name="currency">The coin where the link leaves it open.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public async Task<Result<string>> PayAsync(string token, string? amount, string? currency, CancellationToken cancellation)
    {
        var opened = await OpenAsync(token, cancellation);
        if (opened is null)
        {
            return DomainError.Missing("payment link");
        }
        if (GatewayCoin.Find(opened.Link.Currency ?? currency) is not { } coin)
        {
            return GatewayWalletDesk.UnknownCoin();
        }
        var rate = await market.RateAsync(coin, cancellation);
        if (rate.Failed(out var stale))
        {
            return stale;
        }
        var made = await transaction.RunAsAsync<CreatedPayment>(Payer, new DeskCommand(null), async (work, stop) =>
        {
            var link = await work.Db.GatewayPaymentLinks.FirstAsync(row => row.Token == token, stop);
            if (StatusOf(link, work.Now) != Active)
            {
                return new DomainError(ErrorCode.WrongState, "This link makes no more payments.");
            }
            link.PaymentsMade++;
            var command = new CreateGatewayPayment
            {
                Amount = link.UsdCents is { } cents ? DecimalText.Format(cents, 2) : amount, Currency = coin.Code,
                PriceCurrency = PaymentAsked.Usd, OrderDescription = link.OrderDescription,
            };
            return await payments.CreateAsync(work, link.MerchantId, command, coin, rate.Value, link.Id, stop);
        }, cancellation);
        if (made.Failed(out var refused))
        {
            return refused;
        }
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.GatewayPayments.AsNoTracking().Where(row => row.Id == made.Value.Id).Select(row => row.CheckoutToken)
            .FirstAsync(cancellation);
    }

    internal const string Active = "active";

    internal static string StatusOf(GatewayPaymentLink link, DateTime now) => link.EndedAtUtc is not null ? "deleted"
        : link.ExpiresAtUtc <= now ? "expired"
        : link.PaymentsMade >= link.PaymentsMax ? "used" : Active;

    private static DomainError? Fault(CreateGatewayLink command, DateTime now)
    {
        if (command.PriceCurrency is { } price && !price.Equals(PaymentAsked.Usd, StringComparison.OrdinalIgnoreCase))
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "price_currency", "price_currency must be USD.");
        }
        if (command.Amount is { } amount
            && (!GatewayCoin.TryParseUsd(amount, out var cents) || cents < GatewayPricing.MinimumUsdCents
            || cents > GatewayPricing.MaximumUsdCents))
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "amount",
                $"amount must be plain digits with at most 2 decimals, {DecimalText.Format(GatewayPricing.MinimumUsdCents, 2)} to "
                + $"{DecimalText.Format(GatewayPricing.MaximumUsdCents, 2)} USD.");
        }
        if (command.Currency is not null && GatewayCoin.Find(command.Currency) is null)
        {
            return GatewayWalletDesk.UnknownCoin();
        }
        if (command.OrderDescription?.Trim() is not { Length: > 0 and <= DescriptionLengthMax })
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "order_description",
                $"order_description must have 1 to {DescriptionLengthMax} characters.");
        }
        if (command.ExpiresAtUtc <= now)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "expires_at", "expires_at must lie in the future.");
        }
        return command.PaymentsMax is < 1 or > PaymentsMaxMax
            ? DomainError.Of(ErrorCode.InvalidRequest, "max_payments", $"max_payments must be 1 to {PaymentsMaxMax}.")
            : null;
    }
}
