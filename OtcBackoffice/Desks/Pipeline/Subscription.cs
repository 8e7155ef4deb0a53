namespace OtcBackoffice.Desks.Pipeline;

/// <summary>Which events an endpoint hears: names separated by commas, <c>*</c> for all, <c>otc.Deposit.*</c> for a family.</summary>
public static class Subscription
{
    /// <summary>Whether a list of names covers an event; letter case does not matter.</summary>
    public static bool Matches(string events, string type)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (var name in events.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "*" || name.Equals(type, StringComparison.OrdinalIgnoreCase)
                || (name.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }
        return false;
    }
}
