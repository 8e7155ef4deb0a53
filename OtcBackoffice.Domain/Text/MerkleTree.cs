using System.Security.Cryptography;

namespace OtcBackoffice.Domain.Text;

/// <summary>
/// A Merkle tree that only grows (RFC 6962, section 2.1): its root stands for all leaves in their order, so whoever kept an
/// earlier root sees any leaf that was altered, taken out or slipped in. Only the roots of the full subtrees are kept.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<(int Level, byte[] Hash)> _peaks = [];

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a leaf by its raw bytes.</summary>
    public void Add(ReadOnlySpan<byte> leaf)
    {
        var (level, hash) = (0, Hash(0, leaf, []));
        while (_peaks.Count > 0 && _peaks[^1].Level == level)
        {
            hash = Hash(1, _peaks[^1].Hash, hash);
            _peaks.RemoveAt(_peaks.Count - 1);
            level++;
        }
        _peaks.Add((level, hash));
        Size++;
    }

    /// <summary>The root: 32 bytes; of an empty tree the hash of nothing.</summary>
    public byte[] Root()
    {
        if (_peaks.Count == 0)
        {
            return SHA256.HashData([]);
        }
        var root = _peaks[^1].Hash;
        for (var i = _peaks.Count - 2; i >= 0; i--)
        {
            root = Hash(1, _peaks[i].Hash, root);
        }
        return root;
    }

    // The first byte keeps a leaf from ever being taken for an inner node.
    private static byte[] Hash(byte prefix, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var text = new byte[1 + left.Length + right.Length];
        text[0] = prefix;
        left.CopyTo(text.AsSpan(1));
        right.CopyTo(text.AsSpan(1 + left.Length));
        return SHA256.HashData(text);
    }
}
