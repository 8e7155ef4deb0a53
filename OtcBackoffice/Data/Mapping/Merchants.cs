using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Data.Mapping;

internal sealed class MerchantMapping : IEntityTypeConfiguration<Merchant>
{
    public void Configure(EntityTypeBuilder<Merchant> builder)
    {
        builder.ToTable("merchants");
        builder.HasIndex(merchant => merchant.Name).IsUnique();
        builder.HasIndex(merchant => merchant.ParentId);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(merchant => merchant.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(merchant => merchant.Version).IsConcurrencyToken();
    }
}

internal sealed class WalletMapping : IEntityTypeConfiguration<Wallet>
{
    public void Configure(EntityTypeBuilder<Wallet> builder)
    {
        builder.ToTable("wallets");
        builder.HasIndex(wallet => new { wallet.MerchantId, wallet.Network, wallet.Address }).IsUnique();
        builder.HasIndex(wallet => wallet.Address);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(wallet => wallet.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(wallet => wallet.Version).IsConcurrencyToken();
    }
}
