namespace OtcBackoffice.Components.Shared;

/// <summary>Numbers shown beside navigation entries, one set per circuit. Pages that know a queue's length write it here.</summary>
public sealed class NavCounts
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public event Action? Changed;

    /// <summary>Lengths by the address of the entry.</summary>
    public IReadOnlyDictionary<string, int> All => _counts;

    public void Set(string href, int count)
    {
        if (_counts.TryGetValue(href, out var known) && known == count)
        {
            return;
        }

        _counts[href] = count;
        Changed?.Invoke();
    }
}
