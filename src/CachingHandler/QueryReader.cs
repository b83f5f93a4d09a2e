using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CachingHandler.Body;
using CachingHandler.Http;

namespace CachingHandler;

/// <summary>Knows which requests ask by their content, and reads it for the key (RFC 10008 §2.7).</summary>
internal sealed class QueryReader(Func<HttpRequestMessage, bool>? treatAsQuery, KeyedDigest digest)
{
    /// <summary>The longest content that is read for the key, in bytes; with a longer one, the request passes by the cache.</summary>
    public const int MaximumLength = 1024 * 1024;

    // Keeps these digests apart from what else is hashed with the store's secret.
    private const string Label = "content";

    /// <summary>Tells whether a request is a query: QUERY, or a POST that the application takes for one.</summary>
    public bool Contains(HttpRequestMessage request, in RequestHead head) =>
        head.Method == HttpMethod.Query || (head.Method == HttpMethod.Post && treatAsQuery?.Invoke(request) == true);

    /// <summary>Reads the content of a query, as far as the cache has use for it.</summary>
    /// <returns>The content, to be disposed by the caller when the request has been answered.</returns>
    /// <remarks>What the content throws reaches the caller, as it does where the transport reads it.</remarks>
    public async ValueTask<QueryContent> ReadAsync(HttpRequestMessage request, RequestHead head, CancellationToken cancellationToken)
    {
        if (request.Content is not { } content)
        {
            return new QueryContent(DigestOf(null, default), null, null);
        }

        if (head.Mode == HttpCacheMode.Bypass || head.Directives.NoStore || DeclaredLength.Of(content) > MaximumLength)
        {
            return new QueryContent(null, null, null);
        }

        var probe = new ContentProbe(content, MaximumLength);
        try
        {
            return await probe.TryReadAsync(cancellationToken).ConfigureAwait(false) is { } bytes
                ? new QueryContent(DigestOf(content, bytes), WithFieldsOf(content, new ReadOnlyMemoryContent(bytes)), null)
                : new QueryContent(null, WithFieldsOf(content, new ResumedContent(content, probe)), probe);
        }
        catch
        {
            probe.Abandon();
            throw;
        }
    }

    private static T WithFieldsOf<T>(HttpContent content, T copy)
        where T : HttpContent
    {
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                copy.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return copy;
    }

    // The bytes as they are, and every field that says what they mean. Nothing is normalised: to take two queries for one is
    // worse than to ask twice.
    private string DigestOf(HttpContent? content, ReadOnlyMemory<byte> bytes)
    {
        using var hash = digest.Begin();
        Append(hash, Label);
        if (content is not null)
        {
            foreach (var (name, values) in content.Headers.NonValidated.OrderBy(field => field.Key, StringComparer.OrdinalIgnoreCase))
            {
                // It follows from the bytes, and is there or not as the transport has asked for it or not.
                if (HeaderNames.Same(name, HeaderNames.ContentLength))
                {
                    continue;
                }

                Append(hash, name.ToUpperInvariant());
                Append(hash, string.Join(", ", values));
            }
        }

        Append(hash, string.Empty);
        hash.AppendData(bytes.Span);

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        hash.AppendData(length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
