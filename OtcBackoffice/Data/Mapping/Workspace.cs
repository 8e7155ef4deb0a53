using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class HeldDecisionMapping : IEntityTypeConfiguration<HeldDecision>
{
    public void Configure(EntityTypeBuilder<HeldDecision> builder)
    {
        builder.ToTable("held_decisions");
        builder.HasIndex(row => row.RecordId).IsUnique().HasFilter("state = 'held'");
        builder.HasIndex(row => row.UntilUtc).HasFilter("state = 'held'");
        builder.HasIndex(row => new { row.ActorId, row.TakenAtUtc });
        builder.Property(row => row.Version).IsConcurrencyToken();
    }
}

internal sealed class RecordWorkMapping : IEntityTypeConfiguration<RecordSnooze>, IEntityTypeConfiguration<RecordNote>,
    IEntityTypeConfiguration<RecordFollow>
{
    public void Configure(EntityTypeBuilder<RecordSnooze> builder)
    {
        builder.ToTable("record_snoozes");
        builder.HasKey(row => row.RecordId);
        builder.HasIndex(row => row.UntilUtc).HasFilter("woken_at_utc IS NULL");
    }

    public void Configure(EntityTypeBuilder<RecordNote> builder)
    {
        builder.ToTable("record_notes");
        builder.HasIndex(row => new { row.RecordId, row.AtUtc });
    }

    public void Configure(EntityTypeBuilder<RecordFollow> builder)
    {
        builder.ToTable("record_follows");
        builder.HasKey(row => new { row.RecordId, row.PersonId });
        builder.HasIndex(row => row.PersonId);
    }
}

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>, IEntityTypeConfiguration<NotificationPreference>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.HasIndex(row => new { row.PersonId, row.AtUtc, row.Id });
        builder.HasIndex(row => row.PersonId).HasFilter("read_at_utc IS NULL").HasDatabaseName("ix_notifications_unread");
        builder.HasIndex(row => row.AtUtc).HasFilter("mailed_at_utc IS NULL AND mail <> ''");
    }

    public void Configure(EntityTypeBuilder<NotificationPreference> builder)
    {
        builder.ToTable("notification_preferences");
        builder.HasKey(row => new { row.PersonId, row.Event });
    }
}

internal sealed class SavedViewMapping : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_views");
        builder.HasIndex(row => new { row.Queue, row.OwnerId });
    }
}
