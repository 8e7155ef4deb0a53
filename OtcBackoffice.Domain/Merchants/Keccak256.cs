using System.Buffers.Binary;
using System.Numerics;

namespace OtcBackoffice.Domain.Merchants;

/// <summary>
/// Keccak-256 as Ethereum uses it. It is our own because .NET's SHA3-256 pads with another byte and so gives other
/// digests; it only serves address checksums, where speed does not matter.
/// </summary>
public static class Keccak256
{
    /// <summary>The length of a digest, in bytes.</summary>
    public const int DigestBytes = 32;

    private const int RateBytes = 136;
    private const int Lanes = 25;
    private const byte OriginalPadding = 0x01;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    private static readonly int[] RotationBits =
        [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    private static readonly int[] LaneOrder = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <summary>The 32-byte digest of <paramref name="data"/>.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        Span<ulong> state = stackalloc ulong[Lanes];
        while (data.Length >= RateBytes)
        {
            Absorb(state, data[..RateBytes]);
            data = data[RateBytes..];
        }
        Span<byte> last = stackalloc byte[RateBytes];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] ^= OriginalPadding;
        last[RateBytes - 1] ^= 0x80;
        Absorb(state, last);

        var digest = new byte[DigestBytes];
        for (var lane = 0; lane < DigestBytes / sizeof(ulong); lane++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest.AsSpan(lane * sizeof(ulong)), state[lane]);
        }
        return digest;
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var lane = 0; lane < RateBytes / sizeof(ulong); lane++)
        {
            state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(lane * sizeof(ulong))..]);
        }
        foreach (var constant in RoundConstants)
        {
            MixColumns(state);
            RotateLanes(state);
            MixRows(state);
            state[0] ^= constant;
        }
    }

    private static void MixColumns(Span<ulong> state)
    {
        Span<ulong> parity = stackalloc ulong[5];
        for (var x = 0; x < 5; x++)
        {
            parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        }
        for (var x = 0; x < 5; x++)
        {
            var mix = parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            for (var y = 0; y < Lanes; y += 5)
            {
                state[y + x] ^= mix;
            }
        }
    }

    private static void RotateLanes(Span<ulong> state)
    {
        var carried = state[1];
        for (var step = 0; step < LaneOrder.Length; step++)
        {
            var lane = LaneOrder[step];
            (carried, state[lane]) = (state[lane], BitOperations.RotateLeft(carried, RotationBits[step]));
        }
    }

    private static void MixRows(Span<ulong> state)
    {
        Span<ulong> row = stackalloc ulong[5];
        for (var y = 0; y < Lanes; y += 5)
        {
            state.Slice(y, 5).CopyTo(row);
            for (var x = 0; x < 5; x++)
            {
                state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }
}
