namespace CachingHandler.Benchmarks;

/// <summary>A client whose handler answers requests; a call sends one, as a program would, and reads the answer to its end.</summary>
internal sealed class Subject : IDisposable
{
    private readonly HttpClient _client;
    private readonly Func<Uri> _nextUri;
    private readonly int _expectedLength;

    public Subject(HttpMessageHandler handler, Func<Uri> nextUri, int expectedLength, KeyValuePair<string, string>? field = null)
    {
        _nextUri = nextUri;
        _expectedLength = expectedLength;
        _client = new HttpClient(handler);
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "benchmarks/1.0");
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
        if (field is { Key: var name, Value: var value })
        {
            _client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }
    }

    public void Call(byte[] buffer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _nextUri());
        using var response = _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).GetAwaiter().GetResult();
        using var body = response.Content.ReadAsStream();
        var length = 0;
        for (int count; (count = body.Read(buffer, 0, buffer.Length)) > 0;)
        {
            length += count;
        }

        if (length != _expectedLength)
        {
            throw new InvalidOperationException($"The answer has {length} bytes in place of {_expectedLength}.");
        }
    }

    public void Dispose() => _client.Dispose();
}
