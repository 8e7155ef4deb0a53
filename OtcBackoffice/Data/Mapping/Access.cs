using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Data.Mapping;

internal sealed class AccessMapping : IEntityTypeConfiguration<ApiCredential>, IEntityTypeConfiguration<UsedSignature>,
    IEntityTypeConfiguration<AddressBan>
{
    public void Configure(EntityTypeBuilder<ApiCredential> builder)
    {
        builder.ToTable("api_credentials");
        builder.HasIndex(credential => credential.KeyId).IsUnique();
        builder.HasIndex(credential => credential.OwnerUserId);
        builder.HasIndex(credential => credential.MerchantId);
        builder.Property(credential => credential.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<UsedSignature> builder)
    {
        builder.ToTable("used_signatures");
        builder.HasKey(row => new { row.CredentialId, row.Signature });
        builder.HasIndex(row => row.TimestampMs);
    }

    public void Configure(EntityTypeBuilder<AddressBan> builder)
    {
        builder.ToTable("address_bans");
        builder.HasIndex(ban => ban.Address).IsUnique();
        builder.HasIndex(ban => ban.UntilUtc);
        builder.Property(ban => ban.Version).IsConcurrencyToken();
    }
}
