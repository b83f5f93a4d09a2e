namespace CachingHandler.Benchmarks.Bodies;

/// <summary>The bytes of every body: a sequence whose period is odd, so that a piece at a wrong place is seen.</summary>
internal static class BodyPattern
{
    /// <summary>The most bytes that are given or compared at once.</summary>
    public const int PieceSize = 64 * 1024;

    private const int Period = 1_000_003;

    private static readonly byte[] Bytes = Create();

    /// <summary>Returns the bytes of a body from an offset on.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many they are, up to <see cref="PieceSize"/>.</param>
    public static ReadOnlyMemory<byte> At(long offset, int count) => Bytes.AsMemory((int)(offset % Period), count);

    /// <summary>Tells whether bytes are those of a body at an offset. Allocates nothing.</summary>
    public static bool Matches(long offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, PieceSize);
            if (!bytes[..count].SequenceEqual(At(offset, count).Span))
            {
                return false;
            }

            bytes = bytes[count..];
            offset += count;
        }

        return true;
    }

    private static byte[] Create()
    {
        var bytes = new byte[Period + PieceSize];
        var state = 2463534242u;
        for (var index = 0; index < Period; index++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            bytes[index] = (byte)state;
        }

        bytes.AsSpan(0, PieceSize).CopyTo(bytes.AsSpan(Period));

        return bytes;
    }
}
