using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class RateMapping : IEntityTypeConfiguration<ReferenceRateRow>, IEntityTypeConfiguration<RateGuardRow>
{
    public void Configure(EntityTypeBuilder<ReferenceRateRow> builder)
    {
        builder.ToTable("reference_rates");
        builder.HasKey(row => new { row.BaseCode, row.QuoteCode, row.Source });
    }

    public void Configure(EntityTypeBuilder<RateGuardRow> builder)
    {
        builder.ToTable("rate_guards");
        builder.HasKey(row => new { row.BaseCode, row.QuoteCode });
    }
}
