using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;

namespace OtcBackoffice.Security;

/// <summary>
/// Which access tokens were given back before their end (RFC 7009). They stand among the used signatures with their end as the
/// timestamp, so that they go where those go; what was read is remembered for a second, as credentials are.
/// </summary>
public sealed class RevokedTokens(IDbContextFactory<BackofficeDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private Known? _known;

    /// <summary>What a token is remembered by; the token itself is not kept.</summary>
    public static string NameOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Remembers nothing any more, because a token was given back here.</summary>
    public void Forget() => _known = null;

    /// <summary>Whether a token was given back.</summary>
    public async ValueTask<bool> HasAsync(string token, CancellationToken cancellation)
    {
        var known = _known;
        if (known is null || clock.GetElapsedTime(known.At) >= Remembered)
        {
            var (at, now) = (clock.GetTimestamp(), clock.GetUtcNow().ToUnixTimeMilliseconds());
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var names = await db.Set<Data.Records.UsedSignature>().AsNoTracking().Where(row => row.TimestampMs >= now).Select(row =>
                row.Signature).ToListAsync(cancellation);
            _known = known = new Known(at, names.ToFrozenSet(StringComparer.Ordinal));
        }
        return known.Names.Count > 0 && known.Names.Contains(NameOf(token));
    }

    private sealed record Known(long At, FrozenSet<string> Names);
}
