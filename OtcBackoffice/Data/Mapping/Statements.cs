using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class StatementMapping : IEntityTypeConfiguration<DeskAccount>, IEntityTypeConfiguration<StatementImportRow>,
    IEntityTypeConfiguration<BankStatementRow>, IEntityTypeConfiguration<StatementEntryRow>, IEntityTypeConfiguration<CsvMapRow>,
    IEntityTypeConfiguration<StatementMatchRow>
{
    public void Configure(EntityTypeBuilder<DeskAccount> builder)
    {
        builder.ToTable("desk_accounts");
        builder.HasIndex(account => new { account.PlainNumber, account.Currency }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<StatementImportRow> builder)
    {
        builder.ToTable("statement_imports");
        builder.HasIndex(import => new { import.Status, import.CreatedAtUtc });
        builder.HasIndex(import => import.Sha256);
    }

    public void Configure(EntityTypeBuilder<BankStatementRow> builder)
    {
        builder.ToTable("bank_statements");
        builder.HasIndex(statement => statement.ImportId);
        builder.HasIndex(statement => new { statement.AccountId, statement.ToDay, statement.Sequence });
        builder.HasIndex(statement => statement.Sequence).IsUnique();
    }

    public void Configure(EntityTypeBuilder<StatementEntryRow> builder)
    {
        // Not bank_statement_lines: that table holds the single credits of the first version.
        builder.ToTable("statement_entries");
        builder.HasIndex(entry => new { entry.StatementId, entry.LineNumber }).IsUnique();
        builder.HasIndex(entry => new { entry.AccountId, entry.Identity }).IsUnique();
        builder.HasIndex(entry => new { entry.AccountId, entry.Fingerprint });
        builder.HasIndex(entry => new { entry.AccountId, entry.BookingDate });
        builder.HasIndex(entry => entry.ReceiptId).HasFilter("receipt_id IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<StatementMatchRow> builder)
    {
        builder.ToTable("statement_matches");
        builder.HasKey(match => new { match.ImportId, match.Ordinal });
    }

    public void Configure(EntityTypeBuilder<CsvMapRow> builder)
    {
        builder.ToTable("csv_maps");
        builder.HasIndex(map => map.Name).IsUnique();
    }
}

internal sealed class ReconciliationMapping : IEntityTypeConfiguration<ReconciliationDayRow>, IEntityTypeConfiguration<ReconciledRecordRow>,
    IEntityTypeConfiguration<LedgerSnapshotRow>, IEntityTypeConfiguration<LedgerWatermarkRow>, IEntityTypeConfiguration<LedgerInvariantRow>
{
    public void Configure(EntityTypeBuilder<ReconciliationDayRow> builder)
    {
        builder.ToTable("reconciliation_days");
        builder.HasKey(day => new { day.AccountId, day.Day });
        builder.Property(day => day.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ReconciledRecordRow> builder)
    {
        builder.ToTable("reconciled_records");
        builder.HasKey(record => new { record.Kind, record.RecordId, record.AccountId, record.Day });
        builder.HasIndex(record => new { record.AccountId, record.Day });
    }

    public void Configure(EntityTypeBuilder<LedgerSnapshotRow> builder)
    {
        builder.ToTable("ledger_snapshots");
        builder.HasKey(row => row.AccountKey);
    }

    public void Configure(EntityTypeBuilder<LedgerWatermarkRow> builder)
    {
        builder.ToTable("ledger_watermark");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<LedgerInvariantRow> builder)
    {
        builder.ToTable("ledger_invariants");
        builder.HasKey(row => row.Name);
    }
}
