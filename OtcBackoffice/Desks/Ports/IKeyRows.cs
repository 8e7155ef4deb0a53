namespace OtcBackoffice.Desks.Ports;

/// <summary>
/// Where the desk's own signing keys lie: sealed, in one place for all nodes. What is kept is opaque here; whoever owns a key
/// seals it under the key ring for a purpose of its own.
/// </summary>
public interface IKeyRows
{
    /// <summary>The sealed key of a name, or null.</summary>
    byte[]? Find(string name);

    /// <summary>The sealed key of a name; made, or taken over from an older version's file, by whichever node comes first.</summary>
    /// <param name="name">The key.</param>
    /// <param name="legacyFile">The name that versions before this gave it in the data directory, or null.</param>
    /// <param name="make">Makes and seals one; what it makes is thrown away when another node was faster.</param>
    byte[] FindOrAdd(string name, string? legacyFile, Func<byte[]> make);

    /// <summary>Replaces a sealed key; false when it is not what was read any more.</summary>
    bool Replace(string name, byte[] before, byte[] after);
}
