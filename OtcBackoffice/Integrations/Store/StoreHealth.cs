namespace OtcBackoffice.Integrations.Store;

/// <summary>Whether the store answers, as last seen. It is told in the node's state; the node stays in the balancer.</summary>
public sealed class StoreHealth
{
    private volatile bool _isAway;

    /// <summary>Whether the store did not answer when it was last asked.</summary>
    public bool IsAway => _isAway;

    /// <summary>Notes what was seen; answers whether that is news.</summary>
    internal bool Note(bool isAway)
    {
        var isNews = _isAway != isAway;
        _isAway = isAway;
        return isNews;
    }
}
