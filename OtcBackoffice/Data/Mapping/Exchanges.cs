using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Data.Mapping;

internal sealed class ExchangeMapping : IEntityTypeConfiguration<ExchangeOrder>, IEntityTypeConfiguration<FiatAccount>
{
    public void Configure(EntityTypeBuilder<ExchangeOrder> builder)
    {
        builder.ToTable("otc_exchanges");
        builder.Ignore(order => order.AssetInfo).Ignore(order => order.HumanId).Ignore(order => order.SourceCurrency)
            .Ignore(order => order.DestinationCurrency)
            .Ignore(order => order.SourceScale).Ignore(order => order.DestinationScale).Ignore(order => order.UsdcMinor)
            .Ignore(order => order.NotionalUsdCents);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(order => order.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(order => order.Number).IsUnique();
        builder.HasIndex(order => order.TxHash).HasFilter("tx_hash IS NOT NULL");
        builder.HasIndex(order => new { order.MerchantId, order.CreatedAtUtc, order.Id });
        builder.HasIndex(order => new { order.CreatedAtUtc, order.Id });
        builder.HasIndex(order => new { order.Status, order.QuoteExpiresAtUtc });
        builder.HasIndex(order => order.TransferId).IsUnique();
        builder.Property(order => order.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<FiatAccount> builder)
    {
        builder.ToTable("fiat_accounts");
        builder.HasIndex(account => account.MerchantId);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(account => account.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(account => account.Version).IsConcurrencyToken();
    }
}
