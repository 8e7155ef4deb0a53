using System.Reflection;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Tests.Support;

/// <summary>Deposits with any values, for tests of how they are kept and read; no lifecycle would let them come about.</summary>
internal static class MadeDeposits
{
    public static readonly DateTime Noon = new(2026, 3, 16, 12, 0, 0, 123, DateTimeKind.Utc);

    /// <summary>Every property that the database keeps.</summary>
    public static readonly PropertyInfo[] Stored = [.. typeof(Deposit).GetProperties().Where(property => property.SetMethod is not null)];

    /// <summary>A deposit with a value of its own in every property, or with nothing where nothing may be.</summary>
    public static Deposit Made(Guid merchant, bool filled)
    {
        var deposit = (Deposit)Activator.CreateInstance(typeof(Deposit), nonPublic: true)!;
        for (var index = 0; index < Stored.Length; index++)
        {
            var isOptional = new NullabilityInfoContext().Create(Stored[index]).ReadState == NullabilityState.Nullable;
            Stored[index].SetValue(deposit,
                isOptional && !filled ? null
                : Value(Nullable.GetUnderlyingType(Stored[index].PropertyType) ?? Stored[index].PropertyType,
                filled ? index + 100 : index));
        }
        Set(deposit, nameof(Deposit.MerchantId), merchant);
        if (filled)
        {
            // The database holds every push to names of its own.
            Set(deposit, nameof(Deposit.PushToken), Guid.CreateVersion7().ToString("N"));
            Set(deposit, nameof(Deposit.CheckoutRequestId), Guid.CreateVersion7().ToString("N"));
        }
        return deposit;
    }

    private static object Value(Type type, int number)
    {
        return type switch
        {
            _ when type == typeof(string) => $"text {number} ' \u20ac",
            _ when type == typeof(Guid) => Guid.CreateVersion7(),
            _ when type == typeof(long) => 5_000_000_000L + number,
            _ when type == typeof(int) => number,
            _ when type == typeof(bool) => number >= 100,
            _ when type == typeof(DateTime) => Noon.AddMilliseconds(number),
            _ when type == typeof(DateOnly) => DateOnly.FromDateTime(Noon).AddDays(number),
            _ when type == typeof(Rate) => new Rate(12_950 + number, 2),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(number % Enum.GetValues(type).Length)!,
            _ => throw new InvalidOperationException($"Say here what a {type.Name} looks like."),
        };
    }

    public static void Set(Deposit deposit, string property, object? value)
    {
        typeof(Deposit).GetProperty(property)!.SetValue(deposit, value);
    }
}
