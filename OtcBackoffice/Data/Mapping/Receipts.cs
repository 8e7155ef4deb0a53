using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Data.Mapping;

internal sealed class ReceiptMapping : IEntityTypeConfiguration<Receipt>, IEntityTypeConfiguration<ReceiptAssignment>
{
    public void Configure(EntityTypeBuilder<Receipt> builder)
    {
        builder.ToTable("receipts");
        builder.Ignore(receipt => receipt.HumanId).Ignore(receipt => receipt.StatusName).Ignore(receipt => receipt.MerchantId)
            .Ignore(receipt => receipt.Claimed)
            .Ignore(receipt => receipt.AssetCode).Ignore(receipt => receipt.AmountText).Ignore(receipt => receipt.IsProvisional);
        // The identity of money from outside: told twice, it is one row.
        builder.HasIndex(receipt => new { receipt.Source, receipt.Account, receipt.ExternalId }).IsUnique();
        builder.HasIndex(receipt => receipt.Number).IsUnique();
        builder.HasIndex(receipt => new { receipt.Status, receipt.ReceivedAtUtc, receipt.Id });
        builder.HasIndex(receipt => new { receipt.ReceivedAtUtc, receipt.Id });
        builder.HasIndex(receipt => new { receipt.Asset, receipt.RemainingMinor }).HasFilter("status = 'unmatched'");
        builder.HasIndex(receipt => receipt.ReferenceKey).HasFilter("status = 'unmatched'");
        builder.HasIndex(receipt => receipt.PayerKey).HasFilter("status = 'unmatched'");
        builder.HasIndex(receipt => receipt.ExternalId);
        builder.HasIndex(receipt => receipt.ProvisionalId).HasFilter("provisional_id IS NOT NULL");
        builder.Property(receipt => receipt.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ReceiptAssignment> builder)
    {
        builder.ToTable("receipt_assignments");
        builder.HasOne<Receipt>().WithMany().HasForeignKey(row => row.ReceiptId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.ReceiptId, row.Move }).IsUnique();
        builder.HasIndex(row => row.RecordId);
        builder.HasIndex(row => row.AtUtc);
    }
}

internal sealed class MatchingMapping : IEntityTypeConfiguration<LearntSender>, IEntityTypeConfiguration<MatchingRulesRow>
{
    public void Configure(EntityTypeBuilder<LearntSender> builder)
    {
        builder.ToTable("learnt_senders");
        builder.HasIndex(row => row.SenderKey).HasFilter("withdrawn_at_utc IS NULL");
        builder.HasIndex(row => row.AssignmentId);
    }

    public void Configure(EntityTypeBuilder<MatchingRulesRow> builder)
    {
        builder.ToTable("matching_rules");
        builder.HasIndex(row => row.RulesVersion).IsUnique().HasFilter("rules_version IS NOT NULL");
    }
}

internal sealed class AlarmMapping : IEntityTypeConfiguration<Alarm>
{
    public void Configure(EntityTypeBuilder<Alarm> builder)
    {
        builder.ToTable("alarms");
        builder.HasIndex(alarm => alarm.UniqueKey).IsUnique();
        builder.HasIndex(alarm => new { alarm.OpenedAtUtc, alarm.Id });
        builder.HasIndex(alarm => alarm.SubjectId);
    }
}
