using System.Buffers.Binary;
using System.Text.Json;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Desks.BlockTrades;

/// <summary>An order as somebody asks for it.</summary>
public sealed record PlaceOrder(string? Country, string? ClientId, long? SubMerchantNumber, string? Token, string? FiatCurrency,
    string? Quantity, string? FiatAmount, string? Side, long? PaymentNumber);

/// <summary>A document on its way in.</summary>
public sealed record SentDocument(string FileName, Stream Content);

/// <summary>A document that is open for reading.</summary>
public sealed record OpenDocument(Stream Content, string FileName, string MediaType);

/// <summary>A country with its switches.</summary>
public sealed record TradeCountryView(string Name, string Abbreviation, bool BuyOpen, bool SellOpen);

/// <summary>A pair of a country.</summary>
public sealed record TradePairView(Guid Id, string Country, string FiatCurrency, string Token, bool IsOpen, Rate Reference,
    int BuySpreadBps, int SellSpreadBps);

/// <summary>What a customer would be asked for now.</summary>
public sealed record CustomerQuote(bool IsOpen, string FiatCurrency, string Token, Rate BuyRate, Rate SellRate);

/// <summary>A numbered page of a list.</summary>
public sealed record NumberedPage<T>(int Current, int Size, long Total, IReadOnlyList<T> Rows);

/// <summary>A customer's orders, and how many are open in all.</summary>
public sealed record OrderPage(NumberedPage<BlockOrderView> Page, long Open);

/// <summary>A balance of a token.</summary>
public sealed record TokenBalance(string Token, long FreeMinor, long LockedMinor, int Scale);

/// <summary>A customer's account.</summary>
public sealed record BlockAccountView(long AccountId, string Name, bool CanTrade, IReadOnlyList<TokenBalance> Balances, DateTime AtUtc);

/// <summary>Where a token is paid in.</summary>
public sealed record DepositAddressView(bool IsAllowed, string Address, int BlockDepth, string NetworkAlias, string Minimum);

/// <summary>A document as it is shown.</summary>
public sealed record BlockDocumentView(Guid FileId, string FileName, string MediaType, long SizeBytes, string Sha256,
    DateTime UploadedAtUtc);

/// <summary>A movement on a sub-merchant's account.</summary>
public sealed record MerchantTransferView(
    long Number, long AccountHolder, long OrderNumber, string BankOrderId, string Country, long SubMerchantNumber, string SubMerchantName,
    string FiatCurrency, string Amount,
    int Type, int State, string AccountNumber, string BankName, DateTime CreatedAtUtc, DateTime UpdatedAtUtc)
{
    internal static MerchantTransferView Of(MerchantTransferRow row) => new(
        row.Number, WireIds.Of(row.MerchantId), row.OrderNumber, row.BankOrderId, row.Country, row.SubMerchantNumber, row.SubMerchantName,
        row.FiatCurrency,
        DecimalText.Format(row.AmountMinor, row.FiatScale), row.Type, row.State, row.AccountNumber, row.BankName, row.CreatedAtUtc,
            row.UpdatedAtUtc);
}

/// <summary>An order as it is shown.</summary>
public sealed record BlockOrderView(Guid Id, long Number, string? ClientId, Guid MerchantId, string MerchantName, TradeSide Side,
    BlockOrderStatus Status)
{
    public long SubMerchantNumber { get; init; }
    public string SubMerchantName { get; init; } = "";
    public string Country { get; init; } = "";
    public string FiatCurrency { get; init; } = "";
    public string Token { get; init; } = "";
    public string Price { get; init; } = "";
    public string Reference { get; init; } = "";
    public string Quantity { get; init; } = "";
    public string FiatAmount { get; init; } = "";
    public int PaymentConfigId { get; init; }
    public long PaymentMethodNumber { get; init; }
    public string PayeeName { get; init; } = "";
    public IReadOnlyList<PaymentField> PayeeFields { get; init; } = [];
    public int TimeFrameMinutes { get; init; }
    public string TrackingNumber { get; init; } = "";
    public string Remark { get; init; } = "";
    public int DocumentCount { get; init; }
    public DateTime CreatedAtUtc { get; init; }
    public DateTime? ApprovedAtUtc { get; init; }
    public DateTime? ExpiresAtUtc { get; init; }
    public DateTime? PaidAtUtc { get; init; }
    public DateTime? EndedAtUtc { get; init; }
    public DateTime UpdatedAtUtc { get; init; }
    public int Version { get; init; }

    /// <summary>Whether its fiat went or goes back; only where the customer sees it.</summary>
    public bool HasRefund { get; init; }

    /// <summary>The customer's number on the wire.</summary>
    public long AccountHolder => WireIds.Of(MerchantId);

    /// <summary>What people call it.</summary>
    public string HumanId { get; init; } = "";

    /// <summary>What was sent for it; only where one order is shown to staff.</summary>
    public IReadOnlyList<BlockDocumentView> Documents { get; init; } = [];

    internal static BlockOrderView Of(BlockOrder row, string merchantName = "") =>
        new(row.Id, row.Number, row.ClientId, row.MerchantId, merchantName, row.Side, row.Status)
    {
        SubMerchantNumber = row.SubMerchantNumber, SubMerchantName = row.SubMerchantName, Country = row.Country,
        FiatCurrency = row.FiatCurrency, Token = row.Token,
        Price = row.Price.ToString(), Reference = row.Reference.ToString(),
        Quantity = DecimalText.Format(row.QuantityMinor, row.AssetScale),
        FiatAmount = DecimalText.Format(row.FiatMinor, row.FiatScale), PaymentConfigId = row.PaymentConfigId,
        PaymentMethodNumber = row.PaymentMethodNumber,
        PayeeName = row.PayeeName, PayeeFields = FieldJson.Read(row.PayeeFields), TimeFrameMinutes = row.TimeFrameMinutes,
        TrackingNumber = row.TrackingNumber,
        Remark = row.Remark, DocumentCount = row.DocumentCount, CreatedAtUtc = row.CreatedAtUtc, ApprovedAtUtc = row.ApprovedAtUtc,
        ExpiresAtUtc = row.ExpiresAtUtc,
        PaidAtUtc = row.PaidAtUtc, EndedAtUtc = row.EndedAtUtc, UpdatedAtUtc = row.UpdatedAtUtc, Version = row.Version,
        HumanId = row.HumanId,
    };
}

/// <summary>How fields of payment methods are kept.</summary>
internal static class FieldJson
{
    public static string Write(IReadOnlyList<PaymentField> fields) => JsonSerializer.Serialize(fields, Pipeline.DeskJson.Options);

    public static IReadOnlyList<PaymentField> Read(string json) =>
        JsonSerializer.Deserialize<List<PaymentField>>(json, Pipeline.DeskJson.Options)!;
}

/// <summary>Numbers that this surface wants where the desk has ids; below 2^52, so that every reader keeps all digits.</summary>
internal static class WireIds
{
    public static long Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & 0xF_FFFF_FFFF_FFFE);
    }
}
