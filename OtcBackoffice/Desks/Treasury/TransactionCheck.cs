using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Treasury;

/// <summary>
/// Whether what stands on a chain is the payment that was signed: the right payer, address, token and amount to the last minor unit,
/// and no older than the transfer. Its depth is not judged here; the chain watcher waits for that.
/// </summary>
internal static class TransactionCheck
{
    /// <summary>Clocks of block makers and of this machine may differ by so much.</summary>
    private const int ClockSpareSeconds = 300;

    private const string Field = "tx_hash";

    /// <summary>Why the transaction does not pay the transfer, or null when it does.</summary>
    public static DomainError? Fault(Transfer transfer, ChainTransaction? seen)
    {
        var asset = Asset.ByCode(transfer.Asset);
        if (seen is null)
        {
            return Refused(ErrorCode.TransactionUnknown, $"No block of {asset.Network.DisplayName} holds this transaction.");
        }
        if (!seen.Succeeded)
        {
            return Refused(ErrorCode.TransactionFailed, $"The transaction failed on {asset.Network.DisplayName} and moved nothing.");
        }
        var here = seen.Payments.Where(one => one.ToAddress == transfer.ToAddress).ToList();
        if (here.Count == 0)
        {
            return Refused(ErrorCode.TransactionWrongAddress, $"The transaction pays nothing to {transfer.ToAddress}.");
        }
        var inAsset = here.Where(one => one.Asset == asset.Symbol).ToList();
        if (inAsset.Count == 0)
        {
            return Refused(ErrorCode.TransactionWrongAsset,
                $"The transaction pays that address in "
                    + $"{string.Join(", ", here.Select(one => one.Asset ?? "a token outside the catalogue").Distinct())}, not in "
                    + $"{asset.Symbol}.");
        }
        var exact = inAsset.Where(one => one.AmountMinor == transfer.AmountMinor).ToList();
        if (exact.Count == 0)
        {
            return Refused(ErrorCode.TransactionWrongAmount,
                $"The transaction pays {string.Join(", ", inAsset.Select(one => Amount(asset, one)))}, and "
                    + $"{asset.Format(transfer.AmountMinor)} {asset.Symbol} was signed.");
        }
        if (exact.TrueForAll(one => one.FromAddress != transfer.FromAddress))
        {
            return Refused(ErrorCode.TransactionWrongPayer,
                $"The transaction pays from {exact[0].FromAddress}, and {transfer.FromAddress} signed.");
        }
        return seen.BlockTimeUtc < transfer.CreatedAtUtc.AddSeconds(-ClockSpareSeconds)
            ? Refused(ErrorCode.TransactionTooOld, "The transaction is older than the last signature, so it is not its payment.")
            : null;
    }

    private static string Amount(Asset asset, ChainPayment payment) =>
        payment.AmountMinor is { } minor ? $"{asset.Format(minor)} {asset.Symbol}"
            : $"an amount of {asset.Symbol} that the books cannot hold";

    private static DomainError Refused(ErrorCode code, string message) => DomainError.Of(code, Field, message);
}
