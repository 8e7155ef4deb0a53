using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Desks.Payments;

/// <content>What the desk does: verify, refuse, and set limits.</content>
public sealed partial class PaymentDesk
{
    /// <summary>Payment methods in a status, oldest first.</summary>
    public async Task<Result<Page<PaymentMethodView>>> MethodQueueAsync(VerificationStatus? status, PageAsk page,
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.PaymentMethods.Where(row => status == null || row.Status == status)
            .Join(reading.Db.Merchants, row => row.MerchantId, merchant => merchant.Id, (row, merchant) => new { row, merchant.Name })
            .OrderBy(one => one.row.Number).Skip(page.Skip).Take(page.Take).ToListAsync(cancellation);
        return page.Of(rows.ConvertAll(one => PaymentMethodView.Of(one.row, one.Name)));
    }

    /// <summary>Sub-merchants in a status, oldest first.</summary>
    public async Task<Result<Page<SubMerchantView>>> SubMerchantQueueAsync(VerificationStatus? status, PageAsk page,
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BlockTradeRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var scales = await reading.Db.FiatCurrencies.ToDictionaryAsync(row => row.IsoCode, row => row.FractionDigits, cancellation);
        var rows = await reading.Db.SubMerchants.Where(row => status == null || row.Status == status)
            .Join(reading.Db.Merchants, row => row.MerchantId, merchant => merchant.Id, (row, merchant) => new { row, merchant.Name })
            .OrderBy(one => one.row.Number).Skip(page.Skip).Take(page.Take).ToListAsync(cancellation);
        return page.Of(rows.ConvertAll(one =>
            SubMerchantView.Of(one.row, scales.GetValueOrDefault(one.row.FiatCurrency, 2), clock.UtcNowMillis(), one.Name)));
    }

    /// <summary>Verifies or refuses a payment method. A refusal needs a reason.</summary>
    public Task<Result<PaymentMethodView>> DecideMethodAsync(long number, bool isVerified, string? reason,
        CancellationToken cancellation) =>
        transaction.RunAsync<PaymentMethodView>(new DeskCommand(Permission.BlockTradeDecide), async (work, token) =>
        {
            var row = await work.Db.PaymentMethods.FirstOrDefaultAsync(one => one.Number == number, token);
            if (row is null)
            {
                return DomainError.Missing("payment method");
            }
            var from = row.Status;
            if (row.Decide(isVerified, reason, work.Actor.PersonId).Failed(out var wrong))
            {
                return wrong;
            }
            Record(work, "payment_method", row.Id, row.MerchantId, isVerified ? "verify" : "reject", from, row.Status, reason, null);
            return PaymentMethodView.Of(row);
        }, cancellation);

    /// <summary>Verifies or refuses a sub-merchant.</summary>
    public Task<Result<SubMerchantView>> DecideSubMerchantAsync(long number, bool isVerified, string? reason,
        CancellationToken cancellation) =>
        transaction.RunAsync<SubMerchantView>(new DeskCommand(Permission.BlockTradeDecide), async (work, token) =>
        {
            var row = await work.Db.SubMerchants.FirstOrDefaultAsync(one => one.Number == number, token);
            if (row is null)
            {
                return DomainError.Missing("sub-merchant");
            }
            var from = row.Status;
            if (row.Decide(isVerified, reason, work.Actor.PersonId).Failed(out var wrong))
            {
                return wrong;
            }
            Record(work, "sub_merchant", row.Id, row.MerchantId, isVerified ? "verify" : "reject", from, row.Status, reason, null);
            return SubMerchantView.Of(row, await ScaleAsync(work, row.FiatCurrency, token), work.Now);
        }, cancellation);

    /// <summary>Sets what a sub-merchant may buy and sell for in a day; null leaves a limit as it is.</summary>
    public Task<Result<SubMerchantView>> LimitAsync(long number, string? buyLimit, string? sellLimit, CancellationToken cancellation) =>
        transaction.RunAsync<SubMerchantView>(new DeskCommand(Permission.BlockTradeEdit), async (work, token) =>
        {
            var row = await work.Db.SubMerchants.FirstOrDefaultAsync(one => one.Number == number, token);
            if (row is null)
            {
                return DomainError.Missing("sub-merchant");
            }
            var scale = await ScaleAsync(work, row.FiatCurrency, token);
            var (buy, sell) = (0L, 0L);
            if ((buyLimit is not null && !DecimalText.TryParse(buyLimit, scale, out buy))
                || (sellLimit is not null && !DecimalText.TryParse(sellLimit, scale, out sell)))
            {
                return DomainError.Of(ErrorCode.InvalidAmount, "buy_limit", $"A limit must be an amount with at most {scale} decimals.");
            }
            var before = SubMerchantView.Of(row, scale, work.Now);
            row.Limit(buyLimit is null ? null : buy, sellLimit is null ? null : sell);
            var after = SubMerchantView.Of(row, scale, work.Now);
            work.Audit(new AuditNote("sub_merchant.limit", "sub_merchant", row.Id)
            {
                MerchantId = row.MerchantId,
                Changes = new { Before = new { before.BuyLimit, before.SellLimit }, After = new { after.BuyLimit, after.SellLimit } },
            });
            work.Touch(Topics.BlockTrades, row.Id);
            return after;
        }, cancellation);

    /// <summary>A status by its name, its number on the wire, or what the queues call it; null when it is none.</summary>
    public static VerificationStatus? StatusOf(string text) => text switch
    {
        "1" or "verified" or "valid" or "normal" => VerificationStatus.Active,
        "2" or "pending" => VerificationStatus.Authenticating,
        "3" or "rejected" => VerificationStatus.Failed,
        _ => Names.TryParse<VerificationStatus>(text, out var status) ? status : null,
    };

    private static Task<int> ScaleAsync(DeskWork work, string currency, CancellationToken cancellation) =>
        work.Db.FiatCurrencies.Where(row => row.IsoCode == currency).Select(row => row.FractionDigits).FirstAsync(cancellation);
}
