using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class NodesMapping
    : IEntityTypeConfiguration<NodeRow>, IEntityTypeConfiguration<PresenceRow>, IEntityTypeConfiguration<LeaseRow>,
    IEntityTypeConfiguration<SealedKeyRow>, IEntityTypeConfiguration<SignalVersionRow>, IEntityTypeConfiguration<SandboxClockRow>,
    IEntityTypeConfiguration<SandboxEntryRow>
{
    public void Configure(EntityTypeBuilder<NodeRow> builder)
    {
        builder.ToTable("nodes");
        builder.HasKey(row => row.Name);
    }

    public void Configure(EntityTypeBuilder<PresenceRow> builder)
    {
        builder.ToTable("presences");
        builder.HasKey(row => row.Seat);
        builder.HasIndex(row => row.UntilUtc);
    }

    public void Configure(EntityTypeBuilder<LeaseRow> builder)
    {
        builder.ToTable("leases");
        builder.HasKey(row => row.Name);
    }

    public void Configure(EntityTypeBuilder<SealedKeyRow> builder)
    {
        builder.ToTable("sealed_keys");
        builder.HasKey(row => row.Name);
    }

    public void Configure(EntityTypeBuilder<SignalVersionRow> builder)
    {
        builder.ToTable("signal_versions");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<SandboxClockRow> builder)
    {
        builder.ToTable("sandbox_clocks");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<SandboxEntryRow> builder)
    {
        builder.ToTable("sandbox_entries");
        builder.HasKey(row => new { row.Stream, row.Number });
    }
}
