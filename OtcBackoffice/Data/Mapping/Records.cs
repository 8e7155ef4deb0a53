using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditRow>, IEntityTypeConfiguration<AuditSeal>,
    IEntityTypeConfiguration<AuditCheckpoint>,
    IEntityTypeConfiguration<RefusalCount>, IEntityTypeConfiguration<NameKeyRow>
{
    public void Configure(EntityTypeBuilder<RefusalCount> builder)
    {
        builder.ToTable("refusal_counts");
        builder.HasKey(row => new { row.ActorId, row.Command, row.EntityId, row.MinuteUtc });
        builder.HasIndex(row => new { row.ActorId, row.AtUtc });
    }

    public void Configure(EntityTypeBuilder<NameKeyRow> builder)
    {
        builder.ToTable("name_keys");
        builder.HasKey(row => new { row.Kind, row.Key });
        builder.HasIndex(row => new { row.Kind, row.Skeleton });
        builder.HasIndex(row => row.EntityId);
    }

    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit_log");
        builder.HasIndex(row => new { row.EntityId, row.Id });
        builder.HasIndex(row => new { row.ActorId, row.Id });
        builder.HasIndex(row => new { row.Action, row.Id });
    }

    public void Configure(EntityTypeBuilder<AuditSeal> builder)
    {
        builder.ToTable("audit_seals");
        builder.HasKey(seal => seal.Sequence);
        builder.Property(seal => seal.Sequence).ValueGeneratedNever();
        builder.HasIndex(seal => seal.AuditId).IsUnique();
    }

    public void Configure(EntityTypeBuilder<AuditCheckpoint> builder)
    {
        builder.ToTable("audit_checkpoints");
        builder.HasKey(checkpoint => checkpoint.Sequence);
        builder.Property(checkpoint => checkpoint.Sequence).ValueGeneratedNever();
    }
}

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxMessage>, IEntityTypeConfiguration<WebhookEndpoint>,
    IEntityTypeConfiguration<WebhookDelivery>, IEntityTypeConfiguration<WebhookAttempt>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_messages");
        builder.HasIndex(message => message.MessageId).IsUnique();
        builder.HasIndex(message => new { message.MerchantId, message.Id });
        builder.HasIndex(message => new { message.SubjectId, message.Id });
    }

    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("webhook_endpoints");
        builder.HasIndex(endpoint => endpoint.MerchantId);
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.HasIndex(delivery => new { delivery.MessageId, delivery.EndpointId }).IsUnique();
        builder.HasIndex(delivery => new { delivery.EndpointId, delivery.NextAttemptAtUtc }).HasFilter("state = 'pending'");
        builder.HasIndex(delivery => new { delivery.SubjectId, delivery.CreatedAtUtc });
        builder.HasIndex(delivery => new { delivery.CreatedAtUtc, delivery.Id });
        builder.HasIndex(delivery => delivery.ReplayId);
    }

    public void Configure(EntityTypeBuilder<WebhookAttempt> builder)
    {
        builder.ToTable("webhook_attempts");
        builder.HasIndex(attempt => new { attempt.DeliveryId, attempt.Number });
    }
}

internal sealed class DeskRecordMapping : IEntityTypeConfiguration<IdempotencyRecord>, IEntityTypeConfiguration<QueueCounter>,
    IEntityTypeConfiguration<NumberSequence>, IEntityTypeConfiguration<RevenueRollup>, IEntityTypeConfiguration<ClosedPeriod>,
    IEntityTypeConfiguration<ExportRow>, IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("idempotency_records");
        builder.HasKey(record => new { record.TenantId, record.Route, record.Key });
    }

    public void Configure(EntityTypeBuilder<QueueCounter> builder) => builder.ToTable("queue_counters").HasKey(counter => counter.Queue);

    public void Configure(EntityTypeBuilder<NumberSequence> builder) =>
        builder.ToTable("number_sequences").HasKey(sequence => sequence.Name);

    public void Configure(EntityTypeBuilder<RevenueRollup> builder)
    {
        builder.ToTable("revenue_rollups");
        builder.HasKey(row => new { row.Day, row.SubjectKind, row.MerchantId, row.Currency, row.Asset, row.OfficerId });
    }

    public void Configure(EntityTypeBuilder<ClosedPeriod> builder) => builder.ToTable("closed_periods").HasKey(period => period.Period);

    public void Configure(EntityTypeBuilder<ExportRow> builder)
    {
        builder.ToTable("exports");
        builder.HasIndex(export => new { export.Status, export.CreatedAtUtc });
    }

    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.ToTable("job_runs");
        builder.HasIndex(run => new { run.Job, run.Id });
    }
}

internal sealed class MailMapping : IEntityTypeConfiguration<MailRow>, IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<MailRow> builder)
    {
        builder.ToTable("mail_outbox");
        builder.HasIndex(mail => mail.NextAttemptAtUtc).HasFilter("state = 'pending'");
        builder.HasIndex(mail => new { mail.CreatedAtUtc, mail.Id });
    }

    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        // Two nodes that import the same file bring one key.
        builder.ToTable("data_protection_keys").HasIndex(key => key.FriendlyName).IsUnique();
    }
}

internal sealed class IdentityMapping : IEntityTypeConfiguration<BackofficeUser>, IEntityTypeConfiguration<IdentityRole<Guid>>,
    IEntityTypeConfiguration<IdentityUserRole<Guid>>, IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>,
    IEntityTypeConfiguration<IdentityRoleClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<BackofficeUser> builder)
    {
        builder.ToTable("users");
        builder.HasIndex(user => user.MerchantId);
    }

    public void Configure(EntityTypeBuilder<IdentityRole<Guid>> builder) => builder.ToTable("roles");

    public void Configure(EntityTypeBuilder<IdentityUserRole<Guid>> builder) => builder.ToTable("user_roles");

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("user_claims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) => builder.ToTable("user_logins");

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder) => builder.ToTable("user_tokens");

    public void Configure(EntityTypeBuilder<IdentityRoleClaim<Guid>> builder) => builder.ToTable("role_claims");
}
