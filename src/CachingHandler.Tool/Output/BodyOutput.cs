using System.Text;
using CachingHandler.Storage;

namespace CachingHandler.Tool;

/// <summary>Writes the body of an entry: to a file or a pipe as it is, to a terminal as harmless text.</summary>
internal static class BodyOutput
{
    private const int BufferSize = 64 * 1024;

    // What is longer is not read on a terminal, and would have to be held to be made harmless.
    private const int ShownLimit = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the body.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="RefusalException">It is not for a terminal.</exception>
    public static async Task<int> WriteAsync(
        Surroundings surroundings, DiskHttpCacheReader reader, DiskHttpCacheFile file, CancellationToken cancellationToken)
    {
        try
        {
            using var body = reader.OpenBody(file) ?? throw new InvalidDataException("The stored body is damaged, or has just been removed.");
            if (surroundings.IsTerminal)
            {
                var text = await TextOfAsync(body, cancellationToken).ConfigureAwait(false);
                await surroundings.Out.WriteAsync(SafeText.OfLines(text)).ConfigureAwait(false);
            }
            else
            {
                await CopyAsync(body, surroundings.Output, cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        }
        catch (InvalidDataException exception)
        {
            await surroundings.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);

            return ExitCodes.Found;
        }
    }

    private static async Task<string> TextOfAsync(StoredBody body, CancellationToken cancellationToken)
    {
        if (body.Length > ShownLimit)
        {
            throw new RefusalException($"The body has {Sizes.Text(body.Length)}, which is too much for a terminal; redirect the output to a file.");
        }

        using var bytes = new MemoryStream();
        await CopyAsync(body, bytes, cancellationToken).ConfigureAwait(false);
        try
        {
            var text = Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).Replace("\r\n", "\n", StringComparison.Ordinal);
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }
        }
        catch (DecoderFallbackException)
        {
            // Told below.
        }

        throw new RefusalException("The body is not UTF-8 text, perhaps compressed; redirect the output to a file.");
    }

    private static async Task CopyAsync(StoredBody body, Stream target, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        for (var offset = 0L; ;)
        {
            var count = await body.ReadAsync(offset, buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            offset += count;
        }

        await target.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
