using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>
/// What a stored command is about, restated at the moment of deciding: which record, how much of what, to which account, why,
/// and what speaks for it.
/// </summary>
public sealed record ApprovalSubject(string Number, string? Amount, string? Currency, string? Account, string? Reason, object? Evidence)
{
    internal static async Task<ApprovalSubject> ReadAsync(BackofficeDbContext db, ApprovalView view, CancellationToken cancellation)
    {
        var (id, reason) = (view.EntityId, ReasonOf(view.Payload));
        switch (view.EntityKind)
        {
            case "deposit" when await db.Deposits.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is { } deposit:
                return new ApprovalSubject(deposit.HumanId, DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale),
                    deposit.FiatCurrency, deposit.CreditedToAddress, reason, new
                {
                    PaysOut = deposit.RequestedCryptoMinor is { } pays
                        ? $"{deposit.AssetInfo.Symbol} {deposit.AssetInfo.Format(pays)} on {deposit.AssetInfo.Network.DisplayName}" : null,
                    deposit.PaymentReference, deposit.SenderAccountName, deposit.ProofUrl,
                    ReceivedAmount = deposit.ReceivedMinor is { } received ? DecimalText.Format(received, deposit.FiatScale) : null,
                });
            case "withdrawal" when await db.Withdrawals.AsNoTracking()
                .FirstOrDefaultAsync(row => row.Id == id, cancellation) is { } withdrawal:
                return new ApprovalSubject(withdrawal.HumanId, DecimalText.Format(withdrawal.FiatMinor, withdrawal.FiatScale),
                    withdrawal.FiatCurrency,
                    withdrawal.PayoutBankAccount ?? withdrawal.PayoutPhoneNumber, reason, new
                    {
                        CryptoAmount = withdrawal.AssetInfo.Format(withdrawal.CryptoMinor), withdrawal.Asset, withdrawal.PayoutBankName,
                    });
            case "exchange" when await db.Exchanges.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is { } exchange:
                var shown = Exchanges.ExchangeView.Of(exchange);
                return new ApprovalSubject(exchange.HumanId, shown.SourceAmount, shown.SourceCurrency, null, reason,
                    new { shown.Rate, shown.DestinationAmount, shown.DestinationCurrency });
            default:
                return new ApprovalSubject(id.ToString(), null, null, null, reason, null);
        }
    }

    private static string? ReasonOf(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("reason", out var reason)
            && reason.ValueKind == JsonValueKind.String
            ? reason.GetString() : null;
    }
}
