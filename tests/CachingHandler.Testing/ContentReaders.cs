namespace CachingHandler.Testing;

/// <summary>Every way in which .NET reads content that comes as a stream.</summary>
public static class ContentReaders
{
    /// <summary>Gets the names of the ways.</summary>
    public static TheoryData<string> Ways => [.. Readers.Keys];

    private static Dictionary<string, Func<HttpContent, Task<byte[]>>> Readers { get; } = new(StringComparer.Ordinal)
    {
        ["ReadAsByteArrayAsync"] = content => content.ReadAsByteArrayAsync(),
        ["CopyToAsync"] = content => CopyAsync(copy => content.CopyToAsync(copy)),
        ["CopyTo"] = content => CopyAsync(copy => Done(() => content.CopyTo(copy, context: null, CancellationToken.None))),
        ["stream's CopyToAsync"] = content => CopyAsync(async copy =>
        {
            await using var stream = await content.ReadAsStreamAsync();
            await stream.CopyToAsync(copy);
        }),
        ["stream's CopyTo"] = content => CopyAsync(copy => Done(() =>
        {
            using var stream = content.ReadAsStream();
            stream.CopyTo(copy);
        })),
        ["stream's CopyToAsync, little by little"] = content => CopyAsync(async copy =>
        {
            await using var stream = await content.ReadAsStreamAsync();
            await stream.CopyToAsync(copy, bufferSize: 7);
        }),
        ["byte by byte"] = content => CopyAsync(copy => Done(() =>
        {
            using var stream = content.ReadAsStream();
            for (int next; (next = stream.ReadByte()) >= 0;)
            {
                copy.WriteByte((byte)next);
            }
        })),
        ["byte by byte, asynchronously"] = content => CopyAsync(async copy =>
        {
            await using var stream = await content.ReadAsStreamAsync();
            var one = new byte[1];
            while (await stream.ReadAsync(one) > 0)
            {
                copy.Write(one);
            }
        }),
        ["array overload"] = content => CopyAsync(copy => Done(() =>
        {
            using var stream = content.ReadAsStream();
            Func<byte[], int, int, int> read = stream.Read;
            var buffer = new byte[20];
            for (int count; (count = read(buffer, 3, 11)) > 0;)
            {
                copy.Write(buffer, 3, count);
            }
        })),
        ["asynchronous array overload"] = content => CopyAsync(async copy =>
        {
            await using var stream = await content.ReadAsStreamAsync();
            Func<byte[], int, int, Task<int>> readAsync = stream.ReadAsync;
            var buffer = new byte[20];
            for (int count; (count = await readAsync(buffer, 3, 11)) > 0;)
            {
                copy.Write(buffer, 3, count);
            }
        }),
        ["BeginRead"] = content => CopyAsync(async copy =>
        {
            await using var stream = await content.ReadAsStreamAsync();
            var buffer = new byte[13];
            for (int count; (count = await Task.Factory.FromAsync(
                stream.BeginRead, stream.EndRead, buffer, 0, buffer.Length, null)) > 0;)
            {
                copy.Write(buffer, 0, count);
            }
        }),
        ["LoadIntoBufferAsync"] = async content =>
        {
            await content.LoadIntoBufferAsync();
            return await content.ReadAsByteArrayAsync();
        },
    };

    /// <summary>Reads the content in the way of that name.</summary>
    public static Task<byte[]> ReadAsync(string way, HttpContent content) => Readers[way](content);

    private static async Task<byte[]> CopyAsync(Func<MemoryStream, Task> copying)
    {
        using var copy = new MemoryStream();
        await copying(copy);

        return copy.ToArray();
    }

    private static Task Done(Action action)
    {
        action();

        return Task.CompletedTask;
    }
}
