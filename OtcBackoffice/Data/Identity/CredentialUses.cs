using System.Collections.Concurrent;
using System.Net;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Data.Identity;

/// <summary>
/// When and from where credentials were last used. A request only leaves a note here; a job writes the notes down, so that
/// no request waits for the writer because of them.
/// </summary>
public sealed class CredentialUses
{
    private readonly ConcurrentDictionary<Guid, (DateTime AtUtc, IPAddress? From)> _seen = new();

    /// <summary>Notes a use.</summary>
    public void Note(Guid credentialId, DateTime now, IPAddress? from) => _seen[credentialId] = (now, from);

    /// <summary>Takes the notes out.</summary>
    public IReadOnlyList<(Guid CredentialId, DateTime AtUtc, string? Range)> Drain()
    {
        var taken = new List<(Guid, DateTime, string?)>();
        foreach (var id in _seen.Keys)
        {
            if (_seen.TryRemove(id, out var seen))
            {
                taken.Add((id, seen.AtUtc, seen.From is { } from ? AddressList.RangeOf(from) : null));
            }
        }
        return taken;
    }
}
