using System.Globalization;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Treasury;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Documents;

/// <summary>What the papers about one record say. Only what its merchant may know is on them, whoever prints them.</summary>
internal static class RecordPapers
{
    public static Paper Deposit(Deposit row, string merchant, Transfer? transfer)
    {
        var fiat = (long minor) => $"{DecimalText.Format(minor, row.FiatScale)} {row.FiatCurrency}";
        var crypto = (long minor) => $"{row.AssetInfo.Format(minor)} {row.AssetInfo.Symbol}";
        return new Paper("Deposit receipt", row.HumanId, row.UpdatedAtUtc,
        [
            new("The deposit", Facts(
                ("Merchant", merchant), ("Deposit id", row.Id.ToString()), ("Status", Names.Words(row.Status)),
                ("Amount", fiat(row.FiatAmountMinor)), ("Method", MethodOf(Names.Snake(row.Method))),
                ("Payment reference", row.PaymentReference),
                ("Value date", row.TransferDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("Sender", row.SenderAccountName),
                ("Sender's bank", row.SenderBankName), ("M-Pesa receipt", row.MpesaReceiptNumber), ("Handed in", Time(row.SubmittedAtUtc)),
                ("Arrival confirmed", Time(row.ConfirmedAtUtc)),
                ("Rejected", Time(row.RejectedAtUtc)), ("Why", row.RejectionReason), ("Proof, SHA-256", row.ProofSha256))),
            new("The price", Facts(
                ("Reference rate", row.ReferenceRate?.ToString()), ("Applied rate", row.AppliedRate?.ToString()),
                ("Fee", row.FeeMinor is { } fee ? fiat(fee) : null),
                ("Promised", row.RequestedCryptoMinor is { } promised ? crypto(promised) : null))),
            new("The payment", Facts(
                ("Paid", row.CryptoMinor is { } paid ? crypto(paid) : null), ("Network", row.AssetInfo.Network.Code),
                ("To address", row.CreditedToAddress),
                ("Transaction", transfer?.TxHash), ("Final", Time(row.CreditedAtUtc)))),
        ],
        row.Status switch
        {
            DepositStatus.Credited => [],
            DepositStatus.Rejected => ["The deposit was rejected; nothing was paid."],
            DepositStatus.Abandoned => ["The deposit was given up before it was handed in; nothing was paid."],
            DepositStatus.Confirmed => ["The money has arrived. The payment is final when the network has confirmed it."],
            _ => ["This receipt says that the deposit was handed in, not that the money has arrived."],
        });
    }

    public static Paper Withdrawal(Withdrawal row, string merchant)
    {
        var fiat = (long minor) => $"{DecimalText.Format(minor, row.FiatScale)} {row.FiatCurrency}";
        return new Paper("Withdrawal advice", row.HumanId, row.UpdatedAtUtc,
        [
            new("The withdrawal", Facts(
                ("Merchant", merchant), ("Withdrawal id", row.Id.ToString()), ("Status", Names.Words(row.Status)),
                ("Given", $"{row.AssetInfo.Format(row.CryptoMinor)} {row.AssetInfo.Symbol} on {row.AssetInfo.Network.Code}"),
                ("Asked for", Time(row.CreatedAtUtc)), ("Approved", Time(row.ApprovedAtUtc)),
                ("Rejected", Time(row.RejectedAtUtc)), ("Failed", Time(row.FailedAtUtc)),
                ("Why", row.RejectionReason ?? row.FailureReason))),
            new("The price", Facts(
                ("Reference rate", row.ReferenceRate.ToString()), ("Applied rate", row.AppliedRate.ToString()),
                ("At the reference rate", fiat(row.GrossFiatMinor)), ("Spread", fiat(row.SpreadMinor)),
                ("Fee", fiat(row.FeeMinor)), ("To be paid", fiat(row.FiatMinor)))),
            new("The payment", Facts(
                ("Method", MethodOf(Names.Snake(row.Method))), ("Bank", row.PayoutBankName), ("Account", row.PayoutBankAccount),
                ("Phone", row.PayoutPhoneNumber), ("Ordered", Time(row.ExecutedAtUtc)),
                ("Paid", Time(row.CompletedAtUtc)), ("Payment reference", row.PaymentReference))),
        ],
        row.Status == WithdrawalStatus.Completed ? []
            : ["This advice says what was asked for; it is no proof of payment until it names a payment reference."]);
    }

    public static Paper Exchange(ExchangeOrder row, string merchant)
    {
        var isFinal = row.ExecutedDestinationMinor is not null;
        var received = $"{DecimalText.Format(row.ExecutedDestinationMinor ?? row.IndicativeDestinationMinor, row.DestinationScale)} "
            + $"{row.DestinationCurrency}";
        return new Paper("Exchange confirmation", row.HumanId, row.UpdatedAtUtc,
        [
            new("The exchange", Facts(
                ("Customer", merchant), ("Order id", row.Id.ToString()), ("Side", Names.Words(row.Side)),
                ("Status", Names.Words(row.Status)),
                ("Paid by the customer", $"{DecimalText.Format(row.SourceMinor, row.SourceScale)} {row.SourceCurrency}"),
                (isFinal ? "Received by the customer" : "Received by the customer, indicative", received),
                ("Confirmed by the customer", Time(row.ConfirmedAtUtc)), ("Decided", isFinal ? Time(row.DecidedAtUtc) : null),
                ("Completed", Time(row.CompletedAtUtc)))),
            new("The rate: one USDC in EUR",
                Facts(("Indicative, as quoted", row.IndicativeRate.ToString()), ("Executed", row.ExecutedRate?.ToString()))),
            new("The wallet", Facts(("Network", row.AssetInfo.Network.Code), ("Address", row.WalletAddress), ("Transaction", row.TxHash))),
        ],
        isFinal ? [] : ["Rate and amount are indicative until the desk has approved the exchange."]);
    }

    public static IReadOnlyList<PaperFact> Facts(params IEnumerable<(string Name, string? Value)> facts) =>
        [.. facts.Where(fact => !string.IsNullOrWhiteSpace(fact.Value)).Select(fact => new PaperFact(fact.Name, fact.Value!))];

    public static string? Time(DateTime? utc) => utc?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string MethodOf(string method) => method == "mpesa" ? "M-Pesa" : "Bank transfer";
}
