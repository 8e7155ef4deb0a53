using System.Globalization;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>Receipts in sentences, for whoever looks at the record that they are for.</summary>
internal static class ReceiptWords
{
    /// <summary><c>arrived 60,000.00 on 20 Nov, line 1 of statement 214</c>.</summary>
    public static string Arrived(Receipt receipt, long minor)
    {
        var place = receipt.Place
            ?? (receipt.Source == ReceiptSource.Mpesa && !receipt.IsProvisional ? $"receipt {receipt.ExternalId}" : null);
        return $"{(minor < 0 ? "taken back" : "arrived")} {Grouped(receipt, Math.Abs(minor))} on "
            + $"{(receipt.OccurredAtUtc ?? receipt.ReceivedAtUtc).ToString("d MMM", CultureInfo.InvariantCulture)}"
            + (place is null ? "" : $", {place}");
    }

    /// <summary>A receipt that is on no record, from whom and when.</summary>
    public static string Waits(Receipt receipt) =>
        $"{receipt.HumanId} may be it: {Arrived(receipt, receipt.RemainingMinor)}"
            + (receipt.PayerName is { } payer ? $", from {payer}" : "");

    /// <summary>The amount with a comma between thousands.</summary>
    private static string Grouped(Receipt receipt, long minor)
    {
        var text = receipt.Text(minor);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        for (var at = whole.Length - 3; at > 0; at -= 3)
        {
            whole = whole.Insert(at, ",");
        }
        return point < 0 ? whole : whole + text[point..];
    }
}
