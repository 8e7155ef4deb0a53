using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Data.Mapping;

internal sealed class OrderMapping : IEntityTypeConfiguration<OrderRow>, IEntityTypeConfiguration<CustomerStandingRow>
{
    public void Configure(EntityTypeBuilder<OrderRow> builder)
    {
        builder.ToTable("orders");
        builder.Property(order => order.Id).ValueGeneratedNever();
        builder.HasIndex(order => new { order.MerchantId, order.CreatedAtUtc, order.Id });
        builder.HasIndex(order => new { order.MerchantId, order.Status, order.CreatedAtUtc });
        builder.HasIndex(order => new { order.CustomerId, order.CreatedAtUtc });
    }

    public void Configure(EntityTypeBuilder<CustomerStandingRow> builder)
    {
        builder.ToTable("customer_standings");
        builder.HasKey(standing => standing.CustomerId);
    }
}
