using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CachingHandler.Benchmarks.Bodies;

/// <summary>How long a download took, and until its first byte.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Download(TimeSpan FirstByte, TimeSpan Total)
{
    /// <summary>Reads a body and checks every byte.</summary>
    /// <param name="client">What sends the request.</param>
    /// <param name="uri">Where the body is.</param>
    /// <param name="length">The length the body is to have, in bytes; null leaves after its first bytes.</param>
    /// <param name="buffer">What it is read into.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="InvalidDataException">A byte is wrong or missing.</exception>
    public static async Task<Download> RunAsync(
        HttpClient client, Uri uri, long? length, byte[] buffer, CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        var firstByte = TimeSpan.Zero;
        using var response = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var position = 0L;
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0 && (position == 0 || length is not null);)
        {
            if (position == 0)
            {
                firstByte = Stopwatch.GetElapsedTime(started);
            }

            if (!BodyPattern.Matches(position, buffer.AsSpan(0, count)))
            {
                throw new InvalidDataException($"The bytes from {position} on are not those of the origin.");
            }

            position += count;
        }

        return length is null || position == length
            ? new Download(firstByte, Stopwatch.GetElapsedTime(started))
            : throw new InvalidDataException($"The body has {position} bytes in place of {length}.");
    }
}
