using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Data.Conventions;

/// <summary>
/// Instants are whole milliseconds since 1970 in both databases, so that both order, compare and round them alike.
/// </summary>
internal sealed class UtcMillisConverter() : ValueConverter<DateTime, long>(
    value => UtcMillis.From(value), value => UtcMillis.To(value));

/// <summary>The same for the few offsets that Identity keeps.</summary>
internal sealed class OffsetMillisConverter() : ValueConverter<DateTimeOffset, long>(
    value => value.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));

/// <summary>Between instants and the whole milliseconds of the database.</summary>
internal static class UtcMillis
{
    /// <summary>Milliseconds since 1970.</summary>
    public static long From(DateTime value) => (value.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    /// <summary>The instant, of kind UTC.</summary>
    public static DateTime To(long millis) => DateTime.UnixEpoch.AddTicks(millis * TimeSpan.TicksPerMillisecond);
}

/// <summary>Enums are lower snake case text: readable in the database, and safe against reordering of members.</summary>
internal sealed class SnakeEnumConverter<T>() : ValueConverter<T, string>(value => Names.Snake(value), text => Parse(text))
    where T : struct, Enum
{
    private static T Parse(string text) => Names.TryParse<T>(text, out var value)
        ? value
        : throw new InvalidOperationException($"'{text}' is no {typeof(T).Name}.");
}

/// <summary>Rates are exact decimal text.</summary>
internal sealed class RateConverter() : ValueConverter<Rate, string>(value => value.ToString(), text => Parse(text))
{
    private static Rate Parse(string text) =>
        Rate.TryParse(text, out var rate) ? rate : throw new InvalidOperationException($"'{text}' is no rate.");
}

internal static class ConversionsExtensions
{
    /// <summary>Applies the conversions to every property of the model.</summary>
    public static void UseHouseConversions(this ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTime>().HaveConversion<UtcMillisConverter>();
        configuration.Properties<DateTimeOffset>().HaveConversion<OffsetMillisConverter>();
        configuration.Properties<Rate>().HaveConversion<RateConverter>();
        foreach (var type in typeof(Rate).Assembly.GetTypes().Where(type => type.IsEnum && type.IsPublic))
        {
            configuration.Properties(type).HaveConversion(typeof(SnakeEnumConverter<>).MakeGenericType(type));
        }
    }
}
