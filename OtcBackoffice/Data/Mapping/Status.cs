using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class ProbeMapping : IEntityTypeConfiguration<ProbeMinute>, IEntityTypeConfiguration<ProbeDay>
{
    public void Configure(EntityTypeBuilder<ProbeMinute> builder)
    {
        builder.ToTable("probe_minutes");
        builder.HasKey(minute => new { minute.MinuteUtc, minute.Component });
    }

    public void Configure(EntityTypeBuilder<ProbeDay> builder)
    {
        builder.ToTable("probe_days");
        builder.HasKey(day => new { day.Day, day.Component });
    }
}

internal sealed class IncidentMapping : IEntityTypeConfiguration<StatusIncident>, IEntityTypeConfiguration<StatusIncidentUpdate>,
    IEntityTypeConfiguration<StatusSubscriber>
{
    public void Configure(EntityTypeBuilder<StatusIncident> builder)
    {
        builder.ToTable("status_incidents");
        builder.HasIndex(incident => new { incident.OpenedAtUtc, incident.Id });
        builder.Property(incident => incident.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<StatusIncidentUpdate> builder)
    {
        builder.ToTable("status_incident_updates");
        builder.HasIndex(update => new { update.IncidentId, update.AtUtc });
        builder.HasOne<StatusIncident>().WithMany().HasForeignKey(update => update.IncidentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StatusSubscriber> builder)
    {
        builder.ToTable("status_subscribers");
        builder.HasIndex(subscriber => subscriber.Email).IsUnique();
        builder.HasIndex(subscriber => subscriber.State);
    }
}

internal sealed class IntegratorMapping : IEntityTypeConfiguration<AccessRequest>, IEntityTypeConfiguration<KeyRequest>,
    IEntityTypeConfiguration<WebhookReplay>
{
    public void Configure(EntityTypeBuilder<AccessRequest> builder)
    {
        builder.ToTable("access_requests");
        builder.HasIndex(request => new { request.CreatedAtUtc, request.Id });
        builder.HasIndex(request => new { request.Email, request.Status });
        builder.Property(request => request.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<KeyRequest> builder)
    {
        builder.ToTable("key_requests");
        builder.HasIndex(request => new { request.CredentialId, request.Id });
        builder.HasIndex(request => request.RequestId);
        builder.HasIndex(request => request.AtUtc);
        builder.HasIndex(request => new { request.CredentialId, request.AtUtc }).HasFilter("error_code IS NOT NULL");
        builder.Property(request => request.Route).HasDefaultValue("");
    }

    public void Configure(EntityTypeBuilder<WebhookReplay> builder)
    {
        builder.ToTable("webhook_replays");
        builder.HasIndex(replay => replay.State).HasFilter("state = 'running'");
    }
}
