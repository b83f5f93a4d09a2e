using System.IO.Compression;
using System.Text;

namespace CachingHandler.Interop.Client;

/// <summary>What the caller of a <see cref="UserAgent"/> received.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Fields">The fields.</param>
/// <param name="Body">The body as it came.</param>
/// <param name="Outcome">What the cache says it did.</param>
public sealed record Answer(int Status, FieldLines Fields, byte[] Body, HttpCacheOutcome Outcome)
{
    /// <summary>Gets the body without the encoding that the fields declare.</summary>
    /// <exception cref="InvalidDataException">It is not encoded so.</exception>
    public byte[] Bytes => Fields["Content-Encoding"] == "gzip" ? Decompress(Body) : Body;

    /// <summary>Gets <see cref="Bytes"/> as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    private static byte[] Decompress(byte[] compressed)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        gzip.CopyTo(plain);

        return plain.ToArray();
    }
}
