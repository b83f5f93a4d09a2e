using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Remembers the partitions of those who asked last, so that a hit need not hash their credentials anew.</summary>
/// <remarks>
/// A keyed hash costs three times what else a hit does. What is remembered, secrets among it, stays in this process, is no
/// more than <see cref="Capacity"/> texts of bounded length, and goes with the handler.
/// </remarks>
internal sealed class PartitionMemo
{
    /// <summary>How many are remembered; one more, and all are forgotten.</summary>
    public const int Capacity = 1024;

    /// <summary>The longest text that is remembered, in characters; a longer one is hashed each time.</summary>
    public const int MaximumLength = 4096;

    private readonly ConcurrentDictionary<Credential, string> _partitions = new();
    private int _count;

    /// <summary>Returns the partition that was worked out before; null when there is none.</summary>
    public string? Find(string kind, string text) => _partitions.GetValueOrDefault(new Credential(kind, text));

    /// <summary>Remembers a partition, and returns it.</summary>
    public string Add(string kind, string text, string partition)
    {
        if (text.Length > MaximumLength)
        {
            return partition;
        }

        if (Interlocked.Increment(ref _count) > Capacity)
        {
            _partitions.Clear();
            Volatile.Write(ref _count, 1);
        }

        _partitions[new Credential(kind, text)] = partition;

        return partition;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Credential(string Kind, string Text)
    {
        public bool Equals(Credential other) =>
            string.Equals(Text, other.Text, StringComparison.Ordinal)
            && string.Equals(Kind, other.Kind, StringComparison.Ordinal);

        public override int GetHashCode() => SeededHash.Of(Text, (ulong)Kind.Length);
    }
}
