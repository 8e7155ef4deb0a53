using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Data.Mapping;

internal sealed class FiatCurrencyMapping : IEntityTypeConfiguration<FiatCurrency>
{
    public void Configure(EntityTypeBuilder<FiatCurrency> builder)
    {
        builder.ToTable("fiat_currencies");
        builder.Ignore(currency => currency.Code);
        builder.Property(currency => currency.IsoCode).HasMaxLength(3);
        builder.HasIndex(currency => currency.IsoCode).IsUnique();
        builder.Property(currency => currency.Version).IsConcurrencyToken();
    }
}

internal sealed class PricingProfileMapping : IEntityTypeConfiguration<PricingProfile>
{
    public void Configure(EntityTypeBuilder<PricingProfile> builder)
    {
        builder.ToTable("pricing_profiles");
        builder.Ignore(profile => profile.Scope).Ignore(profile => profile.Terms);
        builder.HasIndex(profile => new { profile.FlowType, profile.OtcType, profile.Asset, profile.FiatCurrency });
        builder.Property(profile => profile.Version).IsConcurrencyToken();
    }
}

internal sealed class FxQuoteMapping : IEntityTypeConfiguration<FxQuote>
{
    public void Configure(EntityTypeBuilder<FxQuote> builder)
    {
        builder.ToTable("fx_rate_quotes");
        builder.Ignore(quote => quote.Scope).Ignore(quote => quote.Terms);
        builder.HasIndex(quote => new { quote.FlowType, quote.OtcType, quote.Asset, quote.FiatCurrency, quote.CreatedAtUtc });
        builder.Property(quote => quote.Version).IsConcurrencyToken();
    }
}
