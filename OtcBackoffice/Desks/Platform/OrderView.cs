using System.Globalization;
using System.Text.Json.Serialization;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Orders;

namespace OtcBackoffice.Desks.Platform;

/// <summary>The fiat side as it is shown.</summary>
public sealed record FiatSide(string Currency, string? Amount);

/// <summary>The crypto side as it is shown: symbol and network apart, in capitals.</summary>
public sealed record CryptoSide(string Asset, string Network, string? Amount);

/// <summary>Where the customer wires to, and under which reference.</summary>
public sealed record PayTo(string Bank, string AccountName, string Account, string Reference);

/// <summary>An order as specification 000 shows it, whichever surface it came in by. Amounts are text, times ISO-8601 with a Z.</summary>
public sealed record OrderView(
    string Id, string Type, string Status, string Surface, string CustomerId, FiatSide Fiat, CryptoSide Crypto, OrderFees? Fees,
    string? Reference)
{
    /// <summary>Only of an onramp that was placed at the platform.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PayTo? PayTo { get; init; }

    /// <summary>When it was placed.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When the desk agreed, or null.</summary>
    public required string? VerifiedAt { get; init; }

    /// <summary>When both legs were done, or null.</summary>
    public required string? SettledAt { get; init; }

    /// <summary>When the later of its days was signed off, or null.</summary>
    public required string? ReconciledAt { get; init; }

    /// <summary>When it last moved.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>A time as this surface writes it: to the second.</summary>
    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static OrderView Of(OrderRow row, OrderFacts facts, PayTo? payTo)
    {
        var asset = Asset.ByCode(facts.Crypto.Code);
        return new OrderView(PublicId.Write(PublicId.Order, row.Id), Names.Snake(row.Type), Names.Snake(row.Status), row.Surface,
            PublicId.Write(PublicId.Customer, row.CustomerId),
            new FiatSide(facts.Fiat.Code, facts.Fiat.Amount),
            new CryptoSide(asset.Symbol, asset.Network.Code.ToUpperInvariant(), facts.Crypto.Amount), facts.Fees, row.Reference
            ?? facts.Reference)
        {
            PayTo = payTo,
            CreatedAt = Time(row.CreatedAtUtc),
            VerifiedAt = Time(row.VerifiedAtUtc),
            SettledAt = Time(row.SettledAtUtc),
            ReconciledAt = Time(row.ReconciledAtUtc),
            UpdatedAt = Time(row.UpdatedAtUtc),
        };
    }

    private static string? Time(DateTime? utc) => utc is { } time ? Time(time) : null;
}
