using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.BlockTrades;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Data.Mapping;

internal sealed class BlockOrderMapping : IEntityTypeConfiguration<BlockOrder>, IEntityTypeConfiguration<BlockDocumentRow>,
    IEntityTypeConfiguration<MerchantTransferRow>
{
    public void Configure(EntityTypeBuilder<BlockOrder> builder)
    {
        builder.ToTable("block_orders");
        builder.Ignore(order => order.HumanId).Ignore(order => order.NotionalUsdCents);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(order => order.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(order => order.Number).IsUnique();
        builder.HasIndex(order => order.ClientId);
        builder.HasIndex(order => new { order.MerchantId, order.ClientId }).IsUnique();
        builder.HasIndex(order => new { order.MerchantId, order.CreatedAtUtc, order.Id });
        builder.HasIndex(order => new { order.Status, order.CreatedAtUtc, order.Id });
        builder.HasIndex(order => new { order.Status, order.ExpiresAtUtc });
        builder.Property(order => order.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<BlockDocumentRow> builder)
    {
        builder.ToTable("block_documents");
        builder.HasKey(row => row.FileId);
        builder.HasIndex(row => row.OrderId);
    }

    public void Configure(EntityTypeBuilder<MerchantTransferRow> builder)
    {
        builder.ToTable("merchant_transfers");
        builder.HasIndex(row => row.Number).IsUnique();
        builder.HasIndex(row => row.OrderId);
        builder.HasIndex(row => new { row.MerchantId, row.CreatedAtUtc, row.Id });
    }
}

internal sealed class TradeCatalogueMapping : IEntityTypeConfiguration<TradeCountry>, IEntityTypeConfiguration<TradePair>,
    IEntityTypeConfiguration<CustomerSpread>
{
    public void Configure(EntityTypeBuilder<TradeCountry> builder)
    {
        builder.ToTable("trade_countries");
        builder.HasIndex(country => country.Name).IsUnique();
        builder.Property(country => country.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<TradePair> builder)
    {
        builder.ToTable("trade_pairs");
        builder.HasIndex(pair => new { pair.Country, pair.FiatCurrency, pair.Token }).IsUnique();
        builder.Property(pair => pair.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<CustomerSpread> builder)
    {
        builder.ToTable("customer_spreads");
        builder.HasIndex(spread => new { spread.MerchantId, spread.PairId }).IsUnique();
    }
}

internal sealed class PaymentMapping : IEntityTypeConfiguration<PaymentMethod>, IEntityTypeConfiguration<SubMerchant>
{
    public void Configure(EntityTypeBuilder<PaymentMethod> builder)
    {
        builder.ToTable("payment_methods");
        builder.HasIndex(method => method.Number).IsUnique();
        builder.HasIndex(method => new { method.MerchantId, method.SubMerchantId, method.Number });
        builder.HasIndex(method => new { method.Status, method.CreatedAtUtc });
        builder.Property(method => method.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<SubMerchant> builder)
    {
        builder.ToTable("sub_merchants");
        builder.HasIndex(one => one.Number).IsUnique();
        builder.HasIndex(one => one.Name).IsUnique();
        builder.HasIndex(one => one.Email).IsUnique();
        builder.HasIndex(one => one.MerchantId);
        builder.HasIndex(one => new { one.Status, one.CreatedAtUtc });
        builder.Property(one => one.Version).IsConcurrencyToken();
    }
}
