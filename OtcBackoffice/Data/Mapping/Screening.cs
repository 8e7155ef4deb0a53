using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Data.Mapping;

internal sealed class ScreeningMapping : IEntityTypeConfiguration<ScreeningVerdictRow>, IEntityTypeConfiguration<ScreeningCase>,
    IEntityTypeConfiguration<ScreeningCaseRecord>, IEntityTypeConfiguration<ScreeningCaseNote>
{
    public void Configure(EntityTypeBuilder<ScreeningVerdictRow> builder)
    {
        builder.ToTable("screening_verdicts");
        builder.HasIndex(row => new { row.AskedAtUtc, row.Id });
        builder.HasIndex(row => new { row.RecordId, row.SubjectKey, row.AskedAtUtc });
    }

    public void Configure(EntityTypeBuilder<ScreeningCase> builder)
    {
        builder.ToTable("screening_cases");
        builder.Ignore(one => one.HumanId).Ignore(one => one.Claimed);
        builder.HasIndex(one => one.Number).IsUnique();
        builder.HasIndex(one => new { one.SubjectKey, one.Status });
        // One open case for a subject: two records that are asked about at once lie on the same one.
        builder.HasIndex(one => one.SubjectKey).IsUnique().HasFilter("status = 'open'").HasDatabaseName("ix_screening_cases_one_open");
        builder.HasIndex(one => new { one.OpenedAtUtc, one.Id });
        builder.Property(one => one.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ScreeningCaseRecord> builder)
    {
        builder.ToTable("screening_case_records");
        builder.HasKey(row => new { row.CaseId, row.RecordId });
        builder.HasIndex(row => row.RecordId);
        builder.HasOne<ScreeningCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ScreeningCaseNote> builder)
    {
        builder.ToTable("screening_case_notes");
        builder.HasIndex(row => new { row.CaseId, row.AtUtc });
        builder.HasOne<ScreeningCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TravelMapping : IEntityTypeConfiguration<TravelParty>, IEntityTypeConfiguration<WalletOwner>
{
    public void Configure(EntityTypeBuilder<TravelParty> builder)
    {
        builder.ToTable("travel_parties");
        builder.HasKey(row => row.MerchantId);
        builder.HasOne<Merchant>().WithOne().HasForeignKey<TravelParty>(row => row.MerchantId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(row => row.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<WalletOwner> builder)
    {
        builder.ToTable("wallet_owners");
        builder.HasKey(row => row.WalletId);
        builder.HasOne<Wallet>().WithOne().HasForeignKey<WalletOwner>(row => row.WalletId).OnDelete(DeleteBehavior.Cascade);
    }
}
