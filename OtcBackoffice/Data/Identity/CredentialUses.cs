using System.Collections.Concurrent;

namespace OtcBackoffice.Data.Identity;

/// <summary>
/// When credentials were last used. A request only leaves a note here; a job writes the notes down once a minute, so that
/// no request waits for the writer because of them.
/// </summary>
public sealed class CredentialUses
{
    private readonly ConcurrentDictionary<Guid, DateTime> _seen = new();

    /// <summary>Notes a use.</summary>
    public void Note(Guid credentialId, DateTime now) => _seen[credentialId] = now;

    /// <summary>Takes the notes out.</summary>
    public IReadOnlyList<(Guid CredentialId, DateTime AtUtc)> Drain()
    {
        var taken = new List<(Guid, DateTime)>();
        foreach (var id in _seen.Keys)
        {
            if (_seen.TryRemove(id, out var at))
            {
                taken.Add((id, at));
            }
        }
        return taken;
    }
}
