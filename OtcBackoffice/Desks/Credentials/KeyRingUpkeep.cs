using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>
/// Sees that the key ring has a key for today and one for tomorrow. The framework would make a key wherever one is first missed,
/// which may be inside a command: there the database's one writer waits for the command, and the key for the writer. So it makes
/// none by itself, and this does, outside of any.
/// </summary>
public sealed class KeyRingUpkeep(IKeyManager keys)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(90), Ahead = TimeSpan.FromDays(14), Spread = TimeSpan.FromDays(2);

    /// <summary>Makes the key that is missing, and answers how many it made.</summary>
    /// <param name="now">The real time: the framework does not know the sandbox's.</param>
    public int Keep(DateTimeOffset now)
    {
        var usable = keys.GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate > now).ToList();
        if (!usable.Exists(key => key.ActivationDate <= now))
        {
            keys.CreateNewKey(now, now + Life);
            return 1;
        }
        var last = usable.Max(key => key.ExpirationDate);
        if (last - now > Ahead)
        {
            return 0;
        }
        // Other nodes read the ring once a day, so nothing is sealed under the new key before all have seen it.
        var begins = last - Spread > now + Spread ? last - Spread : now + Spread;
        keys.CreateNewKey(begins, begins + Life);
        return 1;
    }
}
