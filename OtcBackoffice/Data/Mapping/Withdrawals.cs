using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Data.Mapping;

internal sealed class WithdrawalMapping : IEntityTypeConfiguration<Withdrawal>
{
    public void Configure(EntityTypeBuilder<Withdrawal> builder)
    {
        builder.ToTable("otc_withdrawals");
        builder.Ignore(withdrawal => withdrawal.AssetInfo).Ignore(withdrawal => withdrawal.HumanId)
            .Ignore(withdrawal => withdrawal.FiatRemainderMinor);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(withdrawal => withdrawal.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(withdrawal => withdrawal.Number).IsUnique();
        builder.HasIndex(withdrawal => withdrawal.PaymentReference).HasFilter("payment_reference IS NOT NULL");
        builder.HasIndex(withdrawal => new { withdrawal.Status, withdrawal.CreatedAtUtc, withdrawal.Id });
        builder.HasIndex(withdrawal => new { withdrawal.CreatedAtUtc, withdrawal.Id });
        builder.HasIndex(withdrawal => new { withdrawal.MerchantId, withdrawal.CreatedAtUtc, withdrawal.Id });
        builder.Property(withdrawal => withdrawal.Version).IsConcurrencyToken();
    }
}

internal sealed class CustodyReceiptMapping : IEntityTypeConfiguration<CustodyReceipt>, IEntityTypeConfiguration<ChainScan>
{
    public void Configure(EntityTypeBuilder<CustodyReceipt> builder)
    {
        builder.ToTable("custody_receipts");
        builder.HasIndex(receipt => new { receipt.Network, receipt.TxHash, receipt.Address, receipt.Asset }).IsUnique();
        builder.HasIndex(receipt => new { receipt.MerchantId, receipt.CreditedAtUtc });
    }

    public void Configure(EntityTypeBuilder<ChainScan> builder)
    {
        builder.ToTable("chain_scans");
        builder.HasKey(scan => scan.Network);
    }
}
