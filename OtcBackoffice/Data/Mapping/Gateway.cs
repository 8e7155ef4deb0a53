using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Data.Mapping;

internal sealed class GatewayTenantMapping : IEntityTypeConfiguration<GatewayTenant>, IEntityTypeConfiguration<GatewayApp>,
    IEntityTypeConfiguration<GatewayWallet>
{
    public void Configure(EntityTypeBuilder<GatewayTenant> builder)
    {
        builder.ToTable("gateway_tenants");
        builder.HasKey(tenant => tenant.MerchantId);
        builder.Property(tenant => tenant.MerchantId).ValueGeneratedNever();
        builder.HasOne<Merchant>().WithMany().HasForeignKey(tenant => tenant.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(tenant => tenant.BasePath).IsUnique();
        builder.Property(tenant => tenant.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<GatewayApp> builder)
    {
        builder.ToTable("gateway_apps");
        builder.HasKey(app => app.Number);
        builder.Property(app => app.Number).ValueGeneratedNever();
        builder.HasIndex(app => app.CredentialId).IsUnique();
        builder.HasIndex(app => new { app.MerchantId, app.Number });
        builder.HasOne<ApiCredential>().WithMany().HasForeignKey(app => app.CredentialId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<GatewayWallet> builder)
    {
        builder.ToTable("gateway_wallets");
        builder.HasOne<Merchant>().WithMany().HasForeignKey(wallet => wallet.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(wallet => wallet.Number).IsUnique();
        builder.HasIndex(wallet => new { wallet.MerchantId, wallet.ExternalId }).IsUnique();
    }
}

internal sealed class GatewayPaymentMapping : IEntityTypeConfiguration<GatewayPayment>, IEntityTypeConfiguration<GatewayPaymentPart>,
    IEntityTypeConfiguration<GatewayException>, IEntityTypeConfiguration<GatewayRefund>, IEntityTypeConfiguration<GatewayPaymentLink>
{
    public void Configure(EntityTypeBuilder<GatewayPayment> builder)
    {
        builder.ToTable("gateway_payments");
        builder.Ignore(payment => payment.Coin).Ignore(payment => payment.HumanId).Ignore(payment
            => payment.NeededMinor).Ignore(payment => payment.IsOpen)
            .Ignore(payment => payment.LeftToPayMinor);
        builder.Property(payment => payment.ReturnedMinor).HasDefaultValue(0L);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(payment => payment.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(payment => payment.Number).IsUnique();
        builder.HasIndex(payment => payment.CheckoutToken).IsUnique();
        builder.HasIndex(payment => payment.Address);
        builder.HasIndex(payment => payment.OrderId).HasFilter("order_id IS NOT NULL");
        builder.HasIndex(payment => new { payment.KeyId, payment.AddressIndex }).IsUnique();
        builder.HasIndex(payment => new { payment.MerchantId, payment.CreatedAtUtc, payment.Id });
        builder.HasIndex(payment => new { payment.MerchantId, payment.OrderId });
        builder.HasIndex(payment => new { payment.Status, payment.ExpiresAtUtc });
        builder.HasIndex(payment => new { payment.Asset, payment.WatchedUntilUtc });
        builder.Property(payment => payment.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<GatewayPaymentPart> builder)
    {
        builder.ToTable("gateway_payment_parts");
        builder.Property(part => part.FinalMinor).HasDefaultValue(0L);
        builder.HasIndex(part => new { part.PaymentId, part.SeenAtUtc });
        builder.HasIndex(part => part.TxHash);
        builder.HasIndex(part => new { part.Network, part.TxHash, part.PaymentId, part.Asset }).IsUnique();
        builder.HasOne<GatewayPayment>().WithMany().HasForeignKey(part => part.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<GatewayException> builder)
    {
        builder.ToTable("gateway_exceptions");
        builder.Ignore(exception => exception.Claimed).Ignore(exception => exception.LeftMinor).Ignore(exception => exception.Exits);
        builder.HasIndex(exception => new { exception.PaymentId, exception.OpenedAtUtc });
        builder.HasIndex(exception => new { exception.Exit, exception.DueAtUtc });
        builder.HasOne<GatewayPayment>().WithMany().HasForeignKey(exception => exception.PaymentId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(exception => exception.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<GatewayRefund> builder)
    {
        builder.ToTable("gateway_refunds");
        builder.HasIndex(refund => new { refund.Status, refund.CreatedAtUtc });
        builder.HasIndex(refund => refund.ExceptionId);
        builder.Property(refund => refund.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<GatewayPaymentLink> builder)
    {
        builder.ToTable("gateway_payment_links");
        builder.HasIndex(link => link.Token).IsUnique();
        builder.HasIndex(link => link.Number).IsUnique();
        builder.HasIndex(link => new { link.MerchantId, link.CreatedAtUtc });
        // Two payers of the last payment: one of them is told that there is none left.
        builder.Property(link => link.PaymentsMade).IsConcurrencyToken();
    }
}

internal sealed class GatewayMoneyMapping : IEntityTypeConfiguration<GatewayWithdrawal>, IEntityTypeConfiguration<GatewayTransfer>,
    IEntityTypeConfiguration<GatewayHistoryRow>, IEntityTypeConfiguration<GatewayBatch>, IEntityTypeConfiguration<GatewayBatchRow>
{
    public void Configure(EntityTypeBuilder<GatewayWithdrawal> builder)
    {
        builder.ToTable("gateway_withdrawals");
        builder.Ignore(withdrawal => withdrawal.Coin).Ignore(withdrawal => withdrawal.HumanId).Ignore(withdrawal => withdrawal.Claimed)
            .Ignore(withdrawal => withdrawal.FeeMinor).Ignore(withdrawal => withdrawal.TotalMinor);
        builder.HasOne<Merchant>().WithMany().HasForeignKey(withdrawal => withdrawal.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(withdrawal => withdrawal.Number).IsUnique();
        builder.HasIndex(withdrawal => withdrawal.TxHash).HasFilter("tx_hash IS NOT NULL");
        builder.HasIndex(withdrawal => withdrawal.Address);
        builder.HasIndex(withdrawal => withdrawal.CustomId).HasFilter("custom_id IS NOT NULL");
        builder.HasIndex(withdrawal => new { withdrawal.MerchantId, withdrawal.CustomId }).IsUnique();
        builder.HasIndex(withdrawal => new { withdrawal.MerchantId, withdrawal.CreatedAtUtc, withdrawal.Id });
        builder.HasIndex(withdrawal => new { withdrawal.Status, withdrawal.CreatedAtUtc, withdrawal.Id });
        builder.HasIndex(withdrawal => withdrawal.BatchId);
        builder.Property(withdrawal => withdrawal.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<GatewayTransfer> builder)
    {
        builder.ToTable("gateway_transfers");
        builder.Ignore(transfer => transfer.HumanId).Ignore(transfer => transfer.TransferId).Ignore(transfer => transfer.FromPart)
            .Ignore(transfer => transfer.ToPart);
        builder.HasIndex(transfer => transfer.Number).IsUnique();
        builder.HasIndex(transfer => new { transfer.WalletId, transfer.CreatedAtUtc, transfer.Id });
        builder.HasIndex(transfer => new { transfer.Status, transfer.CreatedAtUtc });
        builder.HasOne<GatewayWallet>().WithMany().HasForeignKey(transfer => transfer.WalletId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(transfer => transfer.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<GatewayHistoryRow> builder)
    {
        builder.ToTable("gateway_history");
        builder.HasIndex(row => new { row.MerchantId, row.Id });
    }

    public void Configure(EntityTypeBuilder<GatewayBatch> builder)
    {
        builder.ToTable("gateway_batches");
        builder.Ignore(batch => batch.HumanId).Ignore(batch => batch.StatusName);
        builder.HasIndex(batch => new { batch.MerchantId, batch.CreatedAtUtc });
        builder.HasIndex(batch => new { batch.Status, batch.CreatedAtUtc });
        builder.Property(batch => batch.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<GatewayBatchRow> builder)
    {
        builder.ToTable("gateway_batch_rows");
        builder.HasKey(row => new { row.BatchId, row.Row });
        // Two nodes at one row: the second finds it done.
        builder.Property(row => row.WithdrawalId).IsConcurrencyToken();
        builder.Property(row => row.ErrorCode).IsConcurrencyToken();
    }
}

internal sealed class GatewayKeyMapping : IEntityTypeConfiguration<GatewayKey>
{
    public void Configure(EntityTypeBuilder<GatewayKey> builder)
    {
        builder.ToTable("gateway_keys");
        builder.Ignore(key => key.Gap).Ignore(key => key.StatusName);
        builder.HasIndex(key => new { key.Chain, key.ExtendedPublicKey }).IsUnique();
        builder.HasIndex(key => new { key.Chain, key.Status });
        builder.Property(key => key.Version).IsConcurrencyToken();
    }
}
