using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class PeopleMapping : IEntityTypeConfiguration<UserSession>, IEntityTypeConfiguration<OneTimeLink>,
    IEntityTypeConfiguration<RecoveryCode>, IEntityTypeConfiguration<SpentChallenge>, IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("user_sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.HasIndex(session => new { session.UserId, session.EndedAtUtc });
    }

    public void Configure(EntityTypeBuilder<OneTimeLink> builder)
    {
        builder.ToTable("one_time_links");
        builder.Property(link => link.Id).ValueGeneratedNever();
        builder.HasIndex(link => link.SecretSha256).IsUnique();
        builder.HasIndex(link => link.UserId);
    }

    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.Property(code => code.Id).ValueGeneratedNever();
        builder.HasIndex(code => new { code.UserId, code.CodeSha256 }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SpentChallenge> builder)
    {
        builder.ToTable("spent_challenges");
        builder.HasKey(challenge => challenge.ChallengeSha256);
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("user_passkeys");
        builder.HasKey(passkey => passkey.CredentialId);
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(1024);
        builder.HasIndex(passkey => passkey.UserId);
        builder.HasOne<BackofficeUser>().WithMany().HasForeignKey(passkey => passkey.UserId).IsRequired();
        builder.OwnsOne(passkey => passkey.Data).ToJson("data");
    }
}
