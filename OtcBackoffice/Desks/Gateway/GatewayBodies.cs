using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>
/// The bodies of specification 002: one for a payment, one for a withdrawal, wherever they stand (answers, lists, webhooks),
/// with amounts as text of eight decimals. Where the text has two names for one fact, both are sent.
/// </summary>
internal static class GatewayBodies
{
    /// <summary>A withdrawal.</summary>
    public static Dictionary<string, object?> Of(GatewayWithdrawal withdrawal)
    {
        var coin = withdrawal.Coin;
        return new Dictionary<string, object?>
        {
            ["withdrawal_id"] = withdrawal.Id,
            ["custom_id"] = withdrawal.CustomId,
            ["amount"] = coin.Format(withdrawal.AmountMinor),
            ["requested_amount"] = coin.Format(withdrawal.RequestedMinor),
            ["fee"] = coin.Format(withdrawal.FeeMinor),
            ["platform_fee"] = coin.Format(withdrawal.PlatformFeeMinor),
            ["network_fee"] = coin.Format(withdrawal.NetworkFeeMinor),
            ["final_amount"] = withdrawal.IsFinalAmount,
            ["blockchain"] = coin.Blockchain,
            ["token"] = coin.Token,
            ["currency"] = coin.Code,
            ["address"] = withdrawal.Address,
            ["memo"] = withdrawal.Memo,
            ["status"] = withdrawal.StatusName,
            ["transaction_hash"] = withdrawal.TxHash,
            ["confirmations"] = withdrawal.BlockDepth,
            ["required_confirmations"] = coin.Asset.Network.BlockDepth,
            ["batch_id"] = withdrawal.BatchId,
            ["callback_url"] = withdrawal.CallbackUrl,
            ["created_at"] = withdrawal.CreatedAtUtc,
            ["updated_at"] = withdrawal.UpdatedAtUtc,
            ["completed_at"] = withdrawal.CompletedAtUtc,
        };
    }

    /// <summary>A transfer between a tenant's own accounts.</summary>
    public static Dictionary<string, object?> Of(GatewayTransfer transfer)
    {
        var coin = GatewayCoin.Of(transfer.Asset);
        return new Dictionary<string, object?>
        {
            ["id"] = transfer.TransferId,
            ["transfer_id"] = transfer.TransferId,
            ["wallet_id"] = $"w_{transfer.WalletId:N}",
            ["transfer_type"] = Names.Snake(transfer.Direction),
            ["currency"] = coin.Code,
            ["amount"] = coin.Format(transfer.AmountMinor),
            ["status"] = transfer.StatusName,
            ["created_at"] = transfer.CreatedAtUtc,
            ["updated_at"] = transfer.UpdatedAtUtc,
        };
    }

    /// <summary>A payment with what came for it.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="parts">What the chain shows of it, oldest first.</param>
    /// <param name="status">The status to show, where one that it passed through is told.</param>
    public static Dictionary<string, object?> Of(GatewayPayment payment, IReadOnlyList<GatewayPaymentPart> parts, string? status = null)
    {
        var coin = payment.Coin;
        var own = parts.Where(part => part.Asset == payment.Asset && part.BlockNumber is not null).ToList();
        return new Dictionary<string, object?>
        {
            ["transaction_id"] = payment.Id,
            ["status"] = status ?? payment.StatusName,
            ["amount"] = payment.PriceCurrency == PaymentAsked.Usd ? DecimalText.Format(payment.PriceMinor, 2)
                : coin.Format(payment.PriceMinor),
            ["amount_usd"] = DecimalText.Format(payment.UsdCents, 2),
            ["price_currency"] = payment.PriceCurrency,
            ["pay_amount"] = coin.Format(payment.PayMinor),
            ["amount_crypto"] = coin.Format(payment.PayMinor),
            ["currency"] = coin.Code,
            ["blockchain"] = coin.Blockchain,
            ["token"] = coin.Token,
            ["address"] = payment.Address,
            ["transaction_hash"] = own.Count == 0 ? null : own[^1].TxHash,
            ["order_id"] = payment.OrderId,
            ["order_description"] = payment.OrderDescription,
            ["wallet_id"] = payment.WalletId is { } wallet ? $"w_{wallet:N}" : null,
            ["callback_url"] = payment.CallbackUrl,
            ["is_fixed_rate"] = payment.IsFixedRate,
            ["is_fee_paid_by_user"] = payment.IsFeePaidByUser,
            ["rate"] = payment.Rate.ToString(),
            ["fee_percentage"] = DecimalText.Format(payment.FeeBps, 2),
            ["fee_amount"] = coin.Format(payment.FeeMinor),
            ["confirmations"] = own.Count == 0 ? 0 : own.Min(part => part.BlockDepth),
            ["payment_type"] = payment.SeenMinor >= payment.NeededMinor || payment.SeenMinor == 0 ? "full" : "partial",
            ["payment_history"] = own.ConvertAll(part => new Dictionary<string, object?>
            {
                ["deposit_id"] = part.Id,
                ["amount"] = coin.Format(part.AmountMinor),
                ["transaction_hash"] = part.TxHash,
                ["confirmations"] = part.BlockDepth,
                ["timestamp"] = part.SeenAtUtc,
            }),
            ["total_paid_amount"] = coin.Format(own.Sum(part => part.AmountMinor)),
            ["expires_at"] = payment.ExpiresAtUtc,
            ["expiry_time"] = payment.ExpiresAtUtc,
            ["checkout_url"] = null,
            ["payment_url"] = null,
            ["created_at"] = payment.CreatedAtUtc,
            ["updated_at"] = payment.UpdatedAtUtc,
        };
    }

    /// <summary>The same with the checkout's address.</summary>
    /// <param name="body">A payment's body.</param>
    /// <param name="origin">Where the desk is reached.</param>
    /// <param name="token">The checkout's unguessable name.</param>
    public static Dictionary<string, object?> At(IReadOnlyDictionary<string, object?> body, Uri origin, string token)
    {
        var checkout = new Uri(origin, $"/pay/{token}").ToString();
        return new Dictionary<string, object?>(body) { ["checkout_url"] = checkout, ["payment_url"] = checkout };
    }
}
