using CachingHandler.Storage;
using CachingHandler.Testing;
using Spectre.Console;

namespace CachingHandler.Tool.Tests;

/// <summary>A cache in a directory of its own, and the tool to look into it.</summary>
internal sealed class ToolCache : IDisposable
{
    public static readonly DateTimeOffset Now = StoredResponses.Now;

    private readonly string _parent = Directory.CreateTempSubdirectory("http-cache-tool-").FullName;

    public string Path => System.IO.Path.Join(_parent, "cache");

    public TimeProvider Time { get; set; } = new ManualTimeProvider();

    /// <summary>Gets or sets what is typed at the terminal.</summary>
    public string? Typed { get; set; }

    /// <summary>Makes a cache with some responses.</summary>
    public static async Task<ToolCache> CreateAsync(params StoredResponse[] responses)
    {
        var cache = new ToolCache();
        await cache.StoreAsync(responses);

        return cache;
    }

    public static StoredResponse Response(
        string uri, params (string Name, string Value)[] fields) =>
        StoredResponses.Of(StoredResponses.Key(uri), fields).FreshTo(Now.AddMinutes(5));

    public static StoredResponse Stale(string uri) => StoredResponses.Of(StoredResponses.Key(uri)).FreshTo(Now.AddMinutes(-5));

    public async Task StoreAsync(params StoredResponse[] responses)
    {
        using var store = new DiskHttpCacheStore(Path);
        _ = store.Secret;
        foreach (var response in responses)
        {
            await store.StoreAsync(response);
        }
    }

    public async Task<StoredResponse> StoreAsync(StoredResponse response, int bodyLength)
    {
        using var store = new DiskHttpCacheStore(Path);

        return await store.StoreAsync(response, bodyLength);
    }

    public DiskHttpCacheReader Reader() => new(Path);

    /// <summary>Returns the file of the one entry.</summary>
    public string EntryFile() => System.IO.Path.Join(Path, Assert.Single(Reader().Files()).Path);

    /// <summary>Inverts a byte of the one entry; counted from the end when the offset is negative.</summary>
    public void Flip(int offset)
    {
        var bytes = File.ReadAllBytes(EntryFile());
        bytes[offset < 0 ? bytes.Length + offset : offset] ^= 0xff;
        File.WriteAllBytes(EntryFile(), bytes);
    }

    /// <summary>Runs the tool on the cache, its output in a pipe.</summary>
    public Task<Answer> RunAsync(params string[] arguments) => RunAsync(width: null, [.. arguments, "--directory", Path]);

    /// <summary>Runs the tool on the cache, its output on a terminal.</summary>
    public Task<Answer> ShowAsync(int width, params string[] arguments) => RunAsync(width, [.. arguments, "--directory", Path]);

    /// <summary>Runs the tool.</summary>
    /// <param name="width">The width of the terminal; null when there is none.</param>
    /// <param name="arguments">All arguments.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public async Task<Answer> RunAsync(int? width, string[] arguments, CancellationToken cancellationToken = default)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        await using var text = new StreamWriter(output) { AutoFlush = true, NewLine = "\n" };
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        terminal.Profile.Width = width ?? 80;
        using var surroundings = new Surroundings
        {
            Output = output,
            Out = text,
            Error = error,
            In = new StringReader(Typed ?? string.Empty),
            Terminal = terminal,
            IsTerminal = width is not null,
            CanAsk = Typed is not null,
            CurrentDirectory = _parent,
            TimeProvider = Time,
        };
        var exitCode = await HttpCacheTool.RunAsync(arguments, surroundings, cancellationToken);

        return new Answer(exitCode, output.ToArray(), error.ToString());
    }

    /// <summary>Returns all there is in the directory: names, lengths, times of the last change.</summary>
    public string[] Listing() =>
    [
        .. new DirectoryInfo(_parent).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(item => $"{item.FullName} {(item as FileInfo)?.Length} {item.LastWriteTimeUtc:O} {item.Attributes}")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
