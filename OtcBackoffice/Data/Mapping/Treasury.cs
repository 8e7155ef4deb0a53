using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Data.Mapping;

internal sealed class ProposalMapping : IEntityTypeConfiguration<Proposal>
{
    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("multisig_proposals");
        builder.HasIndex(proposal => proposal.Number).IsUnique();
        builder.HasIndex(proposal => proposal.DepositId);
        builder.HasIndex(proposal => new { proposal.Status, proposal.CreatedAtUtc, proposal.Id });
        builder.Property(proposal => proposal.Version).IsConcurrencyToken();
        builder.HasMany(proposal => proposal.Signatures).WithOne().HasForeignKey(signature => signature.ProposalId);
        builder.Navigation(proposal => proposal.Signatures).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
    }
}

internal sealed class ProposalSignatureMapping : IEntityTypeConfiguration<ProposalSignature>
{
    public void Configure(EntityTypeBuilder<ProposalSignature> builder)
    {
        builder.ToTable("multisig_signatures");
        builder.Property(signature => signature.Id).ValueGeneratedNever();
        builder.HasIndex(signature => new { signature.ProposalId, signature.PersonId }).IsUnique();
    }
}

internal sealed class TreasuryWalletMapping : IEntityTypeConfiguration<TreasuryWallet>
{
    public void Configure(EntityTypeBuilder<TreasuryWallet> builder)
    {
        builder.ToTable("treasury_wallets");
        builder.HasIndex(wallet => new { wallet.Network, wallet.Address }).IsUnique();
        builder.HasMany(wallet => wallet.Signers).WithOne().HasForeignKey(signer => signer.TreasuryWalletId);
        builder.Navigation(wallet => wallet.Signers).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
    }
}

internal sealed class TreasurySignerMapping : IEntityTypeConfiguration<TreasurySigner>
{
    public void Configure(EntityTypeBuilder<TreasurySigner> builder)
    {
        builder.ToTable("treasury_signers");
        builder.HasKey(signer => new { signer.TreasuryWalletId, signer.PersonId });
    }
}

internal sealed class TransferMapping : IEntityTypeConfiguration<Transfer>
{
    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        builder.ToTable("transfers");
        builder.HasIndex(transfer => transfer.ProposalId).IsUnique();
        builder.HasIndex(transfer => transfer.DepositId);
        builder.HasIndex(transfer => transfer.Status);
        builder.HasIndex(transfer => transfer.TxHash).IsUnique();
        builder.Property(transfer => transfer.Version).IsConcurrencyToken();
    }
}

internal sealed class LiquiditySnapshotMapping : IEntityTypeConfiguration<LiquiditySnapshot>
{
    public void Configure(EntityTypeBuilder<LiquiditySnapshot> builder)
    {
        builder.ToTable("liquidity_snapshots");
        builder.HasKey(row => new { row.TreasuryWalletId, row.Asset });
    }
}

internal sealed class LiquidityMinimumMapping : IEntityTypeConfiguration<LiquidityMinimum>
{
    public void Configure(EntityTypeBuilder<LiquidityMinimum> builder)
    {
        builder.ToTable("liquidity_minimums");
        builder.HasKey(row => row.Asset);
    }
}
