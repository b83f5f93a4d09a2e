namespace CachingHandler.Benchmarks;

/// <summary>The least a hit from disk can be: open a file, read its bytes at once, close it, build the same response by hand.</summary>
internal sealed class FileFloor : HttpMessageHandler
{
    private readonly Origin _origin;
    private readonly Dictionary<string, string> _paths;

    public FileFloor(Origin origin, Uri uri, string directory)
    {
        var path = Path.Combine(directory, "floor");
        File.WriteAllBytes(path, origin.Body.Span);
        _origin = origin;
        _paths = new(StringComparer.Ordinal) { [uri.AbsoluteUri] = path };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var bytes = new byte[_origin.Body.Length];
        using (var file = File.OpenHandle(_paths[request.RequestUri!.AbsoluteUri]))
        {
            RandomAccess.Read(file, bytes, 0);
        }

        return Task.FromResult(DictionaryFloor.Build(_origin, bytes, request));
    }
}
