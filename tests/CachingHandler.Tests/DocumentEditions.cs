using System.Collections.Concurrent;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>The editions of a document by their tags, which tell what the bytes of a response have to be.</summary>
internal sealed class DocumentEditions
{
    private readonly DocumentOrigin _origin;
    private readonly ConcurrentDictionary<string, byte[]> _editions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public DocumentEditions(DocumentOrigin origin)
    {
        _origin = origin;
        _editions[origin.ETag!] = origin.Bytes;
    }

    public int Count => _editions.Count;

    /// <summary>Publishes another edition of about the same length.</summary>
    public void Publish(Random random)
    {
        lock (_gate)
        {
            var entityTag = $"\"{_editions.Count + 1}\"";
            var bytes = new byte[_origin.Bytes.Length + random.Next(3) - 1];
            random.NextBytes(bytes);
            _editions[entityTag] = bytes;
            _origin.Publish(bytes, entityTag);
        }
    }

    /// <summary>Returns the bytes of the edition that a response names.</summary>
    public byte[] Of(Received received) => _editions[Assert.Single(received["ETag"])];
}
