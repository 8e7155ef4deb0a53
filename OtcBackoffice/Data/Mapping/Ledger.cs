using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class LedgerAccountMapping : IEntityTypeConfiguration<LedgerAccountRow>
{
    public void Configure(EntityTypeBuilder<LedgerAccountRow> builder)
    {
        // The last guard against an overdrawn customer: the database itself refuses it.
        builder.ToTable("ledger_accounts", table => table.HasCheckConstraint(
            "ck_ledger_accounts_not_overdrawn", "may_not_be_overdrawn IN (false) OR credit_minor >= debit_minor"));
        builder.HasKey(account => account.Key);
        builder.HasIndex(account => account.OwnerId);
    }
}

internal sealed class LedgerEntryMapping : IEntityTypeConfiguration<LedgerEntryRow>
{
    public void Configure(EntityTypeBuilder<LedgerEntryRow> builder)
    {
        builder.ToTable("ledger_entries");
        // The key names its subject, so this holds it unique, and one index less is written with every entry.
        builder.HasIndex(entry => new { entry.SubjectId, entry.UniqueKey }).IsUnique();
        builder.HasIndex(entry => entry.AtUtc);
    }
}

internal sealed class LedgerPostingMapping : IEntityTypeConfiguration<LedgerPostingRow>
{
    public void Configure(EntityTypeBuilder<LedgerPostingRow> builder)
    {
        builder.ToTable("ledger_postings");
        builder.HasKey(posting => new { posting.EntryId, posting.Line });
        builder.HasOne<LedgerEntryRow>().WithMany().HasForeignKey(posting => posting.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(posting => posting.AccountKey);
    }
}

internal sealed class LedgerHealthMapping : IEntityTypeConfiguration<LedgerHealthRow>
{
    public void Configure(EntityTypeBuilder<LedgerHealthRow> builder)
    {
        builder.ToTable("ledger_health");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
