using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class ApprovalMapping : IEntityTypeConfiguration<StoredCommand>, IEntityTypeConfiguration<ApprovalVote>,
    IEntityTypeConfiguration<PolicyRow>,
    IEntityTypeConfiguration<PolicyDecisionRow>, IEntityTypeConfiguration<DeskSettingRow>
{
    public void Configure(EntityTypeBuilder<StoredCommand> builder)
    {
        builder.ToTable("approval_requests");
        builder.HasIndex(request => new { request.Status, request.CreatedAtUtc });
        builder.HasIndex(request => request.EntityId);
        builder.Property(request => request.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ApprovalVote> builder)
    {
        builder.ToTable("approval_votes");
        builder.HasKey(vote => new { vote.ApprovalId, vote.PersonId });
    }

    public void Configure(EntityTypeBuilder<PolicyRow> builder)
    {
        builder.ToTable("approval_policies");
        builder.HasIndex(policy => policy.PolicyVersion).IsUnique();
        builder.Property(policy => policy.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<PolicyDecisionRow> builder)
    {
        builder.ToTable("policy_decisions");

        // The rolling sum of one person for one merchant, and the replay of the last days.
        builder.HasIndex(decision => new { decision.ActorId, decision.MerchantId, decision.EffectAtUtc });
        builder.HasIndex(decision => decision.AtUtc);
        builder.HasIndex(decision => decision.ApprovalId).HasFilter("approval_id IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<DeskSettingRow> builder)
    {
        builder.ToTable("desk_settings");
        builder.HasKey(setting => setting.Name);
        builder.Property(setting => setting.Version).IsConcurrencyToken();
    }
}
